#include "sandbox/engine.h"
#include "sandbox/known_time.h"

#include <gtest/gtest.h>

namespace sluice::sandbox {
namespace {

// What the tool of a world answers, as JSON.
Value answer(std::string_view file, std::string_view tool, const char* arguments) {
  const auto world = World::load(file);
  EXPECT_TRUE(world) << world.error();
  const FixedClock clock(known_instant("2026-11-21T12:00:00Z"));
  const TimeZone zone = known_zone("UTC");
  const Value whole = Engine(*world, clock, zone).call(tool, Value::parse(arguments));
  EXPECT_FALSE(whole.contains("isError")) << whole.dump();
  return Value::parse(whole["content"][0]["text"].get<std::string>());
}

constexpr std::string_view active_people = R"({"vendor": "v", "tools": {
  "active": {"kind": "aggregate", "rows_path": "$.data", "envelope": {}, "content": "json-text",
    "paging": null, "tables": ["active"], "measures": {"fixed": ["users"]},
    "group_by": {"argument": "interval", "values": {"1": "day", "7": "week"}, "field": "date"},
    "range": {"from": "start", "to": "end", "inclusive": true}, "filters": []}},
  "collections": {}, "facts": {"active": {"dimensions": ["interval", "date"], "measures": ["users"],
    "rows": [["day", "2026-11-02", 5], ["day", "2026-11-03", 6], ["week", "2026-11-02", 9],
             ["month", "2026-11-01", 20]]}}})";

// The same people are counted once a day, once a week and once a month: no sum of these is a number
// of people.
TEST(Aggregate, people_of_one_size_of_interval_are_not_added_to_those_of_another) {
  const Value weeks = answer(active_people, "active", R"({"interval": "7"})")["data"];
  ASSERT_EQ(weeks.size(), 1u) << weeks.dump();
  EXPECT_EQ(weeks[0]["users"], 9);
  const Value days = answer(active_people, "active", "{}")["data"];
  ASSERT_EQ(days.size(), 2u) << days.dump();
  EXPECT_EQ(days[0]["users"], 5);
}

constexpr std::string_view campaigns = R"({"vendor": "v", "tools": {
  "report": {"kind": "aggregate", "rows_path": "$.results", "envelope": {}, "content": "json-text",
    "paging": null, "items": "campaigns", "date_field": "_sent",
    "measures": {"argument": "statistics", "derived": {"open_rate": "opens / delivered"}},
    "group_by": {"argument": "groupBy", "default": ["campaign"], "under": "groupings"}}},
  "collections": {"campaigns": [
    {"groupings": {"campaign": "a"}, "_sent": "2026-11-20T15:00:00Z", "statistics": {"opens": 3, "delivered": 6}},
    {"groupings": {"campaign": "b"}, "_sent": "2026-11-19T15:00:00Z", "statistics": {"opens": 1, "delivered": 4}}]},
  "facts": {}})";

TEST(Aggregate, statistics_and_dimensions_are_found_in_the_members_that_rows_keep_them_in) {
  const Value results =
      answer(campaigns, "report", R"({"statistics": ["opens", "open_rate"]})")["results"];
  ASSERT_EQ(results.size(), 2u) << results.dump();
  EXPECT_EQ(results[0]["groupings"]["campaign"], "a");
  EXPECT_EQ(results[0]["statistics"]["opens"], 3);
  EXPECT_EQ(results[0]["statistics"]["open_rate"], 0.5);
}

}  // namespace
}  // namespace sluice::sandbox
