#include "sandbox/aggregate_plan.h"

#include <algorithm>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::string_view each = "[].";

std::vector<std::string> texts_of(const Value& value) {
  std::vector<std::string> texts;
  if (value.is_array()) {
    for (const Value& one : value)
      texts.push_back(as_text(one));
  } else if (!value.is_null()) {
    texts.push_back(as_text(value));
  }
  return texts;
}

// "active.users where interval=week", "active week", "p95_ms (... weighted by count)", "count".
Measure measure_from(const std::string& shown, std::string text) {
  Measure measure{shown, {}, {}, {}, {}};
  if (const std::size_t note = text.find(" ("); note != std::string::npos) {
    constexpr std::string_view weighted = "weighted by ";
    if (const std::size_t at = text.find(weighted); at != std::string::npos)
      measure.weight = text.substr(at + weighted.size(), text.size() - at - weighted.size() - 1);
    text.resize(note);
  }
  if (const std::size_t at = text.find(" where "); at != std::string::npos) {
    const std::string condition = text.substr(at + 7);
    text.resize(at);
    if (const std::size_t equals = condition.find('='); equals != std::string::npos)
      measure.where.emplace_back(condition.substr(0, equals), condition.substr(equals + 1));
  }
  // "active week" and "active.users" name a table, "opens / delivered" is a formula: told apart by
  // operators, which no table's name has.
  const bool calculates = text.find_first_of("+-*/(") != std::string::npos;
  const std::size_t blank = text.find(' ');
  const std::size_t dot = text.find('.');
  if (!calculates && blank != std::string::npos) {
    measure.table = text.substr(0, blank);
    measure.where.emplace_back("interval", text.substr(blank + 1));
  } else if (!calculates && dot != std::string::npos) {
    measure.table = text.substr(0, dot);
    measure.formula = text.substr(dot + 1);
  } else {
    measure.formula = text;
  }
  return measure;
}

Measure measure_named(const Value& form, const std::string& word) {
  const std::string mapped =
      text_of(member_of(form, "map"), word, text_of(member_of(form, "derived"), word, word));
  const bool renamed = member_of(form, "derived").contains(word);
  Measure measure = measure_from(word, mapped);
  // A word of the query ("total", "dau") is no column: the answer shows the measure's own name.
  if (!renamed && !measure.formula.empty()) measure.shown = measure.formula;
  return measure;
}

std::vector<Measure> measures_of(const Value& form, const Value& asked) {
  std::vector<Measure> measures;
  if (const Value& fixed = member_of(form, "fixed"); fixed.is_array()) {
    for (const std::string& name : texts_of(fixed))
      measures.push_back(measure_from(name, name));
    return measures;
  }
  std::vector<std::string> words = texts_of(asked);
  if (words.empty()) words = texts_of(member_of(form, "default"));
  for (const std::string& word : words)
    measures.push_back(measure_named(form, word));
  if (measures.empty()) measures.push_back(Measure{});  // All that the table has.
  return measures;
}

// The series of a trend: elements of a list, each with its event and perhaps its own measure.
std::vector<Series> series_of(const Value& spec, const Arguments& arguments) {
  const Value& form = member_of(spec, "measures");
  const std::string measure_at = text_of(form, "argument", "$none");
  const std::string path = text_of(member_of(spec, "series"), "argument");
  const std::size_t split = path.find(each);
  std::vector<Series> series;
  // A trend's events are elements of a list ("series[].event"); its measure may stand in each
  // element.
  if (split != std::string::npos) {
    const std::string list = path.substr(0, split + 2);
    const bool own_measure = measure_at.starts_with(list + ".");
    for (const Value& element : arguments.find(list)) {
      const std::string label = text_of(element, path.substr(split + each.size()));
      const Value asked = own_measure ? member_of(element, measure_at.substr(split + each.size()))
                                      : arguments.find(measure_at);
      if (!label.empty()) series.push_back({label, measures_of(form, asked)});
    }
  }
  if (series.empty()) {
    const bool in_elements = split != std::string::npos && measure_at.contains(each);
    series.push_back({{}, measures_of(form, in_elements ? Value() : arguments.find(measure_at))});
  }
  return series;
}

Group interval_group(const Value& form, const Value& asked) {
  std::string word = asked.is_null() ? "day" : as_text(asked);
  word = text_of(member_of(form, "values"), word, word);
  const std::string field = text_of(form, "field", "date");
  return {field, field, {}, grain_named(word).value_or(Grain::day)};
}

Group dimension_group(const Value& form, const std::string& word) {
  if (const std::string rule = text_of(member_of(form, "derived"), word); !rule.empty())
    return {word, rule.substr(0, rule.find_first_of("[ ")), rule, std::nullopt};
  return {word, word, {}, std::nullopt};
}

void add_group_by(const Value& form, const Arguments& arguments, std::vector<Group>& groups) {
  if (!form.is_object()) return;
  const Value asked = arguments.find(text_of(form, "argument", "$none"));
  if (form.contains("values")) {
    groups.push_back(interval_group(form, asked));
    return;
  }
  std::vector<std::string> words = texts_of(member_of(form, "fixed"));
  const Value& map = member_of(form, "map");
  if (words.empty())
    for (const std::string& word : texts_of(asked)) {
      if (!map.is_object()) words.push_back(word);
      for (const std::string& mapped : texts_of(member_of(map, word)))
        words.push_back(mapped);
    }
  if (asked.is_null() && words.empty()) words = texts_of(member_of(form, "default"));
  for (const std::string& word : words)
    groups.push_back(dimension_group(form, word));
}

// "mode": the argument picks the dimensions; "period" the bucket of a date among them.
OrSentence<bool> add_mode(const Value& spec, const Arguments& arguments,
                          std::vector<Group>& groups) {
  const Value& mode = member_of(spec, "mode");
  if (!mode.is_object()) return false;
  const std::string argument = text_of(mode, "argument");
  const Value asked = arguments.find(argument);
  if (!asked.is_null() && !mode.contains(as_text(asked)))
    return std::unexpected(argument + " " + as_text(asked) + " is not known");
  const Value period = arguments.find(text_of(member_of(spec, "period"), "argument", "$none"));
  for (const std::string& name : texts_of(asked.is_null() ? Value() : mode[as_text(asked)])) {
    Group group{name, name, {}, std::nullopt};
    if (name == "date" && !period.is_null()) group.bucket = grain_named(as_text(period));
    groups.push_back(std::move(group));
  }
  return true;
}

OrSentence<std::string> breakdown_of(const Value& form, const Arguments& arguments) {
  Value asked = arguments.find(text_of(form, "argument", "$none"));
  if (asked.is_array()) asked = asked.empty() ? Value() : asked.front();
  if (asked.is_null() || as_text(asked).empty()) return std::string();
  std::string mapped = text_of(member_of(form, "map"), as_text(asked));
  if (mapped.empty()) return std::unexpected("no breakdown by " + as_text(asked));
  return mapped;
}

// What the queries of the call name must be among the dimensions of the table that answers.
std::vector<std::string> filtered_dimensions(const ToolCall& call) {
  std::vector<std::string> names;
  for (const Value& filter : member_of(call.spec, "filters")) {
    const Value& language = call.world.language(text_of(filter, "op"));
    if (text_of(language, "form") != "conditions") continue;
    for (const Value& condition : call.arguments.find(text_of(filter, "argument")))
      names.push_back(text_of(condition, text_of(language, "field")));
  }
  return names;
}

}  // namespace

OrSentence<Value> specification_for(const Value& spec, const Arguments& arguments) {
  const std::string argument = text_of(spec, "by_argument");
  if (argument.empty()) return spec;
  const Value asked = arguments.find(argument);
  const Value& report =
      member_of(member_of(spec, "reports"), asked.is_null() ? "" : as_text(asked));
  if (!report.is_object())
    return std::unexpected(argument + " " + as_text(asked) + " is not known");
  Value merged = spec;
  for (const auto& [name, value] : report.items())
    merged[name] = value;
  return merged;
}

OrSentence<AggregatePlan> plan_of(const ToolCall& call) {
  AggregatePlan plan;
  plan.tables = texts_of(member_of(call.spec, "tables"));
  const auto moded = add_mode(call.spec, call.arguments, plan.groups);
  if (!moded) return std::unexpected(moded.error());
  add_group_by(member_of(call.spec, "group_by"), call.arguments, plan.groups);
  plan.series = series_of(call.spec, call.arguments);
  plan.series_field = text_of(member_of(call.spec, "series"), "field");
  const auto breakdown = breakdown_of(member_of(call.spec, "breakdown"), call.arguments);
  if (!breakdown) return std::unexpected(breakdown.error());
  plan.breakdown = *breakdown;
  plan.filtered = filtered_dimensions(call);
  const Day today = call.zone.day_of(call.now);
  const auto range = range_of(member_of(call.spec, "range"), call.arguments, today);
  if (!range) return std::unexpected(range.error());
  plan.range = *range;
  return plan;
}

}  // namespace sluice::sandbox
