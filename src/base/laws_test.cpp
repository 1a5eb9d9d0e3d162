#include "base/base64.h"
#include "base/calendar.h"
#include "base/currency.h"
#include "base/test_laws.h"
#include "base/text.h"
#include "base/time_format.h"

// What holds for every text and every day, not for the examples alone that somebody thought of.
namespace sluice {
namespace {

using std::chrono::days;
using testing::expect_law;

// 1700 to 2300, as days from 1970.
[[nodiscard]] LocalDay any_day() {
  return LocalDay(days(*rc::gen::inRange(-98'000, 120'000)));
}

[[nodiscard]] Grain any_grain() {
  return *rc::gen::element(Grain::day, Grain::week, Grain::month, Grain::quarter, Grain::year);
}

[[nodiscard]] WeekStart any_week_start() {
  return *rc::gen::element(WeekStart::monday, WeekStart::sunday);
}

TEST(CalendarLaw, a_day_that_is_written_is_read_as_the_same) {
  expect_law([] {
    const LocalDay day = any_day();
    RC_ASSERT(parse_day(day_text(day)) == day);
    RC_ASSERT(day_of(year_of(day), month_of(day), day_of_month(day)) == day);
  });
}

TEST(CalendarLaw, every_day_lies_in_exactly_one_stretch_of_each_grain) {
  expect_law([] {
    const LocalDay day = any_day();
    const Grain grain = any_grain();
    const WeekStart week = any_week_start();
    const LocalDay start = start_of(grain, day, week);
    RC_ASSERT(start <= day);
    RC_ASSERT(day < add(start, grain, 1));
    RC_ASSERT(start_of(grain, start, week) == start);
    RC_ASSERT(start_of(grain, add(start, grain, 1), week) == add(start, grain, 1));
  });
}

TEST(CalendarLaw, what_is_added_to_a_start_can_be_taken_away_again) {
  expect_law([] {
    const Grain grain = any_grain();
    const LocalDay start = start_of(grain, any_day(), WeekStart::monday);
    const int count = *rc::gen::inRange(-400, 400);
    RC_ASSERT(add(add(start, grain, count), grain, -count) == start);
  });
}

TEST(CalendarLaw, adding_never_leaves_the_month_it_was_meant_to_reach) {
  expect_law([] {
    const LocalDay day = any_day();
    const int count = *rc::gen::inRange(-400, 400);
    const LocalDay there = add(day, Grain::month, count);
    RC_ASSERT(start_of(Grain::month, there, WeekStart::monday) ==
              add(start_of(Grain::month, day, WeekStart::monday), Grain::month, count));
    RC_ASSERT(day_of_month(there) <= day_of_month(day));
  });
}

TEST(CalendarLaw, weeks_by_iso_follow_each_other_without_a_gap) {
  expect_law([] {
    const int year = *rc::gen::inRange(1800, 2200);
    const int week = *rc::gen::inRange(1, 54);
    const auto monday = iso_week(year, week);
    if (!monday) {
      RC_ASSERT(week == 53);
      return;
    }
    RC_ASSERT(weekday_of(*monday) == 0);
    const auto next = iso_week(year, week + 1);
    RC_ASSERT((next ? *next : *iso_week(year + 1, 1)) == *monday + days(7));
  });
}

TEST(CalendarLaw, an_instant_that_is_written_is_read_as_the_same) {
  expect_law([] {
    const Instant at{std::chrono::milliseconds(
        *rc::gen::inRange<std::int64_t>(-2'000'000'000'000, 4'000'000'000'000))};
    RC_ASSERT(parse_rfc3339(to_rfc3339(at)) == at);
  });
}

TEST(TextLaw, what_was_split_is_joined_to_the_same) {
  expect_law([](const std::string& text) {
    const auto parts = split(text, ',');
    RC_ASSERT(joined({parts.begin(), parts.end()}, ",") == text);
    for (const std::string_view part : parts)
      RC_ASSERT(!part.contains(','));
  });
}

TEST(TextLaw, trimming_takes_blanks_alone_and_all_of_them) {
  expect_law([] {
    const auto pad = *rc::gen::container<std::string>(rc::gen::element(' ', '\t', '\n', '\r'));
    const auto text = *rc::gen::arbitrary<std::string>();
    const std::string padded = pad + text + pad;
    const std::string_view inner = trimmed(padded);
    RC_ASSERT(inner == trimmed(text));
    RC_ASSERT((inner.empty() || (!is_space(inner.front()) && !is_space(inner.back()))));
  });
}

TEST(TextLaw, cases_change_letters_and_nothing_else) {
  expect_law([](const std::string& text) {
    RC_ASSERT(equal_ignoring_case(lower(text), upper(text)));
    RC_ASSERT(lower(upper(text)) == lower(text));
    for (std::size_t at = 0; at < text.size(); ++at)
      RC_ASSERT((is_letter(text[at]) || lower(text)[at] == text[at]));
  });
}

TEST(TextLaw, replacing_leaves_none_of_what_it_took) {
  expect_law([](const std::string& text) {
    RC_ASSERT(!replaced(text, "a", "b").contains('a'));
    RC_ASSERT(replaced(text, "a", "a") == text);
  });
}

TEST(CodecLaw, bytes_come_back_from_base64) {
  expect_law([](const std::string& bytes) {
    RC_ASSERT(from_base64(to_base64(bytes)) == bytes);
    RC_ASSERT(from_base64url(to_base64url(bytes)) == bytes);
    RC_ASSERT(to_hex(bytes).size() == 2 * bytes.size());
  });
}

TEST(MoneyLaw, a_currency_is_the_same_in_every_case_and_has_minor_units_of_its_own) {
  expect_law([] {
    const auto code = *rc::gen::container<std::string>(3, rc::gen::inRange('a', char('z' + 1)));
    RC_ASSERT(currency_digits(upper(code)) == currency_digits(code));
    if (!is_currency_code(code)) return;
    RC_ASSERT(currency_digits(code).has_value());
    RC_ASSERT(lower(currency_text(code)) == code);
    RC_ASSERT(!is_currency_code(upper(code)));
  });
}

}  // namespace
}  // namespace sluice
