// Periods that a vendor cuts or refuses.
#include "sandbox/engine.h"
#include "sandbox/known_time.h"

#include <gtest/gtest.h>

namespace sluice::sandbox {
namespace {

constexpr std::string_view file = R"({"vendor": "v", "tools": {
  "cut": {"kind": "list", "rows_path": "$", "envelope": {}, "paging": null, "items": "rows",
    "filters": [{"argument": "from", "field": "at", "op": "gte"}, {"argument": "to", "field": "at", "op": "lte"}],
    "max_range_days": {"from": "from", "to": "to", "days": 31, "beyond": "keeps the last 31 days"}},
  "strict": {"kind": "list", "rows_path": "$", "envelope": {}, "paging": null, "items": "rows",
    "filters": [{"argument": "from", "field": "at", "op": "gte"}],
    "max_range_days": {"from": "from", "to": "to", "days": 31, "beyond": "is refused"}},
  "report": {"kind": "aggregate", "rows_path": "$", "envelope": {"asked": null}, "paging": null, "items": "rows",
    "date_field": "at", "measures": {"fixed": ["n"]}, "group_by": {"fixed": []},
    "range": {"from": "from", "to": "to", "inclusive": true, "max_days": 90}, "filters": []}},
 "collections": {"rows": [{"at": "2026-08-01T00:00:00Z", "n": 1}, {"at": "2026-10-01T00:00:00Z", "n": 2},
  {"at": "2026-10-31T00:00:00Z", "n": 4}]}})";

Value result(std::string_view tool, const Value& arguments) {
  const auto world = World::load(file);
  EXPECT_TRUE(world) << world.error();
  const FixedClock clock(known_instant("2026-11-21T12:00:00Z"));
  const TimeZone zone = known_zone("UTC");
  return Engine(*world, clock, zone).call(tool, arguments);
}

std::string text(std::string_view tool, const Value& arguments) {
  return as_text(result(tool, arguments)["content"][0]["text"]);
}

std::size_t rows(std::string_view tool, const Value& arguments) {
  return Value::parse(text(tool, arguments)).size();
}

TEST(AskedRange, beyond_the_vendors_bound_keeps_its_end_without_a_word) {
  EXPECT_EQ(rows("cut", {{"from", "2026-07-01T00:00:00Z"}, {"to", "2026-11-01T00:00:00Z"}}), 2U);
  EXPECT_EQ(rows("cut", {{"from", "2026-07-01T00:00:00Z"}, {"to", "2026-08-01T00:00:00Z"}}), 1U);
}

TEST(AskedRange, of_exactly_the_bound_is_whole) {
  EXPECT_EQ(rows("cut", {{"from", "2026-10-01T00:00:00Z"}, {"to", "2026-11-01T00:00:00Z"}}), 2U);
  // An hour more, as local days over the end of summer time are, cuts the first row off.
  EXPECT_EQ(rows("cut", {{"from", "2026-10-01T00:00:00Z"}, {"to", "2026-11-01T01:00:00Z"}}), 1U);
}

TEST(AskedRange, without_an_end_reaches_to_now_and_without_a_start_is_no_range) {
  EXPECT_EQ(rows("cut", {{"from", "2026-07-01T00:00:00Z"}}), 1U);
  EXPECT_EQ(rows("cut", {{"to", "2026-11-01T00:00:00Z"}}), 3U);
}

TEST(AskedRange, may_be_refused_instead) {
  EXPECT_EQ(text("strict", {{"from", "2026-07-01T00:00:00Z"}}), "the range is longer than 31 days");
  EXPECT_EQ(rows("strict", {{"from", "2026-10-30T00:00:00Z"}}), 1U);
}

TEST(AskedRange, of_a_report_has_its_bound_in_days_that_both_belong) {
  EXPECT_TRUE(result("report", {{"from", "2026-08-01"}, {"to", "2026-10-30"}}).contains("isError"));
  EXPECT_FALSE(
      result("report", {{"from", "2026-08-02"}, {"to", "2026-10-30"}}).contains("isError"));
}

TEST(Aggregate, without_groups_and_without_a_place_for_rows_is_one_object) {
  EXPECT_EQ(
      Value::parse(text("report", {{"from", "2026-09-01"}, {"to", "2026-10-31"}, {"asked", "x"}})),
      Value({{"asked", "x"}, {"n", 6}}));
}

}  // namespace
}  // namespace sluice::sandbox
