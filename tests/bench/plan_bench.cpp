// How long a question takes to become a plan: plan_bench VENDORS FILE.jsonl ... The catalog's rows
// are copied until there are so many vendors; the words of the copies end in a letter of their own,
// but for every fourth entry, so that some words say things of many vendors, as in life.
#include "analytics/asking/plan_question.h"
#include "analytics/meaning/own_values.h"
#include "base/json.h"
#include "base/time_format.h"
#include "catalog/catalog.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fstream>
#include <string>
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

int run(std::size_t vendors, const std::vector<std::string>& files) {
  const auto now = parse_rfc3339("2026-11-21T22:00:00Z");
  const auto zone = TimeZone::find("America/New_York");
  if (!now || !zone) return EXIT_FAILURE;
  const catalog::Catalog catalog = catalog::Catalog::of_sample();
  std::deque<catalog::Vendor> copies;
  PlannerContext context{{}, {}, *now, *zone};
  const auto& all = catalog.all();
  for (std::size_t i = 0; i < vendors; ++i) {
    const catalog::Vendor& vendor = all[i % all.size()];
    const std::size_t round = i / all.size();
    if (round > 0) copies.push_back(copy_of(vendor, round));
    context.connected.push_back({.vendor = round > 0 ? &copies.back() : &vendor});
  }
  context.catalog = context.connected;
  context.lexicon = index_of(context.connected);
  std::vector<OwnValue> own;
  for (const VendorMeaning& vendor : context.connected)
    for (OwnValue& value : own_values_of(*vendor.vendor))
      own.push_back(std::move(value));
  context.own = own_index_of(context.connected, own);
  std::vector<double> milliseconds;
  for (const std::string& text : questions_in(files)) {
    Question question;
    question.text = text;
    const auto start = std::chrono::steady_clock::now();
    static_cast<void>(plan_of(context, question));
    milliseconds.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
            .count());
  }
  if (milliseconds.empty()) return EXIT_FAILURE;
  std::ranges::sort(milliseconds);
  const auto at = [&](double share) {
    return milliseconds[static_cast<std::size_t>(share *
                                                 static_cast<double>(milliseconds.size() - 1))];
  };
  constexpr double half = 0.5;
  constexpr double nearly_all = 0.99;
  std::printf(
      "%zu vendors, %zu terms, %zu own values, %zu questions to plans: p50 %.1f ms, p99 %.1f ms\n",
      vendors, context.lexicon->terms.size(), own.size(), milliseconds.size(), at(half),
      at(nearly_all));
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace sluice::analytics

int main(int count, char** arguments) {
  if (count < 3) {
    std::fprintf(stderr, "usage: plan_bench VENDORS FILE.jsonl ...\n");
    return 2;
  }
  const std::vector<std::string> files(arguments + 2, arguments + count);
  return sluice::analytics::run(std::strtoul(arguments[1], nullptr, 10), files);
}
