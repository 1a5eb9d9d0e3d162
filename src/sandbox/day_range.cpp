#include "sandbox/day_range.h"

#include "base/text.h"

#include <array>
#include <charconv>

namespace sluice::sandbox {
namespace {

using std::chrono::days;

Day first_of(Grain grain, Day day) {
  return start_of(grain, day, WeekStart::monday);
}

std::optional<int> digits(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// mStart, -1mStart, -1mEnd, yStart, -1yEnd.
std::optional<Day> start_or_end_word(std::string_view word, Day today) {
  const bool ends = word.ends_with("End");
  if (!ends && !word.ends_with("Start")) return std::nullopt;
  word.remove_suffix(ends ? 3 : 5);
  if (word.empty()) return std::nullopt;
  const char unit = word.back();
  word.remove_suffix(1);
  const auto count = word.empty() ? std::optional<int>(0) : digits(word);
  if (!count) return std::nullopt;
  if (unit == 'd') return today + days(*count);
  const Grain step = unit == 'y' ? Grain::year : Grain::month;
  if (unit != 'm' && unit != 'y') return std::nullopt;
  const Day start = add(first_of(step, today), step, *count);
  return ends ? add(start, step, 1) - days(1) : start;
}

// -7d, -2w, -3m, -1y, -24h: back from today. 7daysAgo likewise.
std::optional<Day> back_word(std::string_view word, Day today) {
  if (word.ends_with("daysAgo")) {
    const auto count = digits(word.substr(0, word.size() - 7));
    return count ? std::optional(today - days(*count)) : std::nullopt;
  }
  if (!word.starts_with('-') || word.size() < 3) return std::nullopt;
  const auto count = digits(word.substr(1, word.size() - 2));
  if (!count) return std::nullopt;
  switch (word.back()) {
    case 'h': return today - days(*count / 24);
    case 'd': return today - days(*count);
    case 'w': return today - days(*count * 7);
    case 'm': return add(today, Grain::month, -*count);
    case 'y': return add(today, Grain::year, -*count);
    default: return std::nullopt;
  }
}

std::optional<Day> day_of_word(std::string_view word, Day today) {
  if (word == "today" || word == "now") return today;
  if (word == "yesterday") return today - days(1);
  if (const auto day = back_word(word, today)) return day;
  if (const auto day = start_or_end_word(word, today)) return day;
  return day_in(word);
}

// One word for a whole range.
std::optional<DayRange> range_of_word(std::string_view word, Day today) {
  const Day month = first_of(Grain::month, today);
  // "This" ends today, "last" ends with its last whole day: as the vendors' reports do it.
  if (word == "this_month") return DayRange{month, today};
  if (word == "last_month") return DayRange{add(month, Grain::month, -1), month - days(1)};
  if (word == "this_year") return DayRange{first_of(Grain::year, today), today};
  if (word == "today") return DayRange{today, today};
  if (word == "yesterday") return DayRange{today - days(1), today - days(1)};
  if (word == "maximum") return DayRange{};
  std::string_view count = word;
  if (count.starts_with("last_")) count.remove_prefix(5);
  const bool spelled = count.ends_with("_days");
  if (!spelled && !count.ends_with('d')) return std::nullopt;
  count.remove_suffix(spelled ? 5 : 1);
  const auto number = digits(count);
  if (!number || *number < 1) return std::nullopt;
  return DayRange{today - days(*number), today - days(1)};
}

std::expected<std::optional<Day>, std::string> end_at(const Value& value, Day today) {
  if (value.is_null()) return std::optional<Day>();
  const auto day = day_of_word(as_text(value), today);
  if (!day) return std::unexpected("cannot read the date " + as_text(value));
  return day;
}

bool is_half_open(const Value& form) {
  return member_of(form, "half_open") == Value(true) ||
         member_of(form, "inclusive") == Value(false);
}

}  // namespace

std::optional<Day> day_in(std::string_view text) {
  constexpr std::size_t dashed = 10;
  constexpr std::size_t plain = 8;
  constexpr std::size_t month_only = 7;
  std::optional<int> year;
  std::optional<int> month;
  std::optional<int> day;
  if (text.size() >= dashed && text[4] == '-' && text[7] == '-') {
    year = digits(text.substr(0, 4));
    month = digits(text.substr(5, 2));
    day = digits(text.substr(8, 2));
  } else if (text.size() == month_only && text[4] == '-') {
    year = digits(text.substr(0, 4));
    month = digits(text.substr(5, 2));
    day = 1;
  } else if (text.size() == plain) {
    year = digits(text.substr(0, 4));
    month = digits(text.substr(4, 2));
    day = digits(text.substr(6, 2));
  }
  if (!year || !month || !day) return std::nullopt;
  return day_of(*year, *month, *day);
}

std::optional<Grain> grain_named(std::string_view name) {
  const std::string word = lower(name);
  if (word.starts_with("d")) return Grain::day;
  if (word.starts_with("w")) return Grain::week;
  if (word.starts_with("m")) return Grain::month;
  if (word.starts_with("q")) return Grain::quarter;
  if (word.starts_with("y")) return Grain::year;
  return std::nullopt;
}

std::expected<DayRange, std::string> range_of(const Value& form, const Arguments& arguments,
                                              Day today) {
  if (!form.is_object()) return DayRange{};
  Value holder = arguments.find(text_of(form, "argument", "$none"));
  const std::string preset = text_of(form, "presets_argument");
  if (holder.is_null() && !preset.empty()) holder = arguments.find(preset);
  if (holder.is_null() && form.contains("default")) holder = form["default"];
  if (holder.is_array()) holder = holder.empty() ? Value() : holder.front();
  if (holder.is_string()) {
    const auto range = range_of_word(as_text(holder), today);
    if (!range) return std::unexpected("cannot read the period " + as_text(holder));
    return *range;
  }
  const Arguments inner(holder);
  const Arguments& source = holder.is_object() ? inner : arguments;
  const auto first = end_at(source.find(text_of(form, "from", "start")), today);
  const auto last = end_at(source.find(text_of(form, "to", "end")), today);
  if (!first) return std::unexpected(first.error());
  if (!last) return std::unexpected(last.error());
  DayRange range{*first, *last};
  // The file says which vendor's end is left out; inside, both ends always belong.
  if (range.last && is_half_open(form)) range.last = *range.last - days(1);
  const Value& most = member_of(form, "max_days");
  if (most.is_number_integer() && range.first &&
      range.last.value_or(today) - *range.first >= days(most.get<int>()))
    return std::unexpected("the period is longer than " + as_text(most) + " days");
  return range;
}

}  // namespace sluice::sandbox
