#include "analytics/reading/time_pieces.h"

#include <string_view>
#include <utility>
#include <vector>

namespace sluice::analytics {
namespace {

constexpr int days_per_week = 7;
constexpr int hours_per_day = 24;

// From one to the other, the last one included or not, over the end of the week or the day.
[[nodiscard]] std::vector<int> turn(int from, int until, int size, bool with_last) {
  std::vector<int> values;
  for (int at = from; at != until; at = (at + 1) % size)
    values.push_back(at);
  if (with_last) values.push_back(until);
  return values;
}

// "Between 1 and 5 pm" may begin in the night: an hour without its half is read only where the
// other half of the day would not fit as well.
[[nodiscard]] std::optional<int> first_hour(std::size_t bare, const SaidHour& last) {
  constexpr int noon = 12;
  if (bare > hours_per_day) return std::nullopt;
  const int hour = static_cast<int>(bare) % hours_per_day;
  const bool either = last.of_day && hour <= noon && hour % noon + noon < last.hour;
  return either ? std::nullopt : std::optional(hour);
}

}  // namespace

std::optional<Piece> at_days(const GrammarRule& rule, const Captured& captured) {
  constexpr int friday = 4;
  constexpr int saturday = 5;
  constexpr int sunday = 6;
  std::string_view of = rule.of;
  AtParts made{DatePart::weekday, {}, of.starts_with("not_")};
  if (made.negated) of.remove_prefix(std::string_view("not_").size());
  const std::vector<int>& said = captured.weekdays;
  if (of == "weekend") made.values = {saturday, sunday};
  if (of == "workdays") made.values = turn(0, friday, days_per_week, true);
  if (of == "named") made.values = said;
  if (of == "range") made.values = turn(said.front(), said.back(), days_per_week, true);
  for (int& day : made.values)
    ++day;
  if (made.values.empty()) return std::nullopt;
  return made;
}

std::optional<Piece> at_hours(const GrammarRule& rule, const Captured& captured) {
  if (captured.hours.empty()) return std::nullopt;
  int from = captured.hours.front().hour;
  int until = captured.hours.back().hour;
  // "Before 9 and after 18": from the later one on, over midnight.
  if (rule.of == "around") std::swap(from, until);
  if (rule.of == "before") from = 0;
  if (rule.of == "from") until = 0;
  if (const auto bare = captured.first_number()) {
    const auto first = first_hour(*bare, captured.hours.back());
    if (!first) return std::nullopt;
    from = *first;
  }
  AtParts made{DatePart::hour, turn(from, until, hours_per_day, false), rule.of == "outside"};
  if (made.values.empty()) return std::nullopt;
  return made;
}

}  // namespace sluice::analytics
