#include "analytics/answering/chart.h"

#include <gtest/gtest.h>

namespace sluice::analytics {
namespace {

const Reference amount{.vendor = "v", .entry = "e", .name = "amount"};

analyst::Table table(std::vector<analyst::Column> columns, std::size_t rows) {
  analyst::Table made{.columns = std::move(columns)};
  for (std::size_t at = 0; at < rows; ++at) {
    std::vector<Json> cells;
    for (std::size_t column = 0; column < made.columns.size(); ++column)
      cells.emplace_back(at);
    made.rows.push_back(std::move(cells));
  }
  return made;
}

QueryPlan plan(Frame frame, std::vector<std::optional<Grain>> grains = {}) {
  QueryPlan made;
  made.frame = frame;
  made.measures = {amount};
  for (const auto& grain : grains)
    made.dimensions.push_back({.field = amount, .grain = grain});
  return made;
}

const analyst::Column money{.name = "amount", .type = "decimal", .unit = "usd"};
const analyst::Column percent{.name = "rate", .type = "decimal", .unit = "percent"};
const analyst::Column month{.name = "month", .type = "month"};
const analyst::Column day{.name = "day", .type = "day"};
const analyst::Column country{.name = "country", .type = "text"};

TEST(ChartRule, one_number_is_a_number) {
  EXPECT_EQ(choose_chart(plan(Frame::total), table({money}, 1), "").mark, Mark::number);
}

TEST(ChartRule, a_series_is_a_line_and_a_short_sum_by_month_bars) {
  const auto trend = plan(Frame::trend, {Grain::month});
  EXPECT_EQ(choose_chart(trend, table({month, money}, 12), "").mark, Mark::bar);
  EXPECT_EQ(choose_chart(trend, table({month, money}, 13), "").mark, Mark::line);
  EXPECT_EQ(choose_chart(trend, table({month, percent}, 6), "").mark, Mark::line);
  EXPECT_EQ(choose_chart(plan(Frame::trend, {Grain::day}), table({day, money}, 7), "").mark,
            Mark::line);
}

TEST(ChartRule, a_breakdown_is_bars_that_lie_with_the_rest_as_other) {
  const Chart chart = choose_chart(plan(Frame::breakdown, {std::nullopt}),
                                   table({country, money}, 30), "By country");
  EXPECT_EQ(
      to_json(chart).dump(),
      R"({"mark":"bar","title":"By country","x":"country","y":["amount"],"series":null,)"
      R"("horizontal":true,"stacked":false,"partial_last":false,"partial":false,"sort":"descending",)"
      R"("format":"currency","unit":"usd","shown_max":20})");
}

TEST(ChartRule, different_units_never_share_an_axis) {
  const Chart chart =
      choose_chart(plan(Frame::trend, {Grain::month}), table({month, money, percent}, 3), "");
  EXPECT_EQ(chart.y, std::vector<std::string>{"amount"});
}

TEST(ChartRule, two_groups_are_stacked_or_a_heat_map) {
  const auto two = plan(Frame::breakdown, {std::nullopt, std::nullopt});
  EXPECT_EQ(choose_chart(two, table({country, country, money}, 4), "").mark, Mark::stacked_bar);
  EXPECT_EQ(choose_chart(two, table({country, country, money}, 40), "").mark, Mark::heatmap);
}

TEST(ChartRule, the_questions_own_word_wins_where_it_fits) {
  auto hinted = plan(Frame::breakdown, {std::nullopt});
  hinted.chart_hint = "pie";
  EXPECT_EQ(choose_chart(hinted, table({country, money}, 3), "").mark, Mark::pie);
  hinted.chart_hint = "number";
  EXPECT_EQ(choose_chart(hinted, table({country, money}, 3), "").mark, Mark::bar);
}

TEST(PlanJson, comes_back_as_it_was) {
  QueryPlan query = plan(Frame::top, {Grain::week, std::nullopt});
  query.filters = {{.field = amount, .op = FilterOp::in, .values = {"a", 1, true}}};
  query.part = {{.field = amount, .op = FilterOp::is_null, .values = {}}};
  query.having = {{.measure = amount, .op = FilterOp::gte, .value = 3}};
  query.derivation = Derivation::percent;
  query.period = PeriodSpec{};
  query.period->text = "last quarter";
  query.period->grain = Grain::quarter;
  query.time = Reference{.vendor = "v", .entry = "e", .name = "customers.created"};
  query.comparison = Comparison::previous_year;
  query.restriction = Restriction{.key = amount, .measure = amount, .count = 3, .largest = false};
  query.order = OrderBy{.by_measure = false, .descending = false};
  query.limit = 7;
  query.columns = {amount};
  query.timezone = "Europe/Prague";
  query.unused_words = {"kindly"};
  const auto again = plan_from_json(to_json(query));
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(to_json(*again), to_json(query));
  EXPECT_EQ(again->time->name, "customers.created");
  query.comparison = Comparison::named_period;
  query.other_period = PeriodSpec{};
  query.other_period->text = "March";
  const auto compared = plan_from_json(to_json(query));
  ASSERT_TRUE(compared) << compared.error();
  EXPECT_EQ(compared->other_period->text, "March");
  query.transform = Transform::moving_average;
  query.window = 4;
  query.change = Change::percent;
  query.rest = true;
  query.currency = "eur";
  query.dimensions.push_back(
      {.field = {"v", "e", "t"}, .grain = Grain::day, .part = DatePart::weekday});
  const auto formed = plan_from_json(to_json(query));
  ASSERT_TRUE(formed) << formed.error();
  EXPECT_EQ(to_json(*formed), to_json(query));
}

TEST(PlanJson, names_the_member_that_is_wrong) {
  for (const auto& [text, name] : std::vector<std::pair<const char*, const char*>>{
           {R"({"frame":"pie"})", "frame"},
           {R"({"measures":["mrr"]})", "measures"},
           {R"({"period":{"start":"soon"}})", "period"},
           {R"({"filters":[{"field":"a.b.c","op":"like"}]})", "op"},
           {R"({"comparison":"named_period"})", "named period"},
           {R"({"transform":"moving_average"})", "window"},
           {R"({"transform":"moving_average","window":367})", "window"},
           {R"({"transform":"sideways"})", "transform"},
           {R"({"restriction":{"count":0}})", "restriction"}}) {
    const auto plan_or = plan_from_json(Json::parse(text));
    ASSERT_FALSE(plan_or) << text;
    EXPECT_NE(plan_or.error().find(name), std::string::npos) << plan_or.error();
  }
}

}  // namespace
}  // namespace sluice::analytics
