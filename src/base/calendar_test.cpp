#include "base/calendar.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

[[nodiscard]] LocalDay day(std::string_view text) {
  return parse_day(text).value_or(LocalDay());
}

TEST(Calendar, a_day_is_written_with_ten_bytes_and_read_from_nothing_else) {
  EXPECT_EQ(day_text(day("2026-11-21")), "2026-11-21");
  EXPECT_EQ(day_text(day("0007-01-02")), "0007-01-02");
  for (const char* text : {"", "2026-11", "2026-11-21 ", "2026-1-021", "2026/11/21", "2026-11-2x",
                           "2026-13-01", "2026-00-01", "2026-02-29", "2026-11-00", "-026-11-21"})
    EXPECT_FALSE(parse_day(text)) << text;
  EXPECT_TRUE(parse_day("2024-02-29"));
}

TEST(Calendar, a_day_that_the_month_lacks_becomes_its_last_one) {
  EXPECT_EQ(day_text(add(day("2026-01-31"), Grain::month, 1)), "2026-02-28");
  EXPECT_EQ(day_text(add(day("2024-01-31"), Grain::month, 1)), "2024-02-29");
  EXPECT_EQ(day_text(add(day("2024-02-29"), Grain::year, -1)), "2023-02-28");
  EXPECT_EQ(day_text(add(day("2026-11-30"), Grain::quarter, 1)), "2027-02-28");
}

TEST(Calendar, a_week_begins_where_the_organization_lets_it_begin) {
  // 21 November 2026 is a Saturday.
  EXPECT_EQ(weekday_of(day("2026-11-21")), 5);
  EXPECT_EQ(day_text(start_of(Grain::week, day("2026-11-21"), WeekStart::monday)), "2026-11-16");
  EXPECT_EQ(day_text(start_of(Grain::week, day("2026-11-21"), WeekStart::sunday)), "2026-11-15");
  EXPECT_EQ(day_text(start_of(Grain::week, day("2026-11-22"), WeekStart::monday)), "2026-11-16");
  EXPECT_EQ(day_text(start_of(Grain::week, day("2026-11-22"), WeekStart::sunday)), "2026-11-22");
}

TEST(Calendar, quarters_begin_in_january_april_july_and_october) {
  const auto quarter = [](std::string_view text) {
    return day_text(start_of(Grain::quarter, day(text), WeekStart::monday));
  };
  EXPECT_EQ(quarter("2026-03-31"), "2026-01-01");
  EXPECT_EQ(quarter("2026-04-01"), "2026-04-01");
  EXPECT_EQ(quarter("2026-12-31"), "2026-10-01");
}

TEST(Calendar, months_roll_into_other_years) {
  EXPECT_EQ(day_text(first_of_month(2026, 0)), "2025-12-01");
  EXPECT_EQ(day_text(first_of_month(2026, 13)), "2027-01-01");
  EXPECT_EQ(day_text(first_of_month(2026, -12)), "2024-12-01");
}

TEST(Calendar, a_year_has_53_iso_weeks_only_when_its_thursdays_say_so) {
  // ISO 8601: 2026 begins on a Thursday and so has 53 weeks; 2025 has 52.
  EXPECT_EQ(day_text(iso_week(2026, 1).value_or(LocalDay())), "2025-12-29");
  EXPECT_TRUE(iso_week(2026, 53));
  EXPECT_FALSE(iso_week(2025, 53));
  EXPECT_FALSE(iso_week(2026, 0));
}

TEST(Calendar, the_next_weekday_may_be_today) {
  EXPECT_EQ(day_text(next_weekday(day("2026-11-21"), 5)), "2026-11-21");
  EXPECT_EQ(day_text(next_weekday(day("2026-11-21"), 0)), "2026-11-23");
}

}  // namespace
}  // namespace sluice
