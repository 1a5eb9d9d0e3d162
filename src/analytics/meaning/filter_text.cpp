#include "analytics/meaning/filter_text.h"

#include "analytics/language/number_text.h"
#include "analytics/meaning/labels.h"
#include "analytics/meaning/length.h"
#include "analytics/meaning/row_facts.h"
#include "base/text.h"
#include "base/time_format.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

namespace sluice::analytics {
namespace {

[[nodiscard]] bool is_moment(const catalog::Field* field) {
  return field != nullptr && (field->type == "timestamp" || field->type == "date");
}

[[nodiscard]] std::string value_text(const Json& value, const catalog::Field* field,
                                     const TimeZone& zone) {
  if (value.is_number()) return number_text(value, "");
  if (!value.is_string()) return to_wire(value);
  const auto text = value.get<std::string>();
  for (std::size_t at = 0; field != nullptr && at < field->values.size(); ++at)
    if (field->values[at].value == text && !field->values[at].label.empty())
      return field->values[at].label;
  if (!is_moment(field)) return text;
  const auto instant = parse_rfc3339(text.size() == 10 ? text + "T12:00:00Z" : text);
  return instant ? long_day_text(zone.day_of(*instant)) : text;
}

[[nodiscard]] std::string values_text(const Filter& filter, const catalog::Field* field,
                                      const TimeZone& zone, std::string_view between) {
  std::string text;
  for (const Json& value : filter.values) {
    if (!text.empty()) text += between;
    text += value_text(value, field, zone);
  }
  return text;
}

[[nodiscard]] std::optional<Length> length_of(const Meaning& meaning, const Reference& reference) {
  const catalog::Entry* entry = meaning.entry(reference);
  return entry == nullptr ? std::nullopt : length_named(*entry, reference.name);
}

// The word of a bound: numbers are over, days are after.
[[nodiscard]] std::string bound_word(FilterOp op, bool moment) {
  switch (op) {
    case FilterOp::gt: return moment ? " after " : " over ";
    case FilterOp::gte: return moment ? " since " : " at least ";
    case FilterOp::lt: return moment ? " before " : " under ";
    case FilterOp::lte: return moment ? " until " : " at most ";
    // No bounds: filter_text() has words of their own for them.
    case FilterOp::eq:
    case FilterOp::ne:
    case FilterOp::in:
    case FilterOp::not_in:
    case FilterOp::contains:
    case FilterOp::is_null:
    case FilterOp::is_not_null: return " ";
  }
  return " ";
}

constexpr std::array<const char*, 7> weekdays{"Mondays", "Tuesdays",  "Wednesdays", "Thursdays",
                                              "Fridays", "Saturdays", "Sundays"};
constexpr int hours_per_day = 24;

[[nodiscard]] std::string weekday_text(int day) {
  return weekdays.at(static_cast<std::size_t>(day - 1) % weekdays.size());
}

[[nodiscard]] std::string clock_text(int hour) {
  return std::to_string(hour) + ":00";
}

// "On Saturdays and Sundays", "between 9:00 and 17:00", by whose clock.
[[nodiscard]] std::string part_text(const Filter& filter, const TimeZone& zone) {
  const std::string sense = filter.op == FilterOp::not_in ? "not " : "";
  if (filter.part == DatePart::weekday) return sense + "on " + weekdays_text(filter.values);
  const auto stretch = stretch_of(filter.values);
  std::string text;
  if (!stretch) {
    for (const Json& hour : filter.values)
      text += (text.empty() ? "in the hours from " : ", ") + clock_text(hour.get<int>());
  } else if (stretch->from == 0) {
    text = "before " + clock_text(stretch->until);
  } else if (stretch->until == 0) {
    text = "from " + clock_text(stretch->from) + " on";
  } else {
    text = "between " + clock_text(stretch->from) + " and " + clock_text(stretch->until);
  }
  return sense + text + " by the clock of " + replaced(zone.name(), "_", " ");
}

}  // namespace

std::string weekdays_text(const std::vector<Json>& days) {
  std::vector<int> numbers;
  for (const Json& day : days)
    numbers.push_back(day.get<int>());
  std::ranges::sort(numbers);
  constexpr std::size_t stretch_min = 3;
  const bool stretch = numbers.size() >= stretch_min &&
                       numbers.back() - numbers.front() + 1 == static_cast<int>(numbers.size());
  if (stretch) return weekday_text(numbers.front()) + " to " + weekday_text(numbers.back());
  std::string text;
  for (std::size_t at = 0; at < numbers.size(); ++at) {
    const bool last = at + 1 == numbers.size();
    text += (at == 0 ? "" : last ? " and " : ", ") + weekday_text(numbers[at]);
  }
  return text;
}

std::optional<HourStretch> stretch_of(const std::vector<Json>& hours) {
  std::array<bool, hours_per_day> within{};
  for (const Json& hour : hours)
    within.at(static_cast<std::size_t>(hour.get<int>())) = true;
  std::vector<int> begins;
  std::vector<int> ends;
  for (std::size_t at = 0; at < within.size(); ++at) {
    const std::size_t before = (at + within.size() - 1) % within.size();
    if (within.at(at) && !within.at(before)) begins.push_back(static_cast<int>(at));
    if (!within.at(at) && within.at(before)) ends.push_back(static_cast<int>(at));
  }
  if (begins.size() != 1 || ends.size() != 1) return std::nullopt;
  return HourStretch{begins.front(), ends.front()};
}

std::string filter_text(const Meaning& meaning, const Filter& filter, const TimeZone& zone) {
  if (filter.part) return part_text(filter, zone);
  const catalog::Field* field = meaning.field(filter.field);
  if (const auto length = length_of(meaning, filter.field); length && !filter.values.empty())
    return inside_sentence(label_of(*length)) + bound_word(filter.op, false) +
           number_text(filter.values.front(), length->unit);
  const std::string label = inside_sentence(field_label(meaning, filter.field));
  const bool yes_no = filter.values.size() == 1 && filter.values.front().is_boolean();
  if (yes_no) {
    const bool wanted = filter.values.front().get<bool>() == (filter.op != FilterOp::ne);
    return (wanted ? "" : "not ") + label;
  }
  switch (filter.op) {
    case FilterOp::eq:
    case FilterOp::in: return label + " " + values_text(filter, field, zone, " or ");
    case FilterOp::ne:
    case FilterOp::not_in: return label + " not " + values_text(filter, field, zone, " or ");
    case FilterOp::contains: return label + " with " + values_text(filter, field, zone, " and ");
    case FilterOp::is_null: return "no " + label;
    case FilterOp::is_not_null: return "with " + label;
    case FilterOp::gt:
    case FilterOp::gte:
    case FilterOp::lt:
    case FilterOp::lte:
      return label + bound_word(filter.op, is_moment(field)) +
             values_text(filter, field, zone, " and ");
  }
  return label;
}

std::string filter_text(const Meaning& meaning, const std::vector<Filter>& filters,
                        const TimeZone& zone) {
  std::string text;
  for (const Filter& filter : filters) {
    if (!text.empty()) text += ", ";
    text += filter_text(meaning, filter, zone);
  }
  return text;
}

std::string having_text(const Meaning& meaning, const Having& having) {
  const catalog::Entry* entry = meaning.entry(having.measure);
  const auto measure = entry == nullptr ? std::nullopt : measure_named(*entry, having.measure.name);
  // The currency of an amount is that of the answer, which the chart and the table say.
  const std::string unit = measure && measure->unit != "reporting" ? measure->unit : "";
  constexpr double exact_max = 1e15;
  const bool whole = std::floor(having.value) == having.value && std::abs(having.value) < exact_max;
  const Json value = whole ? Json(static_cast<std::int64_t>(having.value)) : Json(having.value);
  return inside_sentence(measure_label(meaning, having.measure)) + bound_word(having.op, false) +
         number_text(value, unit);
}

std::string having_text(const Meaning& meaning, const std::vector<Having>& having) {
  std::string text;
  for (const Having& each : having)
    text += (text.empty() ? "" : " and ") + having_text(meaning, each);
  return text;
}

std::string restriction_text(const Meaning& meaning, const Restriction& restriction) {
  const catalog::Entry* entry = meaning.entry(restriction.key);
  const bool of_rows = entry != nullptr && entry->name_field == restriction.key.name;
  const std::string what = of_rows ? entry->label : field_label(meaning, restriction.key);
  return std::to_string(restriction.count) + (restriction.largest ? " largest " : " smallest ") +
         inside_sentence(what) + " by " +
         inside_sentence(measure_label(meaning, restriction.measure));
}

std::string related_text(const Meaning& meaning, const Related& related, const TimeZone& zone) {
  const catalog::Entry* entry = meaning.entry(related.rows);
  const catalog::Measure* all = entry == nullptr ? nullptr : row_count_of(*entry);
  const bool of_all = all != nullptr && all->name == related.rows.name;
  std::string text = (related.present ? "with " : "without ") +
                     inside_sentence(of_all ? entry->label : measure_label(meaning, related.rows));
  if (!related.filters.empty()) text += ": " + filter_text(meaning, related.filters, zone);
  if (!related.period) return text;
  const PeriodSpec& period = *related.period;
  const LocalDay last = zone.day_of(period.end - std::chrono::milliseconds(1));
  if (period.open_start) return text + " up to " + long_day_text(last);
  return text + " from " + day_range_text(zone.day_of(period.start), last);
}

}  // namespace sluice::analytics
