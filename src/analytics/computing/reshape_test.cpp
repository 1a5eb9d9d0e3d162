#include "analytics/computing/reshape.h"

#include "analytics/meaning/meaning.h"

#include <gtest/gtest.h>

namespace sluice::analytics {
namespace {

using analyst::Table;

[[nodiscard]] Dimension field(std::string name, std::optional<Grain> grain = std::nullopt) {
  return {.field = {.vendor = "v", .entry = "e", .name = std::move(name)}, .grain = grain};
}

[[nodiscard]] Table series(std::vector<std::vector<Json>> rows) {
  return {.columns = {{.name = "month", .type = "month"},
                      {.name = "amount", .type = "decimal", .unit = "usd"}},
          .rows = std::move(rows)};
}

TEST(Reshape, leaves_a_plan_without_a_form_alone) {
  QueryPlan plan;
  plan.dimensions = {field("t", Grain::month)};
  const Table table = series({{"2026-01", 1.5}, {"2026-02", nullptr}});
  EXPECT_EQ(reshaped(plan, table).rows, table.rows);
}

TEST(Reshape, a_running_total_adds_each_bucket_to_those_before_it_and_an_empty_one_adds_nothing) {
  QueryPlan plan;
  plan.transform = Transform::running_total;
  plan.dimensions = {field("t", Grain::month)};
  const Table table =
      reshaped(plan, series({{"2026-01", 0.1}, {"2026-02", nullptr}, {"2026-03", 0.2}}));
  const std::vector<std::vector<Json>> wanted{{"2026-01", 0.1}, {"2026-02", 0.1}, {"2026-03", 0.3}};
  EXPECT_EQ(table.rows, wanted);
}

TEST(Reshape, a_running_total_keeps_the_groups_apart) {
  QueryPlan plan;
  plan.transform = Transform::running_total;
  plan.dimensions = {field("t", Grain::month), field("team")};
  const Table table = reshaped(
      plan,
      {.columns = {{.name = "month", .type = "month"},
                   {.name = "team", .type = "text"},
                   {.name = "n", .type = "integer", .unit = "count"}},
       .rows = {
           {"2026-01", "A", 1}, {"2026-01", "B", 10}, {"2026-02", "A", 2}, {"2026-02", "B", 20}}});
  EXPECT_EQ(table.rows[2][2], 3);
  EXPECT_EQ(table.rows[3][2], 30);
}

TEST(Reshape, a_moving_average_takes_the_buckets_before_the_period_and_shows_only_the_asked_ones) {
  QueryPlan plan;
  plan.transform = Transform::moving_average;
  plan.window = 3;
  plan.dimensions = {field("t", Grain::month)};
  EXPECT_EQ(buckets_before(plan), 2U);
  const Table table = reshaped(
      plan, series({{"2026-01", 3}, {"2026-02", 6}, {"2026-03", 9}, {"2026-04", nullptr}}));
  const std::vector<std::vector<Json>> wanted{{"2026-03", 6.0}, {"2026-04", 5.0}};
  EXPECT_EQ(table.rows, wanted);
}

TEST(Reshape, days_are_gathered_by_their_weekday_from_monday_on) {
  QueryPlan plan;
  plan.dimensions = {field("t", Grain::day)};
  plan.dimensions[0].part = DatePart::weekday;
  const Table table =
      reshaped(plan, {.columns = {{.name = "day", .type = "day"},
                                  {.name = "n", .type = "integer", .unit = "count"}},
                      .rows = {{"2026-11-15", 4},     // A Sunday,
                               {"2026-11-16", 1},     // a Monday
                               {"2026-11-23", 2}}});  // and the next one.
  const std::vector<std::vector<Json>> wanted{{"Monday", 3}, {"Sunday", 4}};
  EXPECT_EQ(table.rows, wanted);
  EXPECT_EQ(table.columns[0].name, "weekday");
}

TEST(Reshape, the_others_are_one_row_with_all_that_the_first_ones_are_not) {
  QueryPlan plan;
  plan.frame = Frame::top;
  plan.limit = 2;
  plan.rest = true;
  plan.dimensions = {field("owner")};
  const Table table =
      reshaped(plan, {.columns = {{.name = "owner", .type = "text"},
                                  {.name = "n", .type = "integer", .unit = "count"}},
                      .rows = {{"Ada", 9}, {nullptr, 8}, {"Bo", 5}, {"Cy", 2}, {"Di", 1}}});
  const std::vector<std::vector<Json>> wanted{{"Ada", 9}, {"Bo", 5}, {"Other", 11}};
  EXPECT_EQ(table.rows, wanted);
}

TEST(Reshape, the_others_are_not_taken_for_a_group_of_that_name) {
  QueryPlan plan;
  plan.frame = Frame::top;
  plan.limit = 1;
  plan.rest = true;
  plan.dimensions = {field("reason")};
  const Table table =
      reshaped(plan, {.columns = {{.name = "reason", .type = "text"},
                                  {.name = "n", .type = "integer", .unit = "count"}},
                      .rows = {{"other", 9}, {"price", 5}}});
  EXPECT_EQ(table.rows[1], (std::vector<Json>{"All others", 5}));
}

TEST(Reshape, a_change_in_percent_is_of_the_earlier_value_and_of_nothing_there_is_none) {
  QueryPlan plan;
  plan.comparison = Comparison::previous_period;
  plan.change = Change::percent;
  plan.dimensions = {field("team")};
  const Table table =
      with_change(plan, {.columns = {{.name = "team", .type = "text"},
                                     {.name = "previous_n", .type = "integer", .unit = "count"},
                                     {.name = "n", .type = "integer", .unit = "count"}},
                         .rows = {{"A", 8, 10}, {"B", 0, 3}, {"C", nullptr, 2}, {"D", 10, 5}}});
  EXPECT_EQ(table.columns.back().unit, "percent");
  EXPECT_EQ(table.rows[0][0], "D");  // What moved most stands first.
  EXPECT_EQ(table.rows[0][3], -50.0);
  EXPECT_EQ(table.rows[1][3], 25.0);
  EXPECT_TRUE(table.rows[2][3].is_null());
  EXPECT_TRUE(table.rows[3][3].is_null());
}

TEST(Reshape, what_each_group_gave_to_a_change_is_later_less_earlier) {
  QueryPlan plan;
  plan.comparison = Comparison::previous_period;
  plan.change = Change::absolute;
  plan.dimensions = {field("team")};
  const Table table =
      with_change(plan, {.columns = {{.name = "team", .type = "text"},
                                     {.name = "previous_n", .type = "integer", .unit = "count"},
                                     {.name = "n", .type = "integer", .unit = "count"}},
                         .rows = {{"A", 8, 10}, {"B", 9, nullptr}}});
  EXPECT_EQ(table.rows[0], (std::vector<Json>{"B", 9, nullptr, -9}));
  EXPECT_EQ(table.rows[1], (std::vector<Json>{"A", 8, 10, 2}));
}

TEST(Reshape, the_change_of_a_total_is_one_row) {
  QueryPlan plan;
  plan.comparison = Comparison::previous_period;
  plan.change = Change::percent;
  const Table table = change_of(plan, series({{"2026-01", 80.0}, {"2026-02", 100.0}}));
  ASSERT_EQ(table.rows.size(), 1U);
  EXPECT_EQ(table.rows[0], (std::vector<Json>{80.0, 100.0, 25.0}));
}

TEST(MeasureNamed, a_percentile_is_put_together_from_a_field_or_from_the_rows_of_a_measure) {
  catalog::Entry entry;
  entry.fields.push_back({});
  entry.fields.back().name = "amount";
  entry.fields.back().type = "money";
  catalog::Measure won;
  won.name = "won_amount";
  won.label = "Won amount";
  won.aggregation = catalog::Aggregation::sum;
  won.expression = "amount";
  won.filter = "stage = 'won'";
  entry.measures.push_back(won);
  const auto of_field = measure_named(entry, "percentile_90:amount");
  ASSERT_TRUE(of_field);
  EXPECT_EQ(of_field->aggregation, catalog::Aggregation::median);
  EXPECT_EQ(of_field->quantile, 0.9);
  const auto of_measure = measure_named(entry, "percentile_1:won_amount");
  ASSERT_TRUE(of_measure);
  EXPECT_EQ(of_measure->filter, won.filter);
  EXPECT_EQ(of_measure->label, "1st percentile of won amount");
  for (const char* wrong : {"percentile_0:amount", "percentile_100:amount", "percentile_:amount",
                            "percentile_9x:amount", "percentile_90:nothing", "distinct:won_amount"})
    EXPECT_FALSE(measure_named(entry, wrong)) << wrong;
}

[[nodiscard]] QueryPlan banded(std::vector<double> edges) {
  QueryPlan plan;
  plan.frame = Frame::distribution;
  plan.dimensions = {field("amount")};
  plan.bands = Bands{.edges = std::move(edges), .of_groups = false};
  return plan;
}

[[nodiscard]] Table places(std::vector<std::vector<Json>> rows) {
  return {.columns = {{.name = "amount", .type = "decimal", .unit = "usd"},
                      {.name = "n", .type = "integer", .unit = "count"}},
          .rows = std::move(rows)};
}

TEST(Reshape, places_among_edges_become_the_names_of_bands) {
  const Table table = reshaped(banded({10, 20}), places({{0, 4}, {1, 0}, {2, 1}}));
  const std::vector<std::vector<Json>> wanted{
      {"under $10", 4}, {"$10 to under $20", 0}, {"$20 and more", 1}};
  EXPECT_EQ(table.rows, wanted);
  EXPECT_EQ(table.columns[0].name, "band");
}

TEST(Reshape, a_band_below_nought_is_shown_only_where_something_falls_in_it) {
  EXPECT_EQ(reshaped(banded({0, 20}), places({{0, 0}, {1, 3}, {2, 1}})).rows.size(), 2U);
  EXPECT_EQ(reshaped(banded({0, 20}), places({{0, 2}, {1, 3}, {2, 1}})).rows.size(), 3U);
}

TEST(Reshape, parts_of_a_change_are_ranked_within_each_dimension_and_make_the_whole) {
  QueryPlan plan;
  plan.frame = Frame::breakdown;
  plan.dimensions = {field("owner"), field("plan")};
  plan.comparison = Comparison::previous_period;
  plan.change = Change::absolute;
  plan.each_dimension = true;
  const analyst::Column number{.name = "n", .type = "integer", .unit = "count"};
  Table table{
      .columns = {{.name = "by", .type = "text"}, {.name = "part", .type = "text"}, number, number},
      .rows = {{"Owner", "Ana", 5, 6},
               {"Owner", "Bo", 4, nullptr},  // Gone: all that it had.
               {"Plan", "Basic", nullptr, 3},
               {"Plan", "Scale", 9, 3}}};
  const Table ranked = with_change(plan, std::move(table));
  const std::vector<std::vector<Json>> wanted{{"Owner", "Bo", 4, nullptr, -4, 133.33},
                                              {"Owner", "Ana", 5, 6, 1, -33.33},
                                              {"Plan", "Scale", 9, 3, -6, 200.0},
                                              {"Plan", "Basic", nullptr, 3, 3, -100.0}};
  EXPECT_EQ(ranked.rows, wanted);
}

}  // namespace
}  // namespace sluice::analytics
