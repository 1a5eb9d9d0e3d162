#include "analytics/language/fold.h"
#include "analytics/language/number_words.h"
#include "analytics/language/period_parse.h"
#include "base/text.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics::period_grammar {
namespace {

enum class Kind { letters, digits, sign, space };

[[nodiscard]] Kind kind_of(char c) {
  if (is_digit(c)) return Kind::digits;
  if (is_letter(c) || c == unreadable_letter) return Kind::letters;
  if (is_space(c)) return Kind::space;
  return Kind::sign;
}

constexpr int digits_max = 6;  // A longer run of digits is no part of a date.

[[nodiscard]] int number_of(std::string_view digits) {
  if (digits.size() > digits_max) return -1;
  int value = 0;
  for (const char c : digits)
    value = value * 10 + (c - '0');
  return value;
}

using Names = std::pair<std::string_view, int>;

constexpr std::array<Names, 26> months{{
    {"january", 1},   {"jan", 1},   {"february", 2},  {"feb", 2},      {"march", 3},
    {"mar", 3},       {"april", 4}, {"apr", 4},       {"may", 5},      {"june", 6},
    {"jun", 6},       {"july", 7},  {"jul", 7},       {"august", 8},   {"aug", 8},
    {"september", 9}, {"sep", 9},   {"sept", 9},      {"october", 10}, {"oct", 10},
    {"november", 11}, {"nov", 11},  {"december", 12}, {"dec", 12},     {"febuary", 2},
    {"setember", 9},
}};

constexpr std::array<Names, 25> weekdays{{
    {"monday", 0},     {"mon", 0},       {"tuesday", 1}, {"tue", 1},       {"tues", 1},
    {"wednesday", 2},  {"wed", 2},       {"weds", 2},    {"thursday", 3},  {"thu", 3},
    {"thur", 3},       {"thurs", 3},     {"friday", 4},  {"fri", 4},       {"saturday", 5},
    {"sat", 5},        {"sunday", 6},    {"sun", 6},     {"mondays", 0},   {"tuesdays", 1},
    {"wednesdays", 2}, {"thursdays", 3}, {"fridays", 4}, {"saturdays", 5}, {"sundays", 6},
}};

constexpr std::array<std::pair<std::string_view, Grain>, 20> units{{
    {"day", Grain::day},         {"days", Grain::day},         {"d", Grain::day},
    {"week", Grain::week},       {"weeks", Grain::week},       {"wk", Grain::week},
    {"wks", Grain::week},        {"month", Grain::month},      {"months", Grain::month},
    {"mth", Grain::month},       {"mths", Grain::month},       {"mo", Grain::month},
    {"quarter", Grain::quarter}, {"quarters", Grain::quarter}, {"qtr", Grain::quarter},
    {"qtrs", Grain::quarter},    {"year", Grain::year},        {"years", Grain::year},
    {"yr", Grain::year},         {"yrs", Grain::year},
}};

template <class Table>
[[nodiscard]] auto look_up(const Table& table, std::string_view word)
    -> std::optional<decltype(table.front().second)> {
  const auto found =
      std::find_if(table.begin(), table.end(), [&](const auto& row) { return row.first == word; });
  if (found == table.end()) return std::nullopt;
  return found->second;
}

constexpr int century = 2000;
constexpr int short_year_pivot = 70;  // '70 to '99 are of the last century.

}  // namespace

std::vector<Word> scan(std::string_view written) {
  const FoldedText folded = fold(written);
  const std::string_view text = folded.text;
  std::vector<Word> words;
  std::size_t at = 0;
  bool spaced = true;
  while (at < text.size()) {
    const Kind kind = kind_of(text[at]);
    std::size_t end = at + 1;
    while (kind != Kind::sign && end < text.size() && kind_of(text[end]) == kind)
      ++end;
    if (kind == Kind::space) {
      spaced = true;
      at = end;
      continue;
    }
    Word word{std::string(text.substr(at, end - at)), folded.offset(at), folded.length(at, end), -1,
              !spaced};
    if (kind == Kind::digits) word.number = number_of(word.text);
    words.push_back(std::move(word));
    spaced = false;
    at = end;
  }
  return words;
}

bool Scan::is(std::size_t index, std::initializer_list<std::string_view> any) const {
  return index < words.size() && std::find(any.begin(), any.end(), words[index].text) != any.end();
}

std::optional<Grain> unit_word(std::string_view word) {
  return look_up(units, word);
}
std::optional<int> month_word(std::string_view word) {
  return look_up(months, word);
}
std::optional<int> weekday_word(std::string_view word) {
  return look_up(weekdays, word);
}

std::optional<Counted> read_count(const Scan& scan, std::size_t at, bool article) {
  if (scan.number(at) >= 0) return Counted{scan.number(at), at + 1};
  if (scan.is(at, {"a", "an"})) {
    const auto inner = cardinal_word(scan.at(at + 1));
    if (inner && scan.is(at + 1, {"couple", "few", "dozen"}))
      return Counted{*inner, scan.skip(at + 2, {"of"})};
    if (!article) return std::nullopt;
    return Counted{1, at + 1};
  }
  const auto value = cardinal_word(scan.at(at));
  if (!value) return std::nullopt;
  std::size_t next = at + 1;
  if (scan.is(at, {"couple"})) next = scan.skip(next, {"of"});
  if (!is_tens_word(scan.at(at))) return Counted{*value, next};
  const std::size_t unit_at = scan.skip(next, {"-"});
  const auto unit = cardinal_word(scan.at(unit_at));
  if (unit && *unit > 0 && *unit < 10) return Counted{*value + *unit, unit_at + 1};
  return Counted{*value, next};
}

std::optional<Counted> read_ordinal(const Scan& scan, std::size_t at) {
  if (scan.number(at) > 0 && is_ordinal_suffix(scan.at(at + 1)) && scan.glued(at + 1))
    return Counted{scan.number(at), at + 2};
  if (const auto value = ordinal_word(scan.at(at))) return Counted{*value, at + 1};
  if (!is_tens_word(scan.at(at))) return std::nullopt;
  const std::size_t unit_at = scan.skip(at + 1, {"-"});
  const auto tens = cardinal_word(scan.at(at));
  const auto unit = ordinal_word(scan.at(unit_at));
  if (!tens || !unit || *unit > 9) return std::nullopt;
  return Counted{*tens + *unit, unit_at + 1};
}

std::optional<Counted> read_year(const Scan& scan, std::size_t at, bool short_form) {
  const int number = scan.number(at);
  constexpr int year_min = 1900;
  constexpr int year_max = 2199;
  const auto whole = [&](std::size_t index) {
    return scan.words[index].text.size() == 4 && scan.number(index) >= year_min &&
           scan.number(index) <= year_max;
  };
  if (number >= 0 && whole(at)) return Counted{number, at + 1};
  if (!short_form) return std::nullopt;
  const std::size_t digits = scan.skip(at, {"'"});
  if (scan.number(digits) < 0 || scan.words[digits].text.size() != 2) return std::nullopt;
  const int two = scan.number(digits);
  return Counted{two >= short_year_pivot ? century - 100 + two : century + two, digits + 1};
}

Stretch unit_stretch(Grain grain, LocalDay day, int shift, WeekStart week) {
  const LocalDay start = add(start_of(grain, day, week), grain, shift);
  return Stretch{.start = start, .end = add(start, grain, 1), .grain = grain, .yearless = {}};
}

std::optional<Stretch> in_year(const Yearless& what, int year) {
  constexpr int months_per_half = 6;
  constexpr int months_per_quarter = 3;
  Stretch result;
  result.yearless = what;
  if (what.unit == Grain::day) {
    const auto day = day_of(year, what.number, what.day);
    if (!day) return std::nullopt;
    result.start = *day;
    result.end = *day + std::chrono::days(1);
    result.grain = Grain::day;
    return result;
  }
  const int length = what.unit == Grain::month     ? 1
                     : what.unit == Grain::quarter ? months_per_quarter
                                                   : months_per_half;
  result.start = first_of_month(year, (what.number - 1) * length + 1);
  result.end = add(result.start, Grain::month, length);
  if (what.unit != Grain::year) result.grain = what.unit;
  return result;
}

std::optional<Stretch> latest(const Yearless& what, LocalDay today) {
  constexpr int leap_cycle = 8;  // 29 February is at most eight years away.
  for (int back = 0; back <= leap_cycle; ++back) {
    const auto found = in_year(what, year_of(today) - back);
    if (found && found->start <= today) return found;
  }
  return std::nullopt;
}

std::optional<Stretch> first_after(const Yearless& what, LocalDay day) {
  for (int ahead = 0; ahead <= 1; ++ahead) {
    const auto found = in_year(what, year_of(day) + ahead);
    if (found && found->end > day) return found;
  }
  return std::nullopt;
}

}  // namespace sluice::analytics::period_grammar

namespace sluice::analytics {

std::optional<int> weekday_named(std::string_view word) {
  return period_grammar::weekday_word(word);
}

}  // namespace sluice::analytics
