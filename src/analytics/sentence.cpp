#include "analytics/leaf.h"
#include "analytics/number_text.h"
#include "analytics/present.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::string measure_label(const Presentation& presentation,
                                        const Reference& reference) {
  const catalog::Entry* entry = presentation.meaning->entry(reference);
  const auto measure = entry == nullptr ? std::nullopt : measure_named(*entry, reference.name);
  return measure ? label_of(*measure) : reference.name;
}

[[nodiscard]] std::string field_label(const Presentation& presentation,
                                      const Reference& reference) {
  const catalog::Field* field = presentation.meaning->field(reference);
  return field == nullptr ? reference.name : label_of(*field);
}

[[nodiscard]] std::string lower_first(std::string text) {
  if (text.size() > 1 && text[0] >= 'A' && text[0] <= 'Z' && text[1] >= 'a' && text[1] <= 'z') {
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  }
  return text;
}

[[nodiscard]] std::string subject(const Presentation& presentation) {
  const QueryPlan& plan = *presentation.plan;
  if (plan.frame == Frame::list) {
    const catalog::Entry* entry =
        plan.columns.empty() ? nullptr : presentation.meaning->entry(plan.columns[0]);
    return entry == nullptr ? "Rows" : entry->label;
  }
  if (plan.measures.empty()) return "The number";
  const std::string first = measure_label(presentation, plan.measures[0]);
  if (plan.frame == Frame::share) {
    return plan.part.empty() ? "Share of " + lower_first(first)
                             : "The share of " + lower_first(first);
  }
  if (plan.measures.size() == 1) return first;
  const std::string second = lower_first(measure_label(presentation, plan.measures[1]));
  switch (plan.derivation) {
    case Derivation::ratio: return first + " per " + second;
    case Derivation::percent: return first + " as a share of " + second;
    case Derivation::difference: return first + " less " + second;
    case Derivation::none: break;
  }
  return first + " and " + second;
}

// A word that reads as more than one thing: "customers were", "MRR was".
[[nodiscard]] std::string verb(const std::string& subject_text) {
  return subject_text.ends_with('s') && !subject_text.ends_with("ss") ? " were " : " was ";
}

[[nodiscard]] bool is_state_measure(const Presentation& presentation) {
  const QueryPlan& plan = *presentation.plan;
  if (plan.measures.empty()) return false;
  const catalog::Entry* entry = presentation.meaning->entry(plan.measures[0]);
  const auto measure =
      entry == nullptr ? std::nullopt : measure_named(*entry, plan.measures[0].name);
  using catalog::Aggregation;
  if (!measure) return false;
  const bool formula_of_state = measure->aggregation == Aggregation::formula &&
                                measure->description.find("at the end") != std::string::npos;
  return formula_of_state || measure->aggregation == Aggregation::snapshot_count ||
         measure->aggregation == Aggregation::snapshot_count_distinct ||
         measure->aggregation == Aggregation::snapshot_sum;
}

[[nodiscard]] std::string cell_text(const analyst::Table& table, const std::vector<Json>& row,
                                    std::size_t column) {
  const analyst::Column& about = table.columns[column];
  if (about.type == "text" && row[column].is_string()) return row[column].get<std::string>();
  if (row[column].is_boolean()) return row[column].get<bool>() ? "yes" : "no";
  return number_text(row[column], about.unit);
}

// ", up 4.1% on 2026-Q2"; nothing when there is nothing to compare.
[[nodiscard]] std::string change_text(const Json& before, const Json& now,
                                      const std::string& before_label, bool percent_points) {
  if (!before.is_number() || !now.is_number()) return "";
  const auto earlier = before.get<double>();
  const auto later = now.get<double>();
  if (earlier == later) return ", the same as " + before_label;
  const std::string direction = later > earlier ? ", up " : ", down ";
  if (percent_points) {
    const std::string points = percent_text(std::abs(later - earlier));
    return direction + points.substr(0, points.size() - 1) + " points on " + before_label;
  }
  if (earlier == 0) return ", from 0 in " + before_label;
  return direction + percent_text(std::abs(100 * (later - earlier) / earlier)) + " on " +
         before_label;
}

[[nodiscard]] std::string stretch_text(const Presentation& presentation, std::size_t at) {
  const Span& span = presentation.compiled->spans[at].front();
  const auto& period = presentation.plan->period;
  if (period && period->grain) return bucket_text(span.first_day, *period->grain);
  return span.label;
}

[[nodiscard]] std::string total_text(const Presentation& presentation,
                                     const analyst::Table& table) {
  const std::string what = subject(presentation);
  if (table.rows.empty()) return what + ": nothing was found.";
  const auto& row = table.rows.back();
  const bool compared = presentation.plan->comparison != Comparison::none && row.size() > 1;
  const std::size_t first = compared ? 1 : 0;
  const std::string when = period_phrase(presentation, is_state_measure(presentation));
  if (row[first].is_null())
    return what + " cannot be computed: no rows to compute from" + when + ".";
  std::string text = what + verb(what) + cell_text(table, row, first);
  for (std::size_t at = first + 1; at < row.size(); ++at)
    text += " and " + cell_text(table, row, at);
  text += when;
  if (compared && table.rows.size() > 1) {
    text += change_text(table.rows[0][first], row[first], stretch_text(presentation, 0),
                        table.columns[first].unit == "percent");
  }
  return text + ".";
}

[[nodiscard]] std::string group_names(const Presentation& presentation) {
  std::string names;
  for (const Dimension& dimension : presentation.plan->dimensions) {
    if (!names.empty()) names += " and ";
    names += dimension.grain ? std::string(to_text(*dimension.grain))
                             : lower_first(field_label(presentation, dimension.field));
  }
  return names;
}

[[nodiscard]] std::string row_name(const Presentation& presentation, const analyst::Table& table,
                                   const std::vector<Json>& row) {
  std::string name;
  for (std::size_t at = 0; at < presentation.plan->dimensions.size() && at < row.size(); ++at) {
    if (!name.empty()) name += ", ";
    name += cell_text(table, row, at);
  }
  return name;
}

[[nodiscard]] std::string groups_text(const Presentation& presentation,
                                      const analyst::Table& table) {
  const QueryPlan& plan = *presentation.plan;
  const std::string head = subject(presentation) + " by " + group_names(presentation) +
                           period_phrase(presentation, is_state_measure(presentation));
  if (table.rows.empty()) return head + ": nothing was found.";
  const std::size_t value =
      plan.comparison == Comparison::none ? plan.dimensions.size() : plan.dimensions.size() + 1;
  if (value >= table.columns.size()) return head + ".";
  const auto named = [&](const std::vector<Json>& row) {
    return row_name(presentation, table, row) + " (" + cell_text(table, row, value) + ")";
  };
  constexpr std::size_t named_max = 3;
  std::string text = head + ": ";
  const bool series =
      time_dimension(plan) != nullptr && plan.dimensions.size() == 1 && plan.frame != Frame::top;
  if (series) {
    const auto& last = table.rows.back();
    text += named(table.rows.front());
    if (table.rows.size() > 1) text += " to " + named(last);
    return text + (plan.period && plan.period->partial ? ", the last still running." : ".");
  }
  for (std::size_t at = 0; at < std::min(named_max, table.rows.size()); ++at) {
    if (at > 0) text += ", ";
    text += named(table.rows[at]);
  }
  if (table.rows.size() > named_max) {
    text += " and " + std::to_string(table.rows.size() - named_max) + " more";
  }
  return text + ".";
}

[[nodiscard]] std::string list_text(const Presentation& presentation, const analyst::Table& table) {
  std::string what = lower_first(subject(presentation));
  if (table.rows.size() == 1 && what.ends_with('s')) what.pop_back();
  if (table.rows.empty())
    return "No " + what + " were found" + period_phrase(presentation, false) + ".";
  return std::to_string(table.rows.size()) + " " + what + period_phrase(presentation, false) + ".";
}

}  // namespace

std::string period_phrase(const Presentation& presentation, bool state) {
  const QueryPlan& plan = *presentation.plan;
  const auto zone = TimeZone::find(plan.timezone);
  if (!zone) return "";
  if (!plan.period) {
    return state ? " on " + long_day_text(zone->day_of(presentation.now)) : std::string();
  }
  const PeriodSpec& period = *plan.period;
  const LocalDay first = zone->day_of(period.start);
  const LocalDay last = zone->day_of(period.end - std::chrono::milliseconds(1));
  if (period.open_start) return " up to " + long_day_text(last);
  if (state && time_dimension(plan) == nullptr) {
    if (!period.grain || period.partial || *period.grain == Grain::day) {
      return " on " + long_day_text(last);
    }
    return " at the end of " + bucket_text(first, *period.grain);
  }
  if (period.grain && *period.grain == Grain::day) return " on " + long_day_text(first);
  if (period.grain) {
    return " in " + bucket_text(first, *period.grain) + (period.partial ? " so far" : "");
  }
  if (first == last) return " on " + long_day_text(first);
  return " from " + long_day_text(first) + " to " + long_day_text(last);
}

std::string sentence(const Presentation& presentation, const analyst::Table& table) {
  const QueryPlan& plan = *presentation.plan;
  if (plan.frame == Frame::list) return list_text(presentation, table);
  if (plan.dimensions.empty()) return total_text(presentation, table);
  return groups_text(presentation, table);
}

std::string title(const Presentation& presentation) {
  const std::string groups = group_names(presentation);
  return subject(presentation) + (groups.empty() ? "" : " by " + groups);
}

std::vector<AnswerChip> chips(const Presentation& presentation) {
  const QueryPlan& plan = *presentation.plan;
  std::vector<AnswerChip> chips;
  std::vector<std::string> sources;
  const auto add_source = [&](const std::string& slug) {
    const RunVendor* vendor = presentation.meaning->vendor(slug);
    const std::string name = vendor == nullptr ? slug : vendor->vendor->name;
    if (std::find(sources.begin(), sources.end(), name) == sources.end()) sources.push_back(name);
  };
  for (const Reference& measure : plan.measures) {
    chips.push_back({"measure", measure_label(presentation, measure), ""});
    add_source(measure.vendor);
  }
  for (const Reference& column : plan.columns)
    add_source(column.vendor);
  if (plan.period) {
    std::string text = plan.period->text;
    if (text.empty()) text = period_phrase(presentation, false);
    chips.push_back({"period", text.starts_with(' ') ? text.substr(1) : text, ""});
  }
  for (const Dimension& dimension : plan.dimensions) {
    chips.push_back({"dimension",
                     dimension.grain
                         ? "by " + std::string(to_text(*dimension.grain))
                         : "by " + lower_first(field_label(presentation, dimension.field)),
                     ""});
    add_source(dimension.field.vendor);
  }
  for (const Filter& filter : plan.filters) {
    std::string text = field_label(presentation, filter.field);
    for (std::size_t at = 0; at < filter.values.size(); ++at) {
      const Json& value = filter.values[at];
      text +=
          (at == 0 ? ": " : ", ") + (value.is_string() ? value.get<std::string>() : to_wire(value));
    }
    chips.push_back({"filter", text, ""});
    add_source(filter.field.vendor);
  }
  for (const std::string& source : sources)
    chips.push_back({"source", source, ""});
  return chips;
}

}  // namespace sluice::analytics
