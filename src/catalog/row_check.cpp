#include "catalog/row_check.h"

#include "catalog/argument_path.h"
#include "catalog/connection_check.h"
#include "catalog/expression.h"
#include "catalog/field_check.h"
#include "catalog/tool_check.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace sluice::catalog {
namespace {

// What people call a thing; whole questions do not belong into rows.
constexpr std::size_t synonym_words_max = 8;

// Rows have tens of fields; a search is fast enough and keeps the author's order.
const Field* find_field(const Entry& entry, std::string_view name) {
  const auto found = std::ranges::find(entry.fields, name, &Field::name);
  return found == entry.fields.end() ? nullptr : &*found;
}

bool is_snapshot(Aggregation aggregation) {
  switch (aggregation) {
    case Aggregation::snapshot_count:
    case Aggregation::snapshot_count_distinct:
    case Aggregation::snapshot_sum:
    case Aggregation::lost_count:
    case Aggregation::gained_count:
    case Aggregation::lost_sum:
    case Aggregation::gained_sum: return true;
    case Aggregation::count:
    case Aggregation::count_distinct:
    case Aggregation::sum:
    case Aggregation::average:
    case Aggregation::median:
    case Aggregation::min:
    case Aggregation::max:
    case Aggregation::last:
    case Aggregation::formula: return false;
  }
  return false;
}

class EntryCheck {
 public:
  EntryCheck(const Vendor& vendor, std::size_t index, std::vector<RowIssue>& issues)
      : vendor_(vendor),
        entry_(vendor.entries[index]),
        path_("entries/" + std::to_string(index)),
        issues_(issues),
        reachable_(reachable()) {}

  void run() {
    check_tool();
    check_fields();
    check_joins();
    check_names();
    check_size();
    check_synonyms(entry_.synonyms, "/synonyms");
    for (const auto& [name, rows] : entry_.segments)
      check_expression(rows, path_ + "/segments/" + name,
                       rows.contains("instant") ? Use::snapshot : Use::field);
    for (std::size_t i = 0; i < entry_.measures.size(); ++i) {
      check_measure(entry_.measures[i], path_ + "/measures/" + std::to_string(i));
      check_synonyms(entry_.measures[i].synonyms, "/measures/" + std::to_string(i) + "/synonyms");
    }
  }

 private:
  void check_tool() {
    const Tool* tool = vendor_.find_tool(entry_.tool);
    if (tool == nullptr) return report("/tool", "the row has no tool \"" + entry_.tool + "\"");
    if (!tool->callable()) report("/tool", "\"" + entry_.tool + "\" is not reviewed as a read");
    if (!entry_.each_from.empty()) check_each();
    check_argument(entry_.each_argument, path_ + "/each");
    for (const auto& [argument, field] : entry_.each_also)
      check_argument(argument, path_ + "/each");
  }

  // A longer text is a question, not a name, and the planner would never find it.
  void check_synonyms(const std::vector<std::string>& synonyms, const std::string& path) {
    for (const std::string& synonym : synonyms) {
      const auto words = 1 + std::ranges::count(synonym, ' ');
      if (words > static_cast<std::ptrdiff_t>(synonym_words_max)) {
        report(path, "\"" + synonym + "\" has " + std::to_string(words) +
                         " words; a synonym has at most " + std::to_string(synonym_words_max));
      }
    }
  }

  void check_each() {
    const std::string source = entry_.each_from.substr(0, entry_.each_from.find('.'));
    if (source == "connection") return check_each_parameter();
    const Entry* from = vendor_.find_entry(source);
    if (from == nullptr) return report("/each", "there is no entry \"" + source + "\"");
    check_each_field(*from, entry_.each_from.substr(source.size() + 1));
    for (const auto& [argument, field] : entry_.each_also)
      check_each_field(*from, field);
  }
  void check_each_parameter() {
    const std::string name = entry_.each_from.substr(entry_.each_from.find('.') + 1);
    if (std::ranges::find(vendor_.parameters, name, &Parameter::name) == vendor_.parameters.end())
      report("/each", "the row has no parameter \"" + name + "\"");
  }
  void check_each_field(const Entry& from, const std::string& name) {
    if (find_field(from, name) == nullptr) {
      report("/each", "\"" + from.name + "\" has no field \"" + name + "\"");
    }
  }

  void check_fields() {
    std::set<std::string> seen;
    for (std::size_t i = 0; i < entry_.fields.size(); ++i) {
      const Field& field = entry_.fields[i];
      const std::string at = "/fields/" + std::to_string(i);
      if (!seen.insert(field.name).second) report(at, "\"" + field.name + "\" is there twice");
      check_field(field, path_ + at, issues_);
      if (!field.expression.empty()) check_expression(field.expression, path_ + at, Use::field);
      check_argument(field.grouped_by, path_ + at + "/grouped_by");
    }
    for (const std::string& name : entry_.key)
      check_name(name, path_ + "/key");
  }
  void check_argument(const std::string& argument, const std::string& path) {
    if (!argument.empty() && !is_argument_path(argument))
      issues_.push_back({path, "\"" + argument + "\" is no path of an argument"});
  }

  void check_joins() {
    for (std::size_t i = 0; i < entry_.joins.size(); ++i) {
      const Join& join = entry_.joins[i];
      const std::string at = "/joins/" + std::to_string(i);
      if (find_field(entry_, join.field) == nullptr)
        report(at, "the entry has no field \"" + join.field + "\"");
      if (!is_shared_meaning(join.to) && target_of(join.to) == nullptr)
        report(at, "\"" + join.to + "\" is neither a field of another entry nor a shared meaning");
    }
    for (const Pushdown& pushdown : entry_.pushdowns)
      check_argument(pushdown.argument, path_ + "/pushdowns");
    for (std::size_t i = 0; i < entry_.pushdowns.size(); ++i)
      check_search(entry_.pushdowns[i], "/pushdowns/" + std::to_string(i));
    for (std::size_t i = 0; i < entry_.pushdowns.size(); ++i)
      if (find_field(entry_, entry_.pushdowns[i].field) == nullptr)
        report("/pushdowns/" + std::to_string(i),
               "the entry has no field \"" + entry_.pushdowns[i].field + "\"");
  }
  // The words of a question leave only where a rule makes sure that they are plain words.
  void check_search(const Pushdown& pushdown, const std::string& at) {
    if (pushdown.required && pushdown.op != "contains")
      report(at, "only a `contains` can be `required`: other questions name no value");
    if (pushdown.op != "contains") return;
    const Tool* tool = vendor_.find_tool(entry_.tool);
    const bool held = tool != nullptr && std::ranges::any_of(tool->rules, [&](const auto& rule) {
                        using enum ArgumentRule::Kind;
                        return rule.path == pushdown.argument && rule.when.empty() &&
                               (rule.kind == words || rule.kind == search);
                      });
    if (!held)
      report(at, "\"" + pushdown.argument +
                     "\" takes words of the question, so its tool needs the "
                     "rule {at: " +
                     pushdown.argument + ", words: true} (or search)");
  }
  [[nodiscard]] const Field* target_of(const std::string& to) const {
    const std::size_t dot = to.find('.');
    const Entry* entry = vendor_.find_entry(to.substr(0, dot));
    return entry == nullptr ? nullptr : find_field(*entry, to.substr(dot + 1));
  }

  void check_names() {
    if (!entry_.default_time.empty()) {
      const Field* time = find_field(entry_, entry_.default_time);
      const bool fits = time != nullptr && (time->type == "timestamp" || time->type == "date");
      if (!fits) report("/time", "\"" + entry_.default_time + "\" is no time field of the entry");
    }
    if (!entry_.name_field.empty()) check_name(entry_.name_field, path_ + "/name_field");
    for (const std::string& name : entry_.list_fields)
      check_name(name, path_ + "/list");
    if (!entry_.base_filter.empty())
      check_expression(entry_.base_filter, path_ + "/filter", Use::field);
  }

  void check_measure(const Measure& measure, const std::string& path) {
    if (!measure.unknown_segment.empty())
      issues_.push_back({path, "the entry has no segment \"" + measure.unknown_segment + "\""});
    if (measure.aggregation == Aggregation::formula)
      return check_expression(measure.expression, path, Use::formula);
    const Use use = is_snapshot(measure.aggregation) ? Use::snapshot : Use::field;
    if (!measure.expression.empty()) check_expression(measure.expression, path, use);
    if (!measure.filter.empty()) check_expression(measure.filter, path, use);
    if (!measure.key.empty()) check_name(measure.key, path);
    if (!measure.time.empty()) check_name(measure.time, path);
    for (const std::string& name : measure.default_dimensions)
      check_name(name, path);
    for (const Gap& gap : measure.gaps)
      check_expression(gap.when, path, use);
    check_completeness(measure, path);
  }

  void check_completeness(const Measure& measure, const std::string& path) {
    using enum Aggregation;
    const Aggregation kind = measure.aggregation;
    const bool needs_key = kind == count_distinct || kind == snapshot_count_distinct ||
                           kind == lost_count || kind == gained_count || kind == lost_sum ||
                           kind == gained_sum;
    if (needs_key && measure.key.empty()) issues_.push_back({path, "needs a key"});
    const bool needs_expression = kind == sum || kind == average || kind == median || kind == min ||
                                  kind == max || kind == last || kind == snapshot_sum ||
                                  kind == lost_sum || kind == gained_sum;
    if (needs_expression && measure.expression.empty())
      issues_.push_back({path, "needs an expression"});
    if (!measure.at_instant.empty() && (!measure.known_only_now || (kind != count && kind != sum)))
      issues_.push_back({path, "`past` is for a count or a sum that is `known: now`"});
    // Without it every row counts at every moment, which is a count of all rows ever.
    if (is_snapshot(kind) && measure.filter.find("instant") == std::string::npos)
      issues_.push_back({path, "a snapshot's filter must say `instant`"});
  }

  // "entry.measure" of the same vendor.
  void check_size() {
    if (entry_.size.empty()) return;
    const std::size_t dot = entry_.size.find('.');
    const Entry* sized = vendor_.find_entry(entry_.size.substr(0, dot));
    if (sized == nullptr || std::ranges::find(sized->measures, entry_.size.substr(dot + 1),
                                              &Measure::name) == sized->measures.end())
      report("/size", "the vendor has no measure \"" + entry_.size + "\"");
  }

  enum class Use { field, snapshot, formula };

  void check_expression(const std::string& text, const std::string& path, Use use) {
    const auto expression = parse_expression(text);
    if (!expression) {
      const ExpressionError& error = expression.error();
      issues_.push_back({path, error.message + " (character " + std::to_string(error.position + 1) +
                                   " of \"" + text + "\")"});
      return;
    }
    // Elsewhere there is a period and no moment that it could stand for.
    if (use != Use::snapshot && text.find("instant") != std::string::npos)
      issues_.push_back({path, "only a snapshot measure has an `instant`"});
    for (const std::string& name : names_in(*expression))
      use == Use::formula ? check_measure_name(name, path) : check_name(name, path);
  }

  void check_measure_name(const std::string& name, const std::string& path) {
    for (const Entry& entry : vendor_.entries)
      if (std::ranges::find(entry.measures, name, &Measure::name) != entry.measures.end()) return;
    issues_.push_back({path, "the vendor has no measure \"" + name + "\""});
  }

  // A field of the entry, or "entry.field" where a chain of joins leads to that entry.
  void check_name(const std::string& name, const std::string& path) {
    const std::size_t dot = name.find('.');
    if (dot == std::string::npos) {
      if (find_field(entry_, name) == nullptr)
        issues_.push_back({path, "the entry has no field \"" + name + "\""});
      return;
    }
    const Entry* other = vendor_.find_entry(name.substr(0, dot));
    if (other == nullptr || find_field(*other, name.substr(dot + 1)) == nullptr) {
      issues_.push_back({path, "there is no field \"" + name + "\""});
    } else if (!reachable_.contains(other->name)) {
      issues_.push_back(
          {path, "no join leads from \"" + entry_.name + "\" to \"" + other->name + "\""});
    }
  }

  [[nodiscard]] std::set<std::string> reachable() const {
    // Breadth is not needed: what counts is whether there is a chain at all.
    std::set<std::string> found{entry_.name};
    std::vector<const Entry*> open{&entry_};
    while (!open.empty()) {
      const Entry* entry = open.back();
      open.pop_back();
      for (const Join& join : entry->joins) {
        const Entry* next = vendor_.find_entry(join.to.substr(0, join.to.find('.')));
        if (next != nullptr && found.insert(next->name).second) open.push_back(next);
      }
    }
    return found;
  }

  void report(const std::string& below, std::string message) {
    issues_.push_back({path_ + below, std::move(message)});
  }

  const Vendor& vendor_;
  const Entry& entry_;
  std::string path_;
  std::vector<RowIssue>& issues_;
  std::set<std::string> reachable_;  // Entries that joins lead to, this one included.
};

void check_unique_names(const Vendor& vendor, std::vector<RowIssue>& issues) {
  std::set<std::string> entries;
  std::set<std::string> measures;
  for (std::size_t i = 0; i < vendor.entries.size(); ++i) {
    const Entry& entry = vendor.entries[i];
    const std::string path = "entries/" + std::to_string(i);
    if (!entries.insert(entry.name).second)
      issues.push_back({path + "/name", "the entry \"" + entry.name + "\" is there twice"});
    for (const Measure& measure : entry.measures)
      // Over the whole vendor: a formula names measures without their entry.
      if (!measures.insert(measure.name).second)
        issues.push_back({path + "/measures", "the measure \"" + measure.name +
                                                  "\" is there twice; formulas need one meaning"});
  }
}

}  // namespace

std::vector<RowIssue> row_issues(const Vendor& vendor) {
  std::vector<RowIssue> issues;
  check_unique_names(vendor, issues);
  check_tools(vendor, issues);
  check_connection(vendor, issues);
  check_scopes(vendor, issues);
  for (std::size_t i = 0; i < vendor.entries.size(); ++i)
    EntryCheck(vendor, i, issues).run();
  return issues;
}

}  // namespace sluice::catalog
