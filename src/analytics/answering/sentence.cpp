#include "analytics/answering/present.h"
#include "analytics/computing/statement.h"
#include "analytics/language/number_text.h"
#include "analytics/meaning/filter_text.h"
#include "analytics/meaning/labels.h"
#include "base/calendar.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::string conditions(const Presentation& presentation,
                                     const std::vector<Filter>& filters) {
  const auto zone = TimeZone::find(presentation.plan->timezone);
  return zone ? filter_text(*presentation.meaning, filters, *zone) : std::string();
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
  if (plan.frame == Frame::share) {
    return plan.part.empty() ? "Share of " + inside_sentence(first)
                             : "The share of " + inside_sentence(first) + " with " +
                                   conditions(presentation, plan.part);
  }
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
  return first + " and " + second;
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

// "Revenue (country DE)": with the conditions, so that nobody takes a part for the whole.
[[nodiscard]] std::string subject(const Presentation& presentation) {
  const QueryPlan& plan = *presentation.plan;
  std::string restricted = conditions(presentation, plan.filters);
  if (plan.restriction) {
    restricted += (restricted.empty() ? "" : ", ") + std::string("of the ") +
                  restriction_text(*presentation.meaning, *plan.restriction);
  }
  return transformed(presentation) + (restricted.empty() ? "" : " (" + restricted + ")");
}

// "Deals won were 7", "MRR was $5", "stripe fees were $3", "the share of deals was 3%".
[[nodiscard]] std::string verb(const Presentation& presentation, const std::string& unit) {
  const QueryPlan& plan = *presentation.plan;
  const bool one = plan.frame == Frame::share || plan.derivation != Derivation::none ||
                   unit == "percent" || plan.measures.empty();
  if (one) return " was ";
  const std::string label = measure_label(*presentation.meaning, plan.measures[0]);
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

[[nodiscard]] bool is_state_measure(const Presentation& presentation) {
  const QueryPlan& plan = *presentation.plan;
  if (plan.measures.empty()) return false;
  const catalog::Entry* entry = presentation.meaning->entry(plan.measures[0]);
  const auto measure =
      entry == nullptr ? std::nullopt : measure_named(*entry, plan.measures[0].name);
  return measure && is_state(*entry, *measure);
}

// Whether nothing to compute from means that the vendor has no rows.
[[nodiscard]] bool counts_rows(const Presentation& presentation) {
  const QueryPlan& plan = *presentation.plan;
  if (plan.measures.empty() || plan.frame == Frame::share || plan.derivation != Derivation::none)
    return false;
  const catalog::Entry* entry = presentation.meaning->entry(plan.measures[0]);
  const auto measure =
      entry == nullptr ? std::nullopt : measure_named(*entry, plan.measures[0].name);
  return measure && measure->aggregation != catalog::Aggregation::formula &&
         is_zero_when_empty(measure->aggregation);
}

[[nodiscard]] std::string cell_text(const analyst::Table& table, const std::vector<Json>& row,
                                    std::size_t column) {
  const analyst::Column& about = table.columns[column];
  if (about.type == "text" && row[column].is_string()) return row[column].get<std::string>();
  if (row[column].is_null()) return "no data";
  if (row[column].is_boolean()) return row[column].get<bool>() ? "yes" : "no";
  return number_text(row[column], about.unit);
}

// ", up 4.1% on 2026-Q2"; nothing when there is nothing to compare.
[[nodiscard]] std::string change_text(const Json& before, const Json& now,
                                      const std::string& before_label, bool percent_points) {
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

[[nodiscard]] std::string stretch_text(const Presentation& presentation, std::size_t at) {
  const Span& span = presentation.compiled->spans[at].front();
  const auto& other = presentation.plan->other_period;
  const auto& period = at == 0 && other ? other : presentation.plan->period;
  const WeekStart week = presentation.plan->week_starts_on;
  if (period && period->grain && is_whole(span, *period->grain, week))
    return bucket_text(span.first_day, *period->grain, week);
  return day_range_text(span.first_day, span.end_day - std::chrono::days(1));
}

// "Exports were up 10.84% in Q3 2026 on Q2 2026: 409 after 369."
[[nodiscard]] std::string change_sentence(const Presentation& presentation,
                                          const analyst::Table& table) {
  const std::string what = subject(presentation);
  const std::string when = period_phrase(presentation, is_state_measure(presentation));
  if (table.rows.size() != 1 || table.rows[0].size() != 3 || table.rows[0][2].is_null())
    return what + ": there is nothing to compare with" + when + ".";
  const auto& row = table.rows[0];
  const auto moved = row[2].get<double>();
  const std::string amount = number_text(Json(std::abs(moved)), table.columns[2].unit);
  const std::string direction = moved > 0 ? " up " : " down ";
  const std::string verb_text = verb(presentation, table.columns[1].unit);
  const std::string change = moved == 0 ? "the same" : direction.substr(1) + amount;
  return what + verb_text + change + when + " on " + stretch_text(presentation, 0) + ": " +
         cell_text(table, row, 1) + " after " + cell_text(table, row, 0) + ".";
}

[[nodiscard]] std::string total_text(const Presentation& presentation,
                                     const analyst::Table& table) {
  const std::string what = subject(presentation);
  if (table.rows.empty()) return what + ": nothing was found.";
  const auto& row = table.rows.back();
  const bool compared = presentation.plan->comparison != Comparison::none && row.size() > 1;
  const std::size_t first = compared ? 1 : 0;
  const std::string when = period_phrase(presentation, is_state_measure(presentation));
  if (row[first].is_null()) {
    return what +
           (counts_rows(presentation) ? ": there is no data"
                                      : " cannot be computed: no rows to compute from") +
           when + ".";
  }
  std::string text =
      what + verb(presentation, table.columns[first].unit) + cell_text(table, row, first);
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
    names += dimension.part ? std::string("weekday")
             : dimension.grain
                 ? std::string(to_text(*dimension.grain))
                 : inside_sentence(field_label(*presentation.meaning, dimension.field));
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

// A week is called by its first day even where the period cuts it, so that is said.
[[nodiscard]] std::string cut_week(const Presentation& presentation) {
  const Dimension* time = time_dimension(*presentation.plan);
  const Span& first = presentation.compiled->spans.back().front();
  if (time == nullptr || time->grain != Grain::week) return "";
  const LocalDay begins = start_of(Grain::week, first.first_day, presentation.plan->week_starts_on);
  const bool starts_late = begins != first.first_day;
  if (!starts_late) return "";  // The running one is told already.
  return " The first week is cut: it has the days from " +
         day_range_text(first.first_day, first.end_day - std::chrono::days(1)) + ".";
}

// "most on Saturday (28), fewest on Sunday (10)": seven days are nobody's list.
[[nodiscard]] std::string extremes(const analyst::Table& table, std::size_t value) {
  const auto less = [value](const std::vector<Json>& one, const std::vector<Json>& other) {
    return one[value].is_number() && other[value].is_number() &&
           one[value].get<double>() < other[value].get<double>();
  };
  const auto [least, most] = std::minmax_element(table.rows.begin(), table.rows.end(), less);
  return "most on " + cell_text(table, *most, 0) + " (" + cell_text(table, *most, value) +
         "), fewest on " + cell_text(table, *least, 0) + " (" + cell_text(table, *least, value) +
         ")";
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
    std::string text = row_name(presentation, table, row) + " (" + cell_text(table, row, value);
    // Compared: what each group had before is said with it.
    if (plan.comparison != Comparison::none)
      text += change_text(row[value - 1], row[value], stretch_text(presentation, 0),
                          table.columns[value].unit == "percent");
    return text + ")";
  };
  constexpr std::size_t named_max = 3;
  std::string text = head + ": ";
  const bool series = time_dimension(plan) != nullptr && plan.dimensions.size() == 1 &&
                      plan.frame != Frame::top && !plan.dimensions.front().part;
  if (series) {
    const auto& last = table.rows.back();
    text += named(table.rows.front());
    if (table.rows.size() > 1) text += " to " + named(last);
    text += plan.period && plan.period->partial ? ", the last still running." : ".";
    return text + cut_week(presentation);
  }
  if (plan.dimensions.size() == 1 && plan.dimensions.front().part && plan.frame != Frame::top)
    return text + extremes(table, value) + ".";
  // The last row of a ranking with the others is nobody of that name.
  const bool rest = plan.rest && plan.limit && table.rows.size() > *plan.limit;
  const std::size_t groups = table.rows.size() - (rest ? 1 : 0);
  for (std::size_t at = 0; at < std::min(named_max, groups); ++at) {
    if (at > 0) text += ", ";
    text += named(table.rows[at]);
  }
  if (groups > named_max) text += " and " + std::to_string(groups - named_max) + " more";
  if (rest) text += "; all others " + cell_text(table, table.rows.back(), value);
  return text + ".";
}

// "Sign-ups per day averaged 5.48 in October 2026."
[[nodiscard]] std::string mean_text(const Presentation& presentation, const analyst::Table& table) {
  const std::string what =
      subject(presentation) + " per " +
      std::string(to_text(presentation.plan->dimensions.front().grain.value_or(Grain::day)));
  const std::string when = period_phrase(presentation, false);
  if (table.rows.empty() || table.rows[0].empty() || table.rows[0][0].is_null())
    return what + ": nothing was found" + when + ".";
  return what + " averaged " + cell_text(table, table.rows[0], 0) + when + ".";
}

[[nodiscard]] std::string list_text(const Presentation& presentation, const analyst::Table& table) {
  const std::string head =
      subject(presentation) + period_phrase(presentation, is_state_measure(presentation));
  if (table.rows.empty()) return head + ": none.";
  const bool cut = table.rows.size() == listed_rows_max;
  return head + (cut ? ": more than the first " : ": ") +
         number_text(Json(table.rows.size()), "count") + ".";
}

// Whether the days are one whole day, week, month ..., or what there is of the running one.
[[nodiscard]] bool is_one_bucket(LocalDay first, LocalDay last, Grain grain, WeekStart week) {
  return start_of(grain, first, week) == first && start_of(grain, last, week) == first;
}

// "from August 23 to November 20, 2026".
[[nodiscard]] std::string range_phrase(LocalDay first, LocalDay last) {
  std::string from = long_day_text(first);
  if (year_of(first) == year_of(last)) from.resize(from.find(','));
  return " from " + from + " to " + long_day_text(last);
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
  const bool whole = period.grain && is_one_bucket(first, last, *period.grain, plan.week_starts_on);
  if (state && time_dimension(plan) == nullptr) {
    if (period.start == period.end) return " at the start of " + long_day_text(first);
    if (!whole || period.partial || *period.grain == Grain::day)
      return " on " + long_day_text(last);
    return " at the end of " + bucket_text(first, *period.grain, plan.week_starts_on);
  }
  if (first == last) return " on " + long_day_text(first);
  if (!whole) return range_phrase(first, last);
  return " in " + bucket_text(first, *period.grain, plan.week_starts_on) +
         (period.partial ? " so far" : "");
}

std::string sentence(const Presentation& presentation, const analyst::Table& table) {
  const QueryPlan& plan = *presentation.plan;
  if (is_mean_of_buckets(plan)) return mean_text(presentation, table);
  if (plan.frame == Frame::list) return list_text(presentation, table);
  if (plan.dimensions.empty() && plan.change != Change::none && plan.comparison != Comparison::none)
    return change_sentence(presentation, table);
  if (plan.dimensions.empty()) return total_text(presentation, table);
  return groups_text(presentation, table);
}

std::string title(const Presentation& presentation) {
  const std::string groups = group_names(presentation);
  return subject(presentation) + (groups.empty() ? "" : " by " + groups);
}

}  // namespace sluice::analytics
