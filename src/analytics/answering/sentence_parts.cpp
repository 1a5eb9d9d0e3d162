#include "analytics/answering/sentence_parts.h"

#include "analytics/computing/statement.h"
#include "analytics/language/number_text.h"
#include "analytics/meaning/filter_text.h"
#include "analytics/meaning/labels.h"
#include "base/calendar.h"
#include "base/text.h"

#include <algorithm>
#include <cmath>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::string conditions(const Presentation& presentation,
                                     const std::vector<Filter>& filters) {
  const auto zone = TimeZone::find(presentation.plan->timezone);
  return zone ? filter_text(*presentation.meaning, filters, *zone) : std::string();
}

// What the rows have, or lack, of another entry: of all of them, or of the part of a share.
[[nodiscard]] std::string related(const Presentation& presentation, bool part) {
  const auto zone = TimeZone::find(presentation.plan->timezone);
  std::string text;
  for (const Related& each : presentation.plan->related)
    if (each.part == part && zone)
      text += (text.empty() ? "" : ", ") + related_text(*presentation.meaning, each, *zone);
  return text;
}

// "Customers": what is counted where groups are, and not their rows.
[[nodiscard]] std::string groups_counted(const Presentation& presentation) {
  const Dimension& dimension = presentation.plan->dimensions.front();
  const Reference& group = dimension.field;
  if (dimension.grain) return upper_first(to_text(*dimension.grain)) + "s";
  const catalog::Entry* entry = presentation.meaning->entry(group);
  const bool rows = entry != nullptr && entry->name_field == group.name;
  return rows ? entry->label : "Groups of " + field_label(*presentation.meaning, group);
}

// The share of what: rows with a value, or rows with rows of another entry.
[[nodiscard]] std::string part_of(const Presentation& presentation) {
  const std::string values = conditions(presentation, presentation.plan->part);
  const std::string rows = related(presentation, true);
  if (values.empty()) return rows;
  // "Opened on Saturdays", and "with a label".
  const bool days = presentation.plan->part.front().part.has_value();
  return (days ? "" : "with ") + values + (rows.empty() ? "" : ", ") + rows;
}

// What is counted, without what it is restricted to.
[[nodiscard]] std::string counted(const Presentation& presentation) {
  const QueryPlan& plan = *presentation.plan;
  if (plan.frame == Frame::list && plan.measures.empty()) {
    const catalog::Entry* entry =
        plan.columns.empty() ? nullptr : presentation.meaning->entry(plan.columns[0]);
    return entry == nullptr ? "Rows" : entry->label;
  }
  if (plan.measures.empty()) return "The number";
  const std::string first = measure_label(*presentation.meaning, plan.measures[0]);
  if (plan.count_groups)
    return groups_counted(presentation) + " with " +
           having_text(*presentation.meaning, plan.having);
  if (plan.frame == Frame::share) {
    const std::string part = part_of(presentation);
    return part.empty() ? "Share of " + inside_sentence(first)
                        : "The share of " + inside_sentence(first) + " " + part;
  }
  if (plan.bands && plan.bands->of_groups)
    return groups_counted(presentation) + " by " + inside_sentence(first);
  if (plan.measures.size() == 1) {
    // "Deals created" by another day than that of their creation are just deals.
    const catalog::Entry* entry = presentation.meaning->entry(plan.measures[0]);
    const auto measure =
        entry == nullptr ? std::nullopt : measure_named(*entry, plan.measures[0].name);
    const bool all_rows =
        measure && measure->filter.empty() && measure->aggregation == catalog::Aggregation::count;
    return plan.time && all_rows ? entry->label : first;
  }
  const std::string second =
      inside_sentence(measure_label(*presentation.meaning, plan.measures[1]));
  switch (plan.derivation) {
    case Derivation::ratio: return first + " per " + second;
    case Derivation::percent: return first + " as a share of " + second;
    case Derivation::difference: return first + " less " + second;
    case Derivation::none: break;
  }
  std::string all = label_beside_others(presentation, 0);
  for (std::size_t at = 1; at < plan.measures.size(); ++at)
    all += (at + 1 == plan.measures.size() ? " and " : ", ") +
           inside_sentence(label_beside_others(presentation, at));
  return all;
}

// "Running total of revenue", "4-week moving average of issues closed".
[[nodiscard]] std::string transformed(const Presentation& presentation) {
  const QueryPlan& plan = *presentation.plan;
  const std::string what = counted(presentation);
  switch (plan.transform) {
    case Transform::none: return what;
    case Transform::running_total: return "Running total of " + inside_sentence(what);
    case Transform::moving_average: break;
  }
  const Dimension* time = time_dimension(plan);
  const std::string bucket(
      to_text(time != nullptr ? time->grain.value_or(Grain::day) : Grain::day));
  return std::to_string(plan.window) + "-" + bucket + " moving average of " + inside_sentence(what);
}

}  // namespace

std::string restrictions(const Presentation& presentation) {
  const QueryPlan& plan = *presentation.plan;
  std::string restricted = conditions(presentation, plan.filters);
  if (const std::string rows = related(presentation, false); !rows.empty())
    restricted += (restricted.empty() ? "" : ", ") + rows;
  if (plan.restriction) {
    restricted += (restricted.empty() ? "" : ", ") + std::string("of the ") +
                  restriction_text(*presentation.meaning, *plan.restriction);
  }
  return restricted;
}

std::string subject(const Presentation& presentation) {
  const std::string restricted = restrictions(presentation);
  return transformed(presentation) + (restricted.empty() ? "" : " (" + restricted + ")");
}

std::string label_beside_others(const Presentation& presentation, std::size_t at) {
  const auto& measures = presentation.plan->measures;
  const std::string label = measure_label(*presentation.meaning, measures[at]);
  const bool told_apart = std::ranges::none_of(measures, [&](const Reference& other) {
    return other.vendor != measures[at].vendor &&
           measure_label(*presentation.meaning, other) == label;
  });
  const VendorMeaning* vendor = presentation.meaning->vendor(measures[at].vendor);
  if (told_apart || vendor == nullptr) return label;
  return vendor->vendor->name + " " + inside_sentence(label);
}

std::string verb(const Presentation& presentation, const std::string& unit) {
  const QueryPlan& plan = *presentation.plan;
  const bool one = plan.frame == Frame::share || plan.derivation != Derivation::none ||
                   unit == "percent" || plan.measures.empty();
  if (one) return " was ";
  return verb(measure_label(*presentation.meaning, plan.measures[0]), unit);
}

std::string verb(const std::string& label, const std::string& unit) {
  const bool one = unit == "percent" || unit == "seconds" || unit == "minutes" || unit == "hours" ||
                   unit == "days";
  if (one) return " was ";
  const auto plural = [](std::string_view word) {
    return word.size() > 2 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us");
  };
  if (unit != "count") return plural(label) ? " were " : " was ";
  for (std::size_t begin = 0; begin < label.size();) {
    const std::size_t end = std::min(label.find(' ', begin), label.size());
    if (plural(std::string_view(label).substr(begin, end - begin))) return " were ";
    begin = end + 1;
  }
  return " was ";
}

bool is_state_measure(const Presentation& presentation, std::size_t at) {
  const QueryPlan& plan = *presentation.plan;
  if (plan.measures.size() <= at) return false;
  const catalog::Entry* entry = presentation.meaning->entry(plan.measures[at]);
  const auto measure =
      entry == nullptr ? std::nullopt : measure_named(*entry, plan.measures[at].name);
  return measure && is_state(*entry, *measure);
}

std::string bucket_name(const Presentation& presentation, const Json& label) {
  const std::string text = label.is_string() ? label.get<std::string>() : label.dump();
  const Dimension* time = time_dimension(*presentation.plan);
  if (time == nullptr || !time->grain) return text;
  const WeekStart week = presentation.plan->week_starts_on;
  // A moving window has buckets in front that no row shows, and a comparison those of both times.
  for (const std::vector<Span>& spans : presentation.compiled->spans)
    for (const Span& span : spans)
      if (span.label == text)
        return bucket_text(start_of(*time->grain, span.first_day, week), *time->grain, week);
  return text;
}

bool adds_up(const Presentation& presentation) {
  const QueryPlan& plan = *presentation.plan;
  const bool plain = plan.measures.size() == 1 && plan.derivation == Derivation::none &&
                     plan.transform == Transform::none && plan.frame != Frame::share &&
                     plan.comparison == Comparison::none && !plan.limit && plan.having.empty();
  if (!plain) return false;
  const Reference& counted = plan.measures.front();
  const catalog::Entry* entry = presentation.meaning->entry(counted);
  const auto measure = entry == nullptr ? std::nullopt : measure_named(*entry, counted.name);
  if (!measure) return false;
  return time_dimension(plan) != nullptr ? adds_over_groups(*measure) : adds_at_one_time(*measure);
}

bool has_one_time(const Presentation& presentation) {
  for (std::size_t at = 1; at < presentation.plan->measures.size(); ++at)
    if (is_state_measure(presentation, at) != is_state_measure(presentation)) return false;
  return true;
}

bool counts_rows(const Presentation& presentation) {
  const QueryPlan& plan = *presentation.plan;
  if (plan.measures.empty() || plan.frame == Frame::share || plan.derivation != Derivation::none)
    return false;
  const catalog::Entry* entry = presentation.meaning->entry(plan.measures[0]);
  const auto measure =
      entry == nullptr ? std::nullopt : measure_named(*entry, plan.measures[0].name);
  return measure && measure->aggregation != catalog::Aggregation::formula &&
         is_zero_when_empty(measure->aggregation);
}

std::string cell_text(const analyst::Table& table, const std::vector<Json>& row,
                      std::size_t column) {
  const analyst::Column& about = table.columns[column];
  if (about.type == "text" && row[column].is_string()) return row[column].get<std::string>();
  if (row[column].is_null()) return "no data";
  if (row[column].is_boolean()) return row[column].get<bool>() ? "yes" : "no";
  return number_text(row[column], about.unit);
}

std::string change_text(const Json& before, const Json& now, const std::string& before_label,
                        bool percent_points) {
  if (before.is_null() && now.is_number()) return "; there is no data for " + before_label;
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

std::string stretch_text(const Presentation& presentation, std::size_t at) {
  const Span& span = presentation.compiled->spans[at].front();
  const auto& other = presentation.plan->other_period;
  const auto& period = at == 0 && other ? other : presentation.plan->period;
  const WeekStart week = presentation.plan->week_starts_on;
  if (period && period->grain && is_whole(span, *period->grain, week))
    return bucket_text(span.first_day, *period->grain, week);
  return day_range_text(span.first_day, span.end_day - std::chrono::days(1));
}

std::string group_names(const Presentation& presentation) {
  std::string names;
  // The groups themselves are counted: they are the subject.
  if (presentation.plan->bands && presentation.plan->bands->of_groups) return names;
  if (presentation.plan->count_groups) return names;
  for (const Dimension& dimension : presentation.plan->dimensions) {
    if (!names.empty()) names += " and ";
    names += dimension.part == DatePart::weekday ? std::string("weekday")
             : dimension.part == DatePart::hour  ? std::string("hour of day")
             : dimension.grain
                 ? std::string(to_text(*dimension.grain))
                 : inside_sentence(field_label(*presentation.meaning, dimension.field));
  }
  return names;
}

namespace {

// "Closed won" of "closedwon", where the catalog spells the value so: no code is said to a person.
[[nodiscard]] std::string spoken(const catalog::Field* field, const std::string& value) {
  if (field == nullptr) return value;
  const auto squashed = [](std::string_view text) {
    std::string letters;
    for (const char c : text)
      if (c != ' ' && c != '_') letters += c;
    return letters;
  };
  for (const catalog::FieldValue& known : field->values) {
    if (known.value != value) continue;
    for (const std::string& synonym : known.synonyms)
      if (synonym != value && squashed(synonym) == squashed(value)) return synonym;
    std::string words = value;
    std::ranges::replace(words, '_', ' ');
    return words;
  }
  return value;
}

}  // namespace

std::string row_name(const Presentation& presentation, const analyst::Table& table,
                     const std::vector<Json>& row) {
  std::string name;
  for (std::size_t at = 0; at < presentation.plan->dimensions.size() && at < row.size(); ++at) {
    if (!name.empty()) name += ", ";
    const Dimension& dimension = presentation.plan->dimensions[at];
    name += dimension.grain && !dimension.part
                ? bucket_name(presentation, row[at])
                : spoken(presentation.meaning->field(dimension.field), cell_text(table, row, at));
  }
  return name;
}

}  // namespace sluice::analytics
