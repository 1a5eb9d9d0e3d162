#include "sandbox/engine.h"
#include "sandbox/known_time.h"

#include <gtest/gtest.h>

namespace sluice::sandbox {
namespace {

constexpr std::string_view file = R"({"vendor": "v", "tools": {
  "report": {"kind": "aggregate", "rows_path": "$.data", "envelope": {}, "paging": null,
    "items_by": {"argument": "board", "map": {"1": "items", "2": "nothing"}},
    "filters": [{"argument": "state", "field": "c.state", "op": "eq"}],
    "aggregate": {"measures": {"argument": "aggregations", "function": "function", "column": "columnId"},
      "group_by": {"argument": "groupBy"}, "path": "c.{column}"}},
  "metric": {"kind": "aggregate", "rows_path": "$.data", "envelope": {}, "paging": null, "items": "records",
    "filters": [], "aggregate": {"measures": {"argument": "metric", "function": "type", "column": "attribute"},
      "group_by": {"argument": "group_by[].attribute",
        "paths": ["values.{attribute}[0].actor_id", "values.{attribute}[0].*"]},
      "path": "values.{attribute}[].*"}}},
 "collections": {"nothing": [], "items": [
   {"c": {"state": "open", "hours": 3, "who": "Ann"}}, {"c": {"state": "done", "hours": 8, "who": "Bob"}},
   {"c": {"state": "open", "hours": 4, "who": "Ann"}}, {"c": {"state": "open", "hours": null, "who": "Cy"}}],
  "records": [{"values": {"stage": [{"status": "won"}], "owner": [{"actor_type": "member", "actor_id": "m1"}], "value": [{"amount": 5, "code": "USD"}]}},
   {"values": {"stage": [{"status": "lost"}], "value": [{"amount": 7, "code": "USD"}]}},
   {"values": {"stage": [{"status": "won"}], "value": []}}]}})";

std::string asked(std::string_view tool, const char* arguments) {
  const auto world = World::load(file);
  EXPECT_TRUE(world) << world.error();
  const FixedClock clock(known_instant("2026-11-21T12:00:00Z"));
  const TimeZone zone = known_zone("UTC");
  const Value whole = Engine(*world, clock, zone).call(tool, Value::parse(arguments));
  const std::string text = as_text(whole["content"][0]["text"]);
  return whole.contains("isError") ? "refused: " + text : Value::parse(text)["data"].dump();
}

TEST(ItemReport, counts_sums_and_bounds_the_items_of_each_group) {
  EXPECT_EQ(
      asked("report", R"({"board": 1, "groupBy": ["state"], "aggregations": [
              {"function": "COUNT_ITEMS"}, {"function": "SUM", "columnId": "hours"},
              {"function": "MAX", "columnId": "hours"}, {"function": "COUNT_DISTINCT", "columnId": "who"}]})"),
      R"([{"state":"open","COUNT_ITEMS":3,"SUM_hours":7.0,"MAX_hours":4.0,"COUNT_DISTINCT_who":2},)"
      R"({"state":"done","COUNT_ITEMS":1,"SUM_hours":8.0,"MAX_hours":8.0,"COUNT_DISTINCT_who":1}])");
}

TEST(ItemReport, leaves_nulls_out_of_means_medians_and_counts_of_values) {
  EXPECT_EQ(asked("report", R"({"board": 1, "state": "open", "aggregations": [
              {"function": "AVERAGE", "columnId": "hours"}, {"function": "COUNT", "columnId": "hours"}]})"),
            R"([{"AVERAGE_hours":3.5,"COUNT_hours":2}])");
  EXPECT_EQ(asked("report",
                  R"({"board": 1, "aggregations": [{"function": "MEDIAN", "columnId": "hours"}]})"),
            R"([{"MEDIAN_hours":4.0}])");
}

TEST(ItemReport, of_nothing_is_one_row_without_groups_and_none_with_them) {
  EXPECT_EQ(asked("report", R"({"board": 2})"), R"([{"COUNT":0}])");
  EXPECT_EQ(asked("report", R"({"board": 1, "state": "lost", "groupBy": ["who"]})"), "[]");
}

TEST(ItemReport, takes_one_metric_as_an_object) {
  EXPECT_EQ(
      asked("metric", R"({"metric": {"type": "count"}, "group_by": [{"attribute": "stage"}]})"),
      R"([{"stage":"won","count":2},{"stage":"lost","count":1}])");
  EXPECT_EQ(
      asked("metric", R"({"metric": {"type": "count"}, "group_by": [{"attribute": "owner"}]})"),
      R"([{"owner":"m1","count":1},{"owner":null,"count":2}])");
  EXPECT_EQ(asked("metric", R"({"metric": {"type": "sum", "attribute": "value"}})"),
            R"([{"sum_value":12.0}])");
}

TEST(ItemReport, refuses_functions_and_columns_that_are_not_there) {
  EXPECT_EQ(asked("report",
                  R"({"board": 1, "aggregations": [{"function": "LABEL", "columnId": "who"}]})"),
            "refused: unknown function LABEL");
  EXPECT_EQ(asked("report", R"({"board": 1, "groupBy": ["colour"]})"),
            "refused: unknown column colour");
  EXPECT_EQ(asked("report", R"({"board": 1, "aggregations": [{"function": "SUM"}]})"),
            "refused: SUM needs a columnId");
}

}  // namespace
}  // namespace sluice::sandbox
