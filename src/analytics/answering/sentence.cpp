#include "analytics/answering/present.h"
#include "analytics/answering/sentence_forms.h"
#include "analytics/answering/sentence_parts.h"
#include "analytics/computing/statement.h"
#include "analytics/language/number_text.h"
#include "analytics/meaning/filter_text.h"
#include "analytics/meaning/labels.h"
#include "base/calendar.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <string>

namespace sluice::analytics {
namespace {

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

// "MRR was $115,366.94 at the end of Q3 2026 and refunds were 12 in Q3 2026": of several measures
// each has its own verb, and its own time where one is a state and another is not.
[[nodiscard]] std::string totals_text(const Presentation& presentation,
                                      const analyst::Table& table) {
  const QueryPlan& plan = *presentation.plan;
  const bool compared = plan.comparison != Comparison::none && table.rows.size() > 1;
  const std::size_t first = table.rows.back().size() - plan.measures.size();
  const bool one_time = !compared && has_one_time(presentation);
  std::string text;
  for (std::size_t at = 0; at < plan.measures.size(); ++at) {
    const std::size_t column = first + at;
    const Json& value = table.rows.back()[column];
    const std::string label = label_beside_others(presentation, at);
    const std::string shown = at == 0 ? label : inside_sentence(label);
    const std::string when = period_phrase(presentation, is_state_measure(presentation, at));
    const std::string_view link = compared ? "; " : at + 1 == plan.measures.size() ? " and " : ", ";
    text += at == 0 ? std::string_view() : link;
    text += value.is_null() ? (at == 0 ? "No data for " : "no data for ") + inside_sentence(label)
                            : shown + verb(label, table.columns[column].unit) +
                                  cell_text(table, table.rows.back(), column);
    if (!one_time || at + 1 == plan.measures.size()) text += when;
    if (compared)
      text += change_text(table.rows[0][column], value, stretch_text(presentation, 0),
                          table.columns[column].unit == "percent");
  }
  const std::string restricted = restrictions(presentation);
  return text + (restricted.empty() ? "" : " (" + restricted + ")") + ".";
}

[[nodiscard]] std::string total_text(const Presentation& presentation,
                                     const analyst::Table& table) {
  const std::string what = subject(presentation);
  if (table.rows.empty()) return what + ": nothing was found.";
  const auto& row = table.rows.back();
  const std::size_t measures = presentation.plan->measures.size();
  const bool several = measures > 1 && presentation.plan->derivation == Derivation::none &&
                       presentation.plan->frame != Frame::share && row.size() >= measures;
  if (several) return totals_text(presentation, table);
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
  text += when;
  if (compared && table.rows.size() > 1) {
    text += change_text(table.rows[0][first], row[first], stretch_text(presentation, 0),
                        table.columns[first].unit == "percent");
  }
  return text + ".";
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

// The values of one column, where all of them are numbers.
[[nodiscard]] std::vector<double> numbers_in(const analyst::Table& table, std::size_t column) {
  std::vector<double> numbers;
  for (const std::vector<Json>& row : table.rows)
    if (row[column].is_number()) numbers.push_back(row[column].get<double>());
  return numbers.size() == table.rows.size() ? numbers : std::vector<double>();
}

[[nodiscard]] bool is_descending(const std::vector<double>& numbers) {
  return !numbers.empty() && std::ranges::is_sorted(numbers, std::greater());
}

// "; about $1,269,655 together": of numbers whose sum is one.
[[nodiscard]] std::string sum_text(const Presentation& presentation, const analyst::Table& table,
                                   std::size_t column) {
  const std::vector<double> numbers = numbers_in(table, column);
  if (numbers.empty() || !adds_up(presentation)) return "";
  const double sum = std::accumulate(numbers.begin(), numbers.end(), 0.0);
  const std::string& unit = table.columns[column].unit;
  if (table.columns[column].type == "integer")
    return "; " + number_text(Json(std::llround(sum)), unit) + " together";
  // The parts were rounded for the eye: their cents may not make those of the whole.
  std::string text = number_text(Json(std::round(sum)), unit);
  if (text.ends_with(".00")) text.resize(text.size() - 3);
  return "; about " + text + " together";
}

// "from $91,819.06 in January 2026 to $116,533.66 in November 2026; highest $117,955.91 in October
// 2026, lowest ...": what a course comes to, instead of its points.
[[nodiscard]] std::string course_text(const Presentation& presentation,
                                      const analyst::Table& table) {
  constexpr std::size_t value = 1;
  const QueryPlan& plan = *presentation.plan;
  const Dimension* time = time_dimension(plan);
  const bool days = time != nullptr && time->grain == Grain::day;
  const auto at = [&](std::size_t row) {
    return cell_text(table, table.rows[row], value) + (days ? " on " : " in ") +
           bucket_name(presentation, table.rows[row][0]);
  };
  const std::size_t last = table.rows.size() - 1;
  if (last == 0) return at(0) + ".";
  std::string text = "from " + at(0) + " to " + at(last);
  if (plan.period && plan.period->partial) text += " so far";
  const std::vector<double> numbers = numbers_in(table, value);
  // A running total is highest where it ends.
  if (numbers.size() > 2 && plan.transform != Transform::running_total) {
    // The running bucket is lower than others for no other reason than that it still runs.
    const bool running = plan.period && plan.period->partial && !is_state_measure(presentation);
    const auto end = numbers.end() - (running ? 1 : 0);
    const auto [low, high] = std::minmax_element(numbers.begin(), end);
    const auto place = [&](auto found) {
      return static_cast<std::size_t>(found - numbers.begin());
    };
    if (*low != *high) text += "; highest " + at(place(high)) + ", lowest " + at(place(low));
  }
  return text + sum_text(presentation, table, value) + ".";
}

// "US ($5.00)", "Ana Evans (9, up 80% on Q2 2026)", "July 2026 (9 and 2)".
[[nodiscard]] std::string group_text(const Presentation& presentation, const analyst::Table& table,
                                     const std::vector<Json>& row, std::size_t value) {
  const QueryPlan& plan = *presentation.plan;
  const bool compared = plan.comparison != Comparison::none;
  const bool several =
      !compared && plan.derivation == Derivation::none && plan.frame != Frame::share;
  std::string text = row_name(presentation, table, row) + " (" + cell_text(table, row, value);
  // Beside others: in the order in which they are called.
  for (std::size_t at = value + 1; several && at < row.size(); ++at)
    text += (at + 1 == row.size() ? " and " : ", ") + cell_text(table, row, at);
  // Compared: what each group had before is said with it.
  if (compared)
    text += change_text(row[value - 1], row[value], stretch_text(presentation, 0),
                        table.columns[value].unit == "percent");
  return text + ")";
}

// The first of them, and of many the last and the sum, or how many more there are.
[[nodiscard]] std::string named_groups(const Presentation& presentation,
                                       const analyst::Table& table, std::size_t value) {
  constexpr std::size_t named_max = 3;
  const QueryPlan& plan = *presentation.plan;
  // The last row of a ranking with the others is nobody of that name.
  const bool rest = plan.rest && plan.limit && table.rows.size() > *plan.limit;
  const std::size_t groups = table.rows.size() - (rest ? 1 : 0);
  std::string text;
  for (std::size_t at = 0; at < std::min(named_max, groups); ++at)
    text += (at > 0 ? ", " : "") + group_text(presentation, table, table.rows[at], value);
  const bool one_value = table.columns.size() == value + 1 && plan.comparison == Comparison::none;
  const bool summed = one_value && !rest && plan.frame == Frame::breakdown &&
                      is_descending(numbers_in(table, value));
  if (groups > named_max && summed)
    return text + "; the last of " + std::to_string(groups) + " is " +
           group_text(presentation, table, table.rows.back(), value) +
           sum_text(presentation, table, value) + ".";
  if (groups > named_max) text += " and " + std::to_string(groups - named_max) + " more";
  if (rest) text += "; all others " + cell_text(table, table.rows.back(), value);
  return text + ".";
}

[[nodiscard]] std::string groups_text(const Presentation& presentation,
                                      const analyst::Table& table) {
  const QueryPlan& plan = *presentation.plan;
  const std::string head = subject(presentation) + " by " + group_names(presentation) +
                           period_phrase(presentation, is_state_measure(presentation));
  if (table.rows.empty()) return head + ": nothing was found.";
  const bool compared = plan.comparison != Comparison::none;
  const std::size_t value = plan.dimensions.size() + (compared ? 1 : 0);
  if (value >= table.columns.size()) return head + ".";
  std::string text = head + ": ";
  const bool part = plan.dimensions.front().part && plan.frame != Frame::top;
  const bool series = time_dimension(plan) != nullptr && plan.dimensions.size() == 1 &&
                      plan.frame != Frame::top && !part;
  const bool one_value = table.columns.size() == value + 1 && !compared;
  if (series && one_value) return text + course_text(presentation, table) + cut_week(presentation);
  if (series) {
    text += group_text(presentation, table, table.rows.front(), value);
    if (table.rows.size() > 1)
      text += " to " + group_text(presentation, table, table.rows.back(), value);
    text += plan.period && plan.period->partial ? ", the last still running." : ".";
    return text + cut_week(presentation);
  }
  if (plan.dimensions.size() == 1 && part) return text + extremes(table, value) + ".";
  return text + named_groups(presentation, table, value);
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
  std::string head = subject(presentation);
  const QueryPlan& plan = *presentation.plan;
  if (plan.limit_within)
    head += ", the first " + std::to_string(plan.limit.value_or(1)) + " of each " +
            inside_sentence(field_label(*presentation.meaning, *plan.limit_within));
  head += period_phrase(presentation, is_state_measure(presentation));
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
  if (auto form = form_sentence(presentation, table)) return *std::move(form);
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
