#include "analytics/computing/bands.h"

#include "analytics/computing/span_sql.h"
#include "base/time_format.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sluice::analytics {
namespace {

using Edges = std::vector<double>;

TEST(Bands, are_of_one_round_width_with_all_that_is_far_above_in_the_last) {
  EXPECT_EQ(round_edges({3, 590, 90'000}, true), (Edges{100, 200, 300, 400, 500, 600}));
  EXPECT_EQ(round_edges({1'200, 4'100, 4'100}, true),
            (Edges{1'500, 2'000, 2'500, 3'000, 3'500, 4'000, 4'500}));
}

TEST(Bands, of_small_whole_numbers_are_no_narrower_than_one) {
  EXPECT_EQ(round_edges({0, 2, 3}, true), (Edges{1, 2}));
  EXPECT_EQ(round_edges({0, 0.3, 0.4}, false).front(), 0.05);
}

TEST(Bands, of_numbers_that_are_all_the_same_part_below_and_from_it_on) {
  EXPECT_EQ(round_edges({0, 0, 0}, true), (Edges{1}));
  EXPECT_FALSE(round_edges({250, 250, 250}, true).empty());
}

TEST(Bands, begin_below_nought_where_numbers_do) {
  const Edges edges = round_edges({-40, 55, 60}, true);
  EXPECT_EQ(edges.front(), -20);
  EXPECT_EQ(edges.back(), 60);
}

TEST(Bands, are_called_by_the_edges_they_lie_between) {
  const Edges edges{1'000, 2'500.5};
  EXPECT_EQ(band_label(edges, 0, "usd"), "under $1,000");
  EXPECT_EQ(band_label(edges, 1, "usd"), "$1,000 to under $2,500.50");
  EXPECT_EQ(band_label(edges, 2, "count"), "2,500.5 and more");
}

[[nodiscard]] TimeZone new_york() {
  return *TimeZone::find("America/New_York");
}

TEST(LocalHour, follows_the_clock_through_the_change_of_summer_time) {
  const std::string sql =
      local_hour_sql({"t", "timestamp"}, new_york(), *parse_rfc3339("2026-10-01T04:00:00Z"),
                     *parse_rfc3339("2026-12-01T05:00:00Z"));
  // Clocks went back at 06:00 UTC on November 1.
  EXPECT_EQ(sql,
            "hour(t + to_minutes(CASE WHEN t < TIMESTAMP '2026-11-01 06:00:00.000' THEN -240 ELSE "
            "-300 END))");
}

TEST(LocalHour, of_a_wall_clock_is_as_it_reads_and_of_a_day_unknown) {
  const Instant from = *parse_rfc3339("2026-10-01T04:00:00Z");
  EXPECT_EQ(local_hour_sql({"t", "local"}, new_york(), from, from), "hour(t)");
  EXPECT_EQ(local_hour_sql({"t", "date"}, new_york(), from, from), "NULL");
}

TEST(InPeriod, takes_days_whole_and_wall_clocks_as_they_read) {
  PeriodSpec period;
  period.start = *parse_rfc3339("2026-07-01T04:00:00Z");
  period.end = *parse_rfc3339("2026-08-01T04:00:00Z");
  EXPECT_EQ(in_period({"t", "date"}, period, new_york()),
            "t >= DATE '2026-07-01' AND t < DATE '2026-08-01'");
  EXPECT_EQ(in_period({"t", "local"}, period, new_york()),
            "t >= TIMESTAMP '2026-07-01 00:00:00.000' AND t < TIMESTAMP '2026-08-01 00:00:00.000'");
  period.open_start = true;
  EXPECT_EQ(in_period({"t", "timestamp"}, period, new_york()),
            "t < TIMESTAMP '2026-08-01 04:00:00.000'");
}

}  // namespace
}  // namespace sluice::analytics
