// How long a question takes to become a plan, and what is held for it: plan_bench VENDORS TOOLS
// FILE.jsonl ... The catalog's rows are copied until there are so many vendors; the words of the
// copies end in a letter of their own, but for every fourth entry, so that some words say things of
// many vendors, as in life. Their tools are copied until there are so many in all; 0: as they are.
#include "analytics/asking/plan_question.h"
#include "analytics/meaning/own_values.h"
#include "base/json.h"
#include "base/time_format.h"
#include "catalog/catalog.h"

#include <malloc.h>
#include <time.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace sluice::analytics {
namespace {

void mark(std::vector<std::string>& names, const std::string& mark) {
  for (std::string& name : names)
    name += mark;
}

[[nodiscard]] catalog::Vendor copy_of(const catalog::Vendor& vendor, std::size_t round) {
  constexpr std::size_t shared_each = 4;
  const std::string letter(1, static_cast<char>('a' + round));
  catalog::Vendor copy = vendor;
  copy.slug += letter;
  copy.name += letter;
  for (std::size_t i = 0; i < copy.entries.size(); ++i) {
    if (i % shared_each == 0) continue;
    catalog::Entry& entry = copy.entries[i];
    entry.label += letter;
    mark(entry.synonyms, letter);
    for (catalog::Measure& measure : entry.measures) {
      measure.label += letter;
      mark(measure.synonyms, letter);
    }
    for (catalog::Field& field : entry.fields) {
      field.label += letter;
      mark(field.synonyms, letter);
      for (catalog::FieldValue& value : field.values)
        mark(value.synonyms, letter);
    }
  }
  return copy;
}

[[nodiscard]] std::vector<std::string> questions_in(const std::vector<std::string>& files) {
  std::vector<std::string> questions;
  for (const std::string& path : files) {
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
      const Json json = Json::parse(line, nullptr, false);
      if (json.is_object() && json.contains("question"))
        questions.push_back(json["question"].get<std::string>());
    }
  }
  return questions;
}

// As many own values as a connection may have, of each of its fields that can have some.
[[nodiscard]] std::vector<OwnValue> own_values_of(const catalog::Vendor& vendor) {
  constexpr std::size_t each_field = 100;
  std::vector<OwnValue> values;
  for (const catalog::Entry& entry : vendor.entries)
    for (const catalog::Field& field : entry.fields)
      for (std::size_t i = 0; i < each_field && has_own_values(entry, field); ++i)
        if (values.size() < own_values_of_connection_max)
          values.push_back({vendor.slug, entry.name, field.name,
                            "Northwind " + field.label + " " + std::to_string(i)});
  return values;
}

// The connected vendors: rows of the catalog, and copies of them.
struct Connected {
  catalog::Catalog catalog = catalog::Catalog::of_sample();
  std::deque<catalog::Vendor> vendors;
  PlannerContext context;

  Connected(std::size_t count, std::size_t tools, Instant now, TimeZone zone)
      : context{{}, {}, now, std::move(zone)} {
    const auto& all = catalog.all();
    for (std::size_t i = 0; i < count; ++i) {
      const catalog::Vendor& vendor = all[i % all.size()];
      const std::size_t round = i / all.size();
      vendors.push_back(round > 0 ? copy_of(vendor, round) : vendor);
    }
    for (catalog::Vendor& vendor : vendors)
      while (!vendor.tools.empty() && vendor.tools.size() < tools / count)
        vendor.tools.push_back(vendor.tools.front());
    for (const catalog::Vendor& vendor : vendors)
      context.connected.push_back({.vendor = &vendor});
    context.catalog = context.connected;
  }
};

// The longest text that is read: questions, one behind the other.
[[nodiscard]] std::string story_of(const std::vector<std::string>& texts) {
  std::string story;
  for (const std::string& text : texts)
    if (story.size() + text.size() < question_bytes_max) story += text + " ";
  return story;
}

[[nodiscard]] std::size_t held_kib() {
  constexpr std::size_t kib = 1'024;
  return mallinfo2().uordblks / kib;
}

// Of this thread alone: planning waits for nothing, and other work on the machine does not count.
[[nodiscard]] double processor_milliseconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return 1e3 * static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_nsec);
}

// Slowest first.
using Timed = std::vector<std::pair<double, std::string>>;  // Milliseconds, question.

[[nodiscard]] Timed time_all(const PlannerContext& context, const std::vector<std::string>& texts) {
  Timed timed;
  for (const std::string& text : texts) {
    Question question;
    question.text = text;
    const double start = processor_milliseconds();
    static_cast<void>(plan_of(context, question));
    timed.emplace_back(processor_milliseconds() - start, text);
  }
  std::ranges::sort(timed, std::greater());
  return timed;
}

int run(std::size_t vendors, std::size_t tools, const std::vector<std::string>& files) {
  const auto now = parse_rfc3339("2026-11-21T22:00:00Z");
  const auto zone = TimeZone::find("America/New_York");
  const std::vector<std::string> texts = questions_in(files);
  if (!now || !zone || texts.empty() || vendors == 0) return EXIT_FAILURE;
  Connected connected(vendors, tools, *now, *zone);
  PlannerContext& context = connected.context;
  const std::size_t before = held_kib();
  context.lexicon = index_of(context.connected);
  std::vector<OwnValue> own;
  for (const VendorMeaning& vendor : context.connected)
    for (OwnValue& value : own_values_of(*vendor.vendor))
      own.push_back(std::move(value));
  context.own = own_index_of(context.connected, own);
  const std::size_t index = held_kib();
  const Timed timed = time_all(context, texts);
  const auto at = [&](double share) {
    return timed[static_cast<std::size_t>((1 - share) * static_cast<double>(timed.size() - 1))]
        .first;
  };
  constexpr double half = 0.5;
  constexpr double nearly_all = 0.99;
  std::size_t tools_held = 0;
  for (const catalog::Vendor& vendor : connected.vendors)
    tools_held += vendor.tools.size();
  std::printf(
      "%zu vendors, %zu tools, %zu terms, %zu own values, %zu questions to plans: p50 %.1f ms, p99 "
      "%.1f ms\n",
      vendors, tools_held, context.lexicon->terms.size(), own.size(), timed.size(), at(half),
      at(nearly_all));
  std::printf("  the slowest %.1f ms: %.100s\n", timed.front().first, timed.front().second.c_str());
  std::printf("  a text of %zu characters: %.1f ms\n", story_of(texts).size(),
              time_all(context, {story_of(texts)}).front().first);
  std::printf("  held for these vendors: %zu KiB, and %zu KiB more after all questions\n",
              index - before, held_kib() - index);
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace sluice::analytics

int main(int count, char** values) {
  const std::span<char*> arguments(values, static_cast<std::size_t>(count));
  constexpr std::size_t first_file = 3;
  if (arguments.size() <= first_file) {
    std::fprintf(stderr, "usage: plan_bench VENDORS TOOLS FILE.jsonl ...\n");
    return 2;
  }
  const auto files = arguments.subspan(first_file);
  return sluice::analytics::run(std::strtoul(arguments[1], nullptr, 10),
                                std::strtoul(arguments[2], nullptr, 10),
                                {files.begin(), files.end()});
}
