#include "authoring/meaning_review.h"

#include "analyst/path.h"
#include "authoring/stand_in.h"
#include "base/text.h"
#include "calls/statement_arguments.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace sluice::authoring {
namespace {

using catalog::ArgumentRule;
using catalog::Entry;
using catalog::Field;
using catalog::Measure;
using catalog::Paging;
using catalog::Registration;
using catalog::Tool;
using catalog::Vendor;

class MeaningReview {
 public:
  MeaningReview(const Vendor& vendor, std::vector<catalog::RowIssue>& issues)
      : vendor_(vendor), issues_(issues) {}

  void run() {
    review_registration();
    review_overview();
    for (const Tool& tool : vendor_.tools)
      if (tool.callable()) review_tool(tool, "tools/" + tool.name);
    for (std::size_t i = 0; i < vendor_.entries.size(); ++i)
      review_entry(vendor_.entries[i], "entries/" + std::to_string(i));
  }

 private:
  void review_registration() {
    const auto has = [&](Registration way) {
      return std::ranges::find(vendor_.registration, way) != vendor_.registration.end();
    };
    if (has(Registration::api_key) && !vendor_.api_key)
      report("registration", "\"api-key\" needs `api_key`, which says what the vendor calls it");
  }

  void review_overview() {
    for (const std::string& name : vendor_.overview)
      if (!is_measure(name)) report("overview", "the vendor has no measure \"" + name + "\"");
  }
  // "entry.measure".
  [[nodiscard]] bool is_measure(const std::string& name) const {
    const std::size_t dot = std::min(name.find('.'), name.size());
    const Entry* entry = vendor_.find_entry(name.substr(0, dot));
    return entry != nullptr && dot < name.size() &&
           std::ranges::find(entry->measures, name.substr(dot + 1), &Measure::name) !=
               entry->measures.end();
  }

  void review_tool(const Tool& tool, const std::string& path) {
    for (std::size_t i = 0; i < tool.rules.size(); ++i)
      review_rule(tool, tool.rules[i], path + "/arguments/" + std::to_string(i));
    for (const calls::OpenArgument& open : calls::open_arguments(tool))
      report(path + "/input", "\"" + open.path +
                                  "\" may carry a statement; close it with only, keys, words, "
                                  "search or a closed input, or refuse it with statement");
    review_pages(tool.paging, path);
    for (const catalog::OperationPaging& own : tool.own_pagings) {
      review_pages(own.paging, path);
      for (const auto& [at, value] : own.when)
        if (!is_in_input(tool.input, at))
          report(path + "/paging",
                 "`when` speaks of \"" + at + "\", which the tool's `input` does not have");
    }
  }

  void review_pages(const Paging& paging, const std::string& path) {
    if (paging.style != Paging::Style::cursor) return;
    if (paging.next.empty())
      report(path + "/paging", "a cursor needs `next`, the path in the answer where it stands");
    // Without any of them a vendor that forgets the cursor looks like one that is at its end.
    if (paging.more.empty() && paging.total.empty() && paging.size == 0)
      report(path + "/paging",
             "nothing shows where the pages end: say `while`, `total` or the `size` of a page");
  }

  void review_rule(const Tool& tool, const ArgumentRule& rule, const std::string& path) {
    std::vector<std::string> paths = rule.paths;
    if (!rule.path.empty()) paths.push_back(rule.path);
    for (const std::string& at : paths)
      if (!is_in_input(tool.input, at))
        report(path, "the rule is for \"" + at + "\", which the tool's `input` does not have");
  }
  // A rule may name what an open place holds; what a closed one lacks is a slip of the pen.
  [[nodiscard]] static bool is_in_input(const Json& input, std::string_view at) {
    const Json* place = &input;
    for (std::string_view step : split(at, '.')) {
      const bool each = step.ends_with("[]");
      if (each) step.remove_suffix(2);
      if (!step.empty() && !place->contains("properties")) return true;
      if (!step.empty() && !(*place)["properties"].contains(std::string(step))) return false;
      if (!step.empty()) place = &(*place)["properties"][std::string(step)];
      if (each) place = &member(*place, "items");
    }
    return true;
  }

  void review_entry(const Entry& entry, const std::string& path) {
    if (!entry.rows.starts_with('$'))
      report(path + "/rows", "a path of the answer begins with $, as in $.data");
    if (waits_for_itself(entry))
      report(path + "/each", "its calls wait for those of \"" + entry.name + "\" itself");
    for (std::size_t i = 0; i < entry.fields.size(); ++i)
      review_field(entry, entry.fields[i], path + "/fields/" + std::to_string(i));
  }

  [[nodiscard]] bool waits_for_itself(const Entry& entry) const {
    std::set<std::string> seen;
    const Entry* at = &entry;
    while (at != nullptr && !at->each_from.empty()) {
      at = vendor_.find_entry(at->each_from.substr(0, at->each_from.find('.')));
      if (at == &entry) return true;
      if (at != nullptr && !seen.insert(at->name).second) return false;  // Told where it begins.
    }
    return false;
  }

  void review_field(const Entry& entry, const Field& field, const std::string& path) {
    if (const auto read = analyst::parse_path(field.path); !read)
      report(path, "the path \"" + field.path + "\" cannot be read: " + read.error());
    constexpr std::string_view asked = "$argument.";
    if (field.path.starts_with(asked)) {
      const std::string argument = field.path.substr(asked.size());
      if (!is_asked_with(entry, argument))
        report(path, "no call of the entry is asked with \"" + argument + "\"");
    }
    const bool names_field = !field.currency.empty() && !is_path(entry, field.currency) &&
                             find_field(entry, field.currency) != nullptr;
    if (names_field)
      report(path, "`currency` is a path in the row, as in " +
                       find_field(entry, field.currency)->path + ", and \"" + field.currency +
                       "\" is the name of a field");
  }
  [[nodiscard]] static const Field* find_field(const Entry& entry, const std::string& name) {
    const auto found = std::ranges::find(entry.fields, name, &Field::name);
    return found == entry.fields.end() ? nullptr : &*found;
  }
  [[nodiscard]] static bool is_path(const Entry& entry, const std::string& path) {
    return std::ranges::find(entry.fields, path, &Field::path) != entry.fields.end();
  }
  [[nodiscard]] bool is_asked_with(const Entry& entry, const std::string& argument) const {
    const std::string first = argument.substr(0, argument.find_first_of(".["));
    const auto begins = [&](const std::string& path) {
      return path.substr(0, path.find_first_of(".[+")) == first;
    };
    if (!member(entry.arguments, first).is_null() || begins(entry.each_argument)) return true;
    for (const auto& [path, field] : entry.each_also)
      if (begins(path)) return true;
    const Tool* tool = vendor_.find_tool(entry.tool);
    return tool != nullptr && std::ranges::any_of(tool->rules, [&](const ArgumentRule& rule) {
             return begins(rule.path);
           });
  }

  void report(std::string path, std::string message) {
    issues_.push_back({std::move(path), std::move(message)});
  }

  const Vendor& vendor_;
  std::vector<catalog::RowIssue>& issues_;
};

}  // namespace

void review_meaning(const Vendor& vendor, std::vector<catalog::RowIssue>& issues) {
  MeaningReview(vendor, issues).run();
}

}  // namespace sluice::authoring
