#include "analytics/language/period.h"

#include "base/json.h"
#include "base/time_format.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <string>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::string text_of(LocalDay day) {
  const std::chrono::year_month_day date(day);
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

[[nodiscard]] PeriodContext at(const char* now, const char* zone = "America/New_York") {
  return {*parse_rfc3339(now), *TimeZone::find(zone)};
}

[[nodiscard]] std::string read(const char* text, const PeriodContext& context) {
  const auto found = resolve_period(text, context);
  if (!found) return "none";
  std::string days =
      (found->open_start ? std::string("...") : text_of(found->start)) + " " + text_of(found->end);
  if (found->partial) days += " partial";
  if (found->future) days += " future";
  return days;
}

struct Case {
  const char* text;
  const char* days;
};

// Saturday, 21 November 2026, noon in New York.
constexpr Case cases[] = {
    {"today", "2026-11-21 2026-11-22 partial"},
    {"yesterday", "2026-11-20 2026-11-21"},
    {"tomorrow", "2026-11-22 2026-11-23 future"},
    {"the day before yesterday", "2026-11-19 2026-11-20"},
    {"this week", "2026-11-16 2026-11-22 partial"},
    {"last week", "2026-11-09 2026-11-16"},
    {"the week before last", "2026-11-02 2026-11-09"},
    {"next week", "2026-11-23 2026-11-30 future"},
    {"this month", "2026-11-01 2026-11-22 partial"},
    {"the current month", "2026-11-01 2026-11-22 partial"},
    {"last month", "2026-10-01 2026-11-01"},
    {"previous month", "2026-10-01 2026-11-01"},
    {"the past month", "2026-10-01 2026-11-01"},
    {"the month before last", "2026-09-01 2026-10-01"},
    {"next month", "2026-12-01 2027-01-01 future"},
    {"this quarter", "2026-10-01 2026-11-22 partial"},
    {"last quarter", "2026-07-01 2026-10-01"},
    {"the quarter before last", "2026-04-01 2026-07-01"},
    {"next quarter", "2027-01-01 2027-04-01 future"},
    {"this year", "2026-01-01 2026-11-22 partial"},
    {"last year", "2025-01-01 2026-01-01"},
    {"last full quarter", "2026-07-01 2026-10-01"},
    {"last calendar year", "2025-01-01 2026-01-01"},
    {"last 7 days", "2026-11-14 2026-11-21"},
    {"past 7 days", "2026-11-14 2026-11-21"},
    {"the last 30 days", "2026-10-22 2026-11-21"},
    {"last 90 days", "2026-08-23 2026-11-21"},
    {"last thirty days", "2026-10-22 2026-11-21"},
    {"trailing 30 days", "2026-10-22 2026-11-21"},
    {"last 8 weeks", "2026-09-21 2026-11-16"},
    {"over the last six months", "2026-05-01 2026-11-01"},
    {"last 12 months", "2025-11-01 2026-11-01"},
    {"last twelve months", "2025-11-01 2026-11-01"},
    {"TTM", "2025-11-01 2026-11-01"},
    {"past 2 quarters", "2026-04-01 2026-10-01"},
    {"last 2 years", "2024-01-01 2026-01-01"},
    {"in the last couple of weeks", "2026-11-02 2026-11-16"},
    {"next 30 days", "2026-11-21 2026-12-21 future"},
    {"next 2 months", "2026-12-01 2027-02-01 future"},
    {"month to date", "2026-11-01 2026-11-22 partial"},
    {"MTD", "2026-11-01 2026-11-22 partial"},
    {"QTD", "2026-10-01 2026-11-22 partial"},
    {"YTD", "2026-01-01 2026-11-22 partial"},
    {"year to date", "2026-01-01 2026-11-22 partial"},
    {"this month to date", "2026-11-01 2026-11-22 partial"},
    {"so far this week", "2026-11-16 2026-11-22 partial"},
    {"this year so far", "2026-01-01 2026-11-22 partial"},
    {"Q3", "2026-07-01 2026-10-01"},
    {"Q4", "2026-10-01 2026-11-22 partial"},
    {"Q3 2025", "2025-07-01 2025-10-01"},
    {"Q3 of 2025", "2025-07-01 2025-10-01"},
    {"Q1 '26", "2026-01-01 2026-04-01"},
    {"2025 Q4", "2025-10-01 2026-01-01"},
    {"2025Q4", "2025-10-01 2026-01-01"},
    {"Q2 last year", "2025-04-01 2025-07-01"},
    {"third quarter", "2026-07-01 2026-10-01"},
    {"the third quarter of 2025", "2025-07-01 2025-10-01"},
    {"1st quarter 2026", "2026-01-01 2026-04-01"},
    {"last quarter of 2025", "2025-10-01 2026-01-01"},
    {"H1", "2026-01-01 2026-07-01"},
    {"H2 2025", "2025-07-01 2026-01-01"},
    {"the first half of 2026", "2026-01-01 2026-07-01"},
    {"second half of last year", "2025-07-01 2026-01-01"},
    {"September", "2026-09-01 2026-10-01"},
    {"in December", "2025-12-01 2026-01-01"},
    {"November", "2026-11-01 2026-11-22 partial"},
    {"Sept 2025", "2025-09-01 2025-10-01"},
    {"September of last year", "2025-09-01 2025-10-01"},
    {"last September", "2026-09-01 2026-10-01"},
    {"last November", "2025-11-01 2025-12-01"},
    {"the month of May", "2026-05-01 2026-06-01"},
    {"2026-09", "2026-09-01 2026-10-01"},
    {"09/2026", "2026-09-01 2026-10-01"},
    {"2025", "2025-01-01 2026-01-01"},
    {"in 2026", "2026-01-01 2026-11-22 partial"},
    {"FY2025", "2025-01-01 2026-01-01"},
    {"FY26 Q2", "2026-04-01 2026-07-01"},
    {"February 2024", "2024-02-01 2024-03-01"},
    {"29 February 2024", "2024-02-29 2024-03-01"},
    {"29 February", "2024-02-29 2024-03-01"},
    {"29 February 2025", "none"},
    {"14 July", "2026-07-14 2026-07-15"},
    {"on July 14th, 2025", "2025-07-14 2025-07-15"},
    {"the 14th of July 2025", "2025-07-14 2025-07-15"},
    {"2026-10-05", "2026-10-05 2026-10-06"},
    {"03/04", "2026-03-04 2026-03-05"},
    {"3/4/2025", "2025-03-04 2025-03-05"},
    {"31/12/2025", "2025-12-31 2026-01-01"},
    {"on the 15th", "2026-11-15 2026-11-16"},
    {"the 20th of last month", "2026-10-20 2026-10-21"},
    {"on Monday", "2026-11-16 2026-11-17"},
    {"last Friday", "2026-11-20 2026-11-21"},
    {"Wednesday of last week", "2026-11-11 2026-11-12"},
    {"last weekend", "2026-11-14 2026-11-16"},
    {"week of October 6th", "2026-10-05 2026-10-12"},
    {"week 42 of 2026", "2026-10-12 2026-10-19"},
    {"2020-W53", "2020-12-28 2021-01-04"},
    {"week 53 of 2025", "none"},
    {"from 10 to 20 September", "2026-09-10 2026-09-21"},
    {"10-20 September 2025", "2025-09-10 2025-09-21"},
    {"July 13 to August 2", "2026-07-13 2026-08-03"},
    {"May to September", "2026-05-01 2026-10-01"},
    {"July to September 2025", "2025-07-01 2025-10-01"},
    {"from July 2025 to March 2026", "2025-07-01 2026-04-01"},
    {"November 2025 through January", "2025-11-01 2026-02-01"},
    {"between March and May", "2026-03-01 2026-06-01"},
    {"between 3 and 9 June", "2026-06-03 2026-06-10"},
    {"Q1 to Q3", "2026-01-01 2026-10-01"},
    {"2024-2025", "2024-01-01 2026-01-01"},
    {"from 2026-10-01 to 2026-10-15", "2026-10-01 2026-10-16"},
    {"since March", "2026-03-01 2026-11-22 partial"},
    {"since the quarter started", "2026-10-01 2026-11-22 partial"},
    {"since the month began", "2026-11-01 2026-11-22 partial"},
    {"since New Year", "2026-01-01 2026-11-22 partial"},
    {"since New Year's Day", "2026-01-01 2026-11-22 partial"},
    {"September a year ago", "2025-09-01 2025-10-01"},
    {"since the start of the year", "2026-01-01 2026-11-22 partial"},
    {"since last week", "2026-11-09 2026-11-22 partial"},
    {"after Q2", "2026-07-01 2026-11-22 partial"},
    {"before June", "... 2026-06-01"},
    {"before the end of June", "... 2026-07-01"},
    {"by June 10", "... 2026-06-11"},
    {"by yesterday", "... 2026-11-21"},
    {"up to June", "... 2026-07-01"},
    {"the 12 months to September", "2025-10-01 2026-10-01"},
    {"12 months ending 30 June 2026", "2025-07-01 2026-07-01"},
    {"the 7 days before 1 October", "2026-09-24 2026-10-01"},
    {"3 weeks ago", "2026-10-31 2026-11-01"},
    {"two quarters ago", "2026-04-01 2026-07-01"},
    {"first week of October", "2026-10-05 2026-10-12"},
    {"last day of February 2024", "2024-02-29 2024-03-01"},
    {"first two weeks of October", "2026-10-05 2026-10-19"},
    {"end of April", "2026-04-21 2026-05-01"},
    {"at the end of last month", "2026-10-21 2026-11-01"},
    {"beginning of 2026", "2026-01-01 2026-04-01"},
    {"mid March", "2026-03-11 2026-03-21"},
    {"the number of customers", "none"},
    {"25", "none"},
    {"this one", "none"},
    {"A4 A5", "none"},
};

TEST(Period, reads_what_business_people_write) {
  const PeriodContext context = at("2026-11-21T12:00:00-05:00");
  for (const Case& one : cases)
    EXPECT_EQ(read(one.text, context), one.days) << one.text;
}

TEST(Period, crosses_the_turn_of_the_year) {
  const PeriodContext context = at("2026-01-03T08:00:00-05:00");
  EXPECT_EQ(read("last month", context), "2025-12-01 2026-01-01");
  EXPECT_EQ(read("last quarter", context), "2025-10-01 2026-01-01");
  EXPECT_EQ(read("this week", context), "2025-12-29 2026-01-04 partial");
  EXPECT_EQ(read("Q4", context), "2025-10-01 2026-01-01");
  EXPECT_EQ(read("November to January", context), "2025-11-01 2026-01-04 partial");
}

TEST(Period, asks_the_zone_what_day_it_is) {
  // The same instant: still Saturday in New York, already Sunday in Auckland.
  EXPECT_EQ(read("yesterday", at("2026-11-21T20:00:00Z")), "2026-11-20 2026-11-21");
  EXPECT_EQ(read("yesterday", at("2026-11-21T20:00:00Z", "Pacific/Auckland")),
            "2026-11-21 2026-11-22");
}

TEST(Period, gives_daylight_saving_days_their_own_length) {
  const PeriodContext context = at("2026-11-21T12:00:00-05:00");
  const auto length = [&](const char* text) {
    const PeriodSpec spec = to_spec(*resolve_period(text, context), context);
    return std::chrono::duration_cast<std::chrono::hours>(spec.end - spec.start).count();
  };
  EXPECT_EQ(length("8 March 2026"), 23);
  EXPECT_EQ(length("1 November 2026"), 25);
  EXPECT_EQ(length("2 November 2026"), 24);
}

TEST(Period, ends_a_partial_one_now) {
  const PeriodContext context = at("2026-11-21T12:00:00-05:00");
  const PeriodSpec spec = to_spec(*resolve_period("this month", context), context);
  EXPECT_TRUE(spec.partial);
  EXPECT_EQ(spec.end, context.now);
  EXPECT_EQ(spec.grain, Grain::month);
}

TEST(Period, compares_with_the_unit_before_or_the_year_before) {
  const PeriodContext context = at("2026-11-21T12:00:00-05:00");
  const auto other = [&](const char* text, Comparison comparison) {
    const PeriodSpec spec = to_spec(*resolve_period(text, context), context);
    const PeriodSpec before = comparison_period(spec, comparison, context);
    return text_of(context.zone.day_of(before.start)) + " " +
           text_of(context.zone.day_of(before.end));
  };
  EXPECT_EQ(other("last month", Comparison::previous_period), "2026-09-01 2026-10-01");
  EXPECT_EQ(other("last quarter", Comparison::previous_period), "2026-04-01 2026-07-01");
  EXPECT_EQ(other("last quarter", Comparison::previous_year), "2025-07-01 2025-10-01");
  EXPECT_EQ(other("last 30 days", Comparison::previous_period), "2026-09-22 2026-10-22");
  EXPECT_EQ(other("this month", Comparison::previous_period), "2026-10-01 2026-10-22");
  EXPECT_EQ(other("March 2026", Comparison::previous_period), "2026-02-01 2026-03-01");
}

TEST(Period, finds_all_times_of_a_question_with_their_places) {
  const PeriodContext context = at("2026-11-21T12:00:00-05:00");
  const std::string text = "Did revenue in Q3 beat Q2, and what may come over 2000?";
  const auto found = find_periods(text, context);
  ASSERT_GE(found.size(), 2U);
  EXPECT_EQ(text.substr(found[0].offset, found[0].length), "Q3");
  EXPECT_EQ(text.substr(found[1].offset, found[1].length), "Q2");
  for (std::size_t i = 2; i < found.size(); ++i) {
    EXPECT_NE(found[i].text, "Q3");
  }
}

TEST(Period, leaves_names_that_look_like_times_alone) {
  const PeriodContext context = at("2026-11-21T12:00:00-05:00");
  for (const char* text : {"week 4 retention", "open issues in web-mar", "version v2026"}) {
    for (const FoundPeriod& found : find_periods(text, context))
      EXPECT_TRUE(found.bare) << text;
  }
}

TEST(Period, agrees_with_a_public_corpus_of_business_periods) {
  std::ifstream file(std::string(SLUICE_SOURCE_DIR) +
                     "/tests/corpora/duckling/business_periods.jsonl");
  const PeriodContext context = at("2013-02-12T04:30:00-02:00", "Etc/GMT+2");
  std::string line;
  int all = 0;
  int right = 0;
  while (std::getline(file, line)) {
    const Json json = Json::parse(line);
    const std::string start = json["start"].get<std::string>();
    const auto found = resolve_period(json["text"].get<std::string>(), context);
    ++all;
    if (!found) continue;
    const auto same = [&](LocalDay from, LocalDay to) {
      return text_of(from) == start && text_of(to) == json["end"].get<std::string>();
    };
    // Ours is the latest that has started, theirs the next one: a year or a week apart.
    const auto moved = [](LocalDay day, int years) {
      const std::chrono::year_month_day date(day);
      return LocalDay((date.year() + std::chrono::years(years)) / date.month() / date.day());
    };
    const std::chrono::days week(7);
    if (same(found->start, found->full_end) ||
        same(moved(found->start, 1), moved(found->full_end, 1)) ||
        same(found->start + week, found->full_end + week))
      ++right;
  }
  ASSERT_GT(all, 200);
  EXPECT_GE(right * 100, all * 85) << right << " of " << all;
  RecordProperty("right", right);
  RecordProperty("all", all);
}

TEST(Period, of_a_card_moves_on_and_an_edge_stays_an_edge) {
  const auto zone = TimeZone::find("America/New_York");
  ASSERT_TRUE(zone);
  const PeriodContext made{*parse_rfc3339("2026-10-15T13:00:00Z"), *zone};
  const PeriodContext later{*parse_rfc3339("2027-02-15T13:00:00Z"), *zone};
  const auto start_of_year = *resolve_period("at the start of the year", made);
  ASSERT_EQ(start_of_year.edge, PeriodEdge::start);
  const PeriodSpec instant =
      as_of_now(edge_of(to_spec(start_of_year, made), PeriodEdge::start, *zone), later);
  EXPECT_EQ(instant.start, *parse_rfc3339("2027-01-01T05:00:00Z"));
  EXPECT_EQ(instant.end, instant.start);
  const auto end_of_month = *resolve_period("at the end of last month", made);
  ASSERT_EQ(end_of_month.edge, PeriodEdge::end);
  const PeriodSpec day =
      as_of_now(edge_of(to_spec(end_of_month, made), PeriodEdge::end, *zone), later);
  EXPECT_EQ(day.start, *parse_rfc3339("2027-01-31T05:00:00Z"));
  EXPECT_EQ(day.end, *parse_rfc3339("2027-02-01T05:00:00Z"));
  const PeriodSpec quarter = as_of_now(to_spec(*resolve_period("last quarter", made), made), later);
  EXPECT_EQ(quarter.start, *parse_rfc3339("2026-10-01T04:00:00Z"));
  PeriodSpec fixed = quarter;
  fixed.text.clear();
  EXPECT_EQ(as_of_now(fixed, made).start, fixed.start);
}

TEST(Period, weeks_start_where_the_organization_lets_them) {
  // Saturday noon in New York, and the Sunday after it.
  const PeriodContext saturday{*parse_rfc3339("2026-11-21T12:00:00-05:00"),
                               *TimeZone::find("America/New_York"), WeekStart::sunday};
  PeriodContext sunday = saturday;
  sunday.now += std::chrono::hours(24);
  EXPECT_EQ(read("this week", saturday), "2026-11-15 2026-11-22 partial");
  EXPECT_EQ(read("last week", saturday), "2026-11-08 2026-11-15");
  EXPECT_EQ(read("last 3 weeks", saturday), "2026-10-25 2026-11-15");
  EXPECT_EQ(read("week to date", sunday), "2026-11-22 2026-11-23 partial");
  EXPECT_EQ(read("last week", sunday), "2026-11-15 2026-11-22");
  EXPECT_EQ(read("the week of October 7th", saturday), "2026-10-04 2026-10-11");
  EXPECT_EQ(read("Sunday of last week", saturday), "2026-11-08 2026-11-09");
  EXPECT_EQ(read("Monday of last week", saturday), "2026-11-09 2026-11-10");
  EXPECT_EQ(read("first week of November", saturday), "2026-11-01 2026-11-08");
  // The same whatever the setting.
  for (const char* text : {"week 42 of 2026", "last weekend", "last Monday", "Wednesday",
                           "last Friday of October", "last month", "the first Monday of May"}) {
    PeriodContext monday = saturday;
    monday.week = WeekStart::monday;
    EXPECT_EQ(read(text, saturday), read(text, monday)) << text;
  }
  const auto week = resolve_period("last week", saturday);
  const PeriodSpec before =
      comparison_period(to_spec(*week, saturday), Comparison::previous_period, saturday);
  EXPECT_EQ(text_of(saturday.zone.day_of(before.start)), "2026-11-01");
}

}  // namespace
}  // namespace sluice::analytics
