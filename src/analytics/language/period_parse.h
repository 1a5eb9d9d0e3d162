#pragma once
#include "analytics/language/period.h"
#include "base/calendar.h"

#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

// Inside of the time grammar (period*.cpp): words, and the parts of an expression. A rule looks at
// the words from one place on and gives what it read and where it stopped, or nothing.
namespace sluice::analytics::period_grammar {

struct Word {
  std::string text;  // Lower case; one sign; or digits.
  std::size_t offset = 0;
  std::size_t length = 0;
  int number = -1;     // Of digits.
  bool glued = false;  // Nothing between it and the word before.
};

// Letters and digits apart ("Q3" is two words, glued), every other sign a word of its own.
[[nodiscard]] std::vector<Word> scan(std::string_view text);

// A month, quarter, half or day of a month that named no year: which one is decided later.
struct Yearless {
  Grain unit = Grain::month;  // year: a half; day: a day of a month
  int number = 1;
  int day = 0;
};

struct Stretch {
  LocalDay start;
  LocalDay end;
  std::optional<Grain> grain;
  std::optional<Yearless> yearless;
  bool forward = false;  // "next 30 days": never cut at today.
  bool open_start = false;
  bool bare = false;
  PeriodEdge edge = PeriodEdge::whole;
};

struct Reading {
  Stretch stretch;
  std::size_t next = 0;
};
using MaybeReading = std::optional<Reading>;

struct Scan {
  const std::vector<Word>& words;
  LocalDay today;
  WeekStart week = WeekStart::monday;

  [[nodiscard]] std::string_view at(std::size_t index) const {
    return index < words.size() ? std::string_view(words[index].text) : std::string_view();
  }
  [[nodiscard]] int number(std::size_t index) const {
    return index < words.size() ? words[index].number : -1;
  }
  [[nodiscard]] bool glued(std::size_t index) const {
    return index < words.size() && words[index].glued;
  }
  [[nodiscard]] bool is(std::size_t index, std::initializer_list<std::string_view> any) const;
  // The index behind an optional word.
  [[nodiscard]] std::size_t skip(std::size_t index,
                                 std::initializer_list<std::string_view> any) const {
    return is(index, any) ? index + 1 : index;
  }
};

// The whole unit of this kind that the day lies in, moved by `shift` units.
[[nodiscard]] Stretch unit_stretch(Grain grain, LocalDay day, int shift, WeekStart week);
// A yearless thing in one year; nothing for 29 February of a common year.
[[nodiscard]] std::optional<Stretch> in_year(const Yearless& what, int year);
// ... in the latest year in which it has started.
[[nodiscard]] std::optional<Stretch> latest(const Yearless& what, LocalDay today);
// ... the first time that ends after the day.
[[nodiscard]] std::optional<Stretch> first_after(const Yearless& what, LocalDay day);

struct Counted {
  int count = 0;
  std::size_t next = 0;
};
// "3", "three", "twenty-five", "a couple of", "few"; with `article`, also "a" and "an".
[[nodiscard]] std::optional<Counted> read_count(const Scan& scan, std::size_t at, bool article);
// "3rd", "third", "twenty-first".
[[nodiscard]] std::optional<Counted> read_ordinal(const Scan& scan, std::size_t at);
// "2026", "'26" (with `short_form`).
[[nodiscard]] std::optional<Counted> read_year(const Scan& scan, std::size_t at, bool short_form);

[[nodiscard]] std::optional<Grain> unit_word(std::string_view word);
[[nodiscard]] std::optional<int> month_word(std::string_view word);    // 1 to 12
[[nodiscard]] std::optional<int> weekday_word(std::string_view word);  // 0 = Monday

// The rules, by file.
[[nodiscard]] MaybeReading read_relative(const Scan& scan, std::size_t at);  // "last 3 weeks"
[[nodiscard]] MaybeReading read_calendar(const Scan& scan, std::size_t at);  // "Q3 2026", "May"
[[nodiscard]] MaybeReading read_day(const Scan& scan, std::size_t at);       // "14 July", ISO
[[nodiscard]] MaybeReading read_nth(const Scan& scan, std::size_t at);       // "last day of May"
[[nodiscard]] MaybeReading read_edge(const Scan& scan, std::size_t at);      // "end of May"
[[nodiscard]] MaybeReading read_simple(const Scan& scan, std::size_t at);    // Longest of those.
[[nodiscard]] MaybeReading read_range(const Scan& scan, std::size_t at);     // "May to July"

}  // namespace sluice::analytics::period_grammar
