// What the rows of the catalog make of answers that look like the vendors' own: money, recurring
// revenue, and what is said where something is missing. The engine may change; these hold.
#include "analytics/asking/run_fixture.h"
#include "analytics/language/number_text.h"
#include "base/time_format.h"
#include "catalog/catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::analytics {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

Task<std::expected<std::string, sources::CallFailure>> reply_rows(Json rows) {
  const Json text = {{"object", "list"}, {"has_more", false}, {"data", std::move(rows)}};
  co_return Json{{"content", {{{"type", "text"}, {"text", text.dump()}}}}}.dump();
}

Instant at(const char* text) {
  return *parse_rfc3339(text);
}
std::int64_t seconds(const char* text) {
  return std::chrono::floor<std::chrono::seconds>(at(text).time_since_epoch()).count();
}

class VendorRows : public RunSuite {
 protected:
  static QueryPlan plan(const char* entry, const char* measure, const char* vendor = "stripe") {
    QueryPlan made;
    made.measures = {{.vendor = vendor, .entry = entry, .name = measure}};
    made.timezone = "America/New_York";
    return made;
  }
  static PeriodSpec october() {
    PeriodSpec period;
    period.start = at("2026-10-01T04:00:00Z");
    period.end = at("2026-11-01T04:00:00Z");
    period.grain = Grain::month;
    return period;
  }
  Answer run(QueryPlan query) {
    RunContext context;
    context.spawner = spawner().get();
    for (const char* slug : {"stripe", "hubspot"})
      context.vendors.push_back({.vendor = catalog_.find(slug)});
    context.rates = rates_;
    context.now = at("2026-11-21T17:00:00Z");
    context.deadline = Deadline::in(60s);
    context.call = [this](const sources::VendorCall& call) {
      ++calls_;
      return reply_rows(rows_.value(call.tool, Json::array()));
    };
    auto got = finished(run_plan(std::move(query), std::move(context)));
    if (got) return *std::move(got);
    Answer failed;
    failed.text = got.error().detail;
    return failed;
  }
  // The MRR of one subscription: an active one of $100 a month, changed by `more`.
  Answer mrr(const Json& more) {
    Json subscription = Json::parse(R"({"id":"sub_1","customer":"cus_1","status":"active",
      "currency":"usd","ended_at":null,"trial_end":null,"discounts":[],
      "items":{"data":[{"quantity":1,"price":{"product":"prod_1","unit_amount":10000,
                        "recurring":{"interval":"month","interval_count":1}}}]}})");
    subscription["start_date"] = seconds("2026-01-05T00:00:00Z");
    subscription.merge_patch(more);
    rows_ = {{"list_subscriptions", Json::array({subscription})}};
    return run(plan("subscriptions", "mrr"));
  }
  static Json items(const char* list) { return {{"items", {{"data", Json::parse(list)}}}}; }
  static Json item(const char* interval, int count, int amount) {
    return {{"items",
             {{"data",
               {{{"quantity", 1},
                 {"price",
                  {{"product", "prod_1"},
                   {"unit_amount", amount},
                   {"recurring", {{"interval", interval}, {"interval_count", count}}}}}}}}}}};
  }

  catalog::Catalog catalog_ = catalog::Catalog::embedded();
  analyst::CurrencyRates rates_{.reporting = "usd", .to_reporting = {{"eur", 1.08}}};
  Json rows_ = Json::object();
  int calls_ = 0;
};

TEST_F(VendorRows, recurring_revenue_is_the_monthly_value_of_every_kind_of_subscription) {
  const std::vector<std::pair<Json, double>> kinds = {
      {Json::object(), 100},
      {item("year", 1, 120000), 100},
      {item("month", 3, 30000), 100},
      {item("month", 6, 60000), 100},
      {item("year", 2, 240000), 100},
      {item("week", 1, 1000), 43.33},
      {item("week", 2, 2000), 43.33},
      {item("day", 1, 100), 30.42},
      {item("day", 30, 3000), 30.42},
      {items(R"([{"quantity":1,"price":{"unit_amount":10000,"recurring":{"interval":"month"}}},
                 {"quantity":2,"price":{"unit_amount":60000,"recurring":{"interval":"year"}}}])"),
       200},
      {items(R"([{"quantity":3,"price":{"unit_amount":10000,"recurring":{"interval":"month"}}}])"),
       300},
      {items(R"([{"quantity":1000,"price":{"unit_amount":null,"unit_amount_decimal":"0.5",
                 "recurring":{"interval":"month"}}}])"),
       5},
      {{{"currency", "eur"}}, 108},
      {{{"status", "incomplete"}}, 0},
      {{{"status", "incomplete_expired"}}, 0},
      {{{"status", "unpaid"}}, 0},
      {{{"status", "paused"}}, 0},
      {{{"status", "past_due"}}, 100},
      {{{"status", "trialing"}, {"trial_end", seconds("2026-12-01T00:00:00Z")}}, 0},
      {{{"cancel_at_period_end", true}}, 100},
      {{{"status", "canceled"}, {"ended_at", seconds("2026-10-01T00:00:00Z")}}, 0}};
  for (const auto& [more, wanted] : kinds) {
    const Answer answer = mrr(more);
    ASSERT_TRUE(answer.value) << more << answer.text;
    EXPECT_EQ(answer.value->value, wanted) << more;
    EXPECT_FALSE(answer.partial) << more << answer.text;
  }
}

TEST_F(VendorRows,
       a_coupon_for_ever_lowers_what_recurs_and_one_of_unknown_amount_makes_it_partial) {
  const auto discount = [](const char* coupon) {
    return Json{{"discount", {{"coupon", Json::parse(coupon)}}}, {"discounts", {"di_1"}}};
  };
  const auto listed = [](const char* list) { return Json{{"discounts", Json::parse(list)}}; };
  const std::vector<std::pair<Json, double>> known = {
      {discount(R"({"percent_off":50,"duration":"forever"})"), 50},
      {discount(R"({"amount_off":1500,"duration":"forever"})"), 85},
      {discount(R"({"amount_off":99999,"duration":"forever"})"), 0},
      {discount(R"({"percent_off":50,"duration":"once"})"), 100},
      {discount(R"({"percent_off":50,"duration":"repeating"})"), 100},
      {listed(R"([{"coupon":{"percent_off":20,"duration":"forever"}},
                  {"coupon":{"percent_off":50,"duration":"forever"}}])"),
       40},
      {listed(R"([{"coupon":{"amount_off":1000,"duration":"forever"}}])"), 90},
      {listed(R"([{"source":{"coupon":{"percent_off":25,"duration":"forever"}}}])"), 75},
      {items(R"([{"quantity":1,"price":{"unit_amount":10000,"recurring":{"interval":"month"}},
                 "discounts":[{"coupon":{"percent_off":10,"duration":"forever"}}]}])"),
       90}};
  for (const auto& [more, wanted] : known) {
    const Answer answer = mrr(more);
    EXPECT_EQ(answer.value->value, wanted) << more;
    EXPECT_FALSE(answer.partial) << more << answer.text;
  }
  const Json unknown[] = {
      listed(R"(["di_1"])"),
      listed(R"(["di_1", {"coupon":{"percent_off":5,"duration":"forever"}}])"),
      listed(
          R"([{"coupon":{"percent_off":5,"duration":"forever","applies_to":{"products":["p"]}}}])"),
      items(R"([{"quantity":1,"price":{"unit_amount":10000,"recurring":{"interval":"month"}},
                "discounts":["di_2"]}])")};
  for (const Json& more : unknown) {
    const Answer answer = mrr(more);
    EXPECT_TRUE(answer.partial) << more;
    EXPECT_THAT(answer.text, HasSubstr("discount")) << more;
  }
}

TEST_F(VendorRows, what_has_no_price_of_its_own_makes_the_answer_partial_in_words_table_and_chart) {
  for (
      const char* price :
      {R"({"unit_amount":null,"billing_scheme":"tiered","recurring":{"interval":"month"}})",
       R"({"unit_amount":500,"recurring":{"interval":"month","usage_type":"metered"}})",
       R"({"unit_amount":500,"transform_quantity":{"divide_by":10},"recurring":{"interval":"month"}})",
       R"({"unit_amount":null,"recurring":{"interval":"month"}})",
       R"({"unit_amount":500,"recurring":{"interval":"fortnight"}})", R"({"unit_amount":500})"}) {
    const Answer answer = mrr(
        items((R"([{"quantity":1,"price":)" + std::string(price) +
               R"(},{"quantity":1,"price":{"unit_amount":2000,"recurring":{"interval":"month"}}}])")
                  .c_str()));
    ASSERT_TRUE(answer.value) << price << answer.text;
    EXPECT_EQ(answer.value->value, 20) << price;
    EXPECT_THAT(answer.text, HasSubstr("does not count in full the subscriptions with metered"));
    const OrderedJson json = to_json(answer);
    EXPECT_TRUE(json["partial"] && json["table"]["partial"] && json["chart"]["partial"]) << json;
    EXPECT_EQ(json["caveats"].size(), 1U);
  }
}

TEST_F(VendorRows, the_definition_of_what_is_counted_is_shown) {
  (void)mrr(Json::object());
  const Answer answer = run(plan("subscriptions", "arr"));
  ASSERT_EQ(answer.how.definitions.size(), 2U);
  EXPECT_EQ(answer.how.definitions[0].first, "ARR");
  EXPECT_THAT(answer.how.definitions[1].second, HasSubstr("52/12"));
}

TEST_F(VendorRows, money_has_the_digits_of_its_currency_and_minor_units_are_the_vendors) {
  const std::tuple<const char*, Json, const char*> currencies[] = {
      {"usd", 5, "$5.00"},        {"isk", 5, "ISK 5"},     {"ugx", 5, "UGX 5"},
      {"mga", 500, "MGA 500.00"}, {"jpy", 500, "JPY 500"}, {"krw", 500, "KRW 500"},
      {"kwd", 0.5, "KWD 0.500"},  {"huf", 5, "HUF 5.00"},  {"twd", 5, "TWD 5.00"},
      {"clp", 500, "CLP 500"}};
  for (const auto& [code, value, text] : currencies) {
    rates_ = {.reporting = code, .to_reporting = {}};
    rows_ = {{"list_invoices",
              {{{"id", "in_1"},
                {"status", "paid"},
                {"currency", code},
                {"amount_paid", 500},
                {"created", seconds("2026-10-05T00:00:00Z")}}}}};
    const Answer answer = run(plan("invoices", "revenue"));
    ASSERT_TRUE(answer.value) << code << answer.text;
    EXPECT_EQ(answer.value->value, value) << code;
    EXPECT_THAT(answer.text, HasSubstr(text)) << code;
    QueryPlan list = plan("invoices", "paid_invoices");
    list.frame = Frame::list;
    list.columns = {{"stripe", "invoices", "amount_paid"}};
    const Answer listed = run(list);
    EXPECT_EQ(listed.table->rows[0][0], value) << code;
    EXPECT_EQ(listed.table->columns[0].unit, code);
  }
}

TEST_F(VendorRows, no_rows_at_all_is_no_data_and_never_a_zero) {
  QueryPlan query = plan("invoices", "revenue");
  query.period = october();
  const Answer answer = run(query);
  EXPECT_TRUE(answer.value && answer.value->value.is_null()) << answer.text;
  EXPECT_EQ(answer.text, "Revenue: there is no data in October 2026.");
  query.dimensions = {{.field = {"stripe", "invoices", "created"}, .grain = Grain::month}};
  query.frame = Frame::trend;
  EXPECT_EQ(Json(run(query).table->rows).dump(), R"([["2026-10",null]])");
  // What the vendor was asked to leave out is a number: none.
  QueryPlan open = plan("invoices", "invoice_count");
  open.filters = {
      {.field = {"stripe", "invoices", "status"}, .op = FilterOp::eq, .values = {"open"}}};
  EXPECT_EQ(run(open).value->value, 0);
}

TEST_F(VendorRows, months_before_the_first_data_are_gaps_in_series_and_comparisons) {
  rows_ = {{"list_invoices",
            {{{"id", "in_1"},
              {"status", "paid"},
              {"currency", "usd"},
              {"amount_paid", 500},
              {"created", seconds("2026-10-05T00:00:00Z")}}}}};
  QueryPlan query = plan("invoices", "revenue");
  query.period = october();
  query.comparison = Comparison::previous_period;
  const Answer answer = run(query);
  EXPECT_EQ(Json(answer.table->rows).dump(), R"([["2026-09",null],["2026-10",5.0]])");
  EXPECT_EQ(answer.text, "Revenue was $5.00 in October 2026; there is no data for September 2026.");
  query.comparison = Comparison::none;
  query.period->start = at("2026-08-01T04:00:00Z");
  query.period->end = at("2026-11-21T17:00:00Z");
  query.period->partial = true;
  query.period->grain.reset();
  query.frame = Frame::trend;
  query.dimensions = {{.field = {"stripe", "invoices", "created"}, .grain = Grain::month}};
  EXPECT_EQ(Json(run(query).table->rows).dump(),
            R"([["2026-08",null],["2026-09",null],["2026-10",5.0],["2026-11",0.0]])");
}

TEST_F(VendorRows, a_cut_period_never_carries_the_name_of_the_whole) {
  rows_ = {{"list_invoices",
            {{{"id", "a"}, {"created", seconds("2026-10-05T00:00:00Z")}},
             {{"id", "b"}, {"created", seconds("2026-10-25T00:00:00Z")}},
             {{"id", "c"}, {"created", seconds("2026-11-05T00:00:00Z")}}}}};
  QueryPlan query = plan("invoices", "invoice_count");
  query.period = october();
  query.period->start = at("2026-11-01T04:00:00Z");
  query.period->end = at("2026-11-21T17:00:00Z");
  query.period->partial = true;
  query.comparison = Comparison::previous_period;
  const Answer answer = run(query);
  EXPECT_EQ(Json(answer.table->rows).dump(),
            R"([["2026-10-01 to 2026-10-21",1],["2026-11-01 to 2026-11-21",1]])");
  EXPECT_EQ(answer.table->columns[0].type, "text");
  EXPECT_EQ(answer.text,
            "Invoices were 1 in November 2026 so far, the same as October 1 to 21, 2026.");
  query.comparison = Comparison::none;
  query.period->start = at("2026-10-11T04:00:00Z");
  query.frame = Frame::trend;
  query.dimensions = {{.field = {"stripe", "invoices", "created"}, .grain = Grain::month}};
  EXPECT_EQ(Json(run(query).table->rows).dump(),
            R"([["2026-10-11 to 2026-10-31",1],["2026-11",1]])");
}

TEST_F(VendorRows, a_stock_that_is_known_only_as_of_now_is_refused_for_earlier_times) {
  QueryPlan query = plan("deals", "pipeline", "hubspot");
  query.period = october();
  const Answer past = run(query);
  EXPECT_EQ(past.status, AnswerStatus::refused);
  EXPECT_EQ(past.reason, "not_kept");
  EXPECT_THAT(past.text, HasSubstr("HubSpot only says what \"pipeline\" is now"));
  QueryPlan series = plan("deals", "pipeline", "hubspot");
  series.frame = Frame::trend;
  series.dimensions = {{.field = {"hubspot", "deals", "created"}, .grain = Grain::month}};
  EXPECT_EQ(run(series).status, AnswerStatus::refused);
  EXPECT_EQ(calls_, 0);
  EXPECT_NE(run(plan("deals", "pipeline", "hubspot")).status, AnswerStatus::refused);
}

TEST_F(VendorRows, a_group_without_a_value_in_any_row_is_refused_in_words) {
  rows_ = {{"list_customers", {{{"id", "a"}, {"created", 1}}, {{"id", "b"}, {"created", 2}}}}};
  QueryPlan query = plan("customers", "new_customers");
  query.frame = Frame::breakdown;
  query.dimensions = {{.field = {"stripe", "customers", "country"}, .grain = std::nullopt}};
  const Answer answer = run(query);
  EXPECT_EQ(answer.status, AnswerStatus::refused);
  EXPECT_EQ(answer.reason, "no_values");
  EXPECT_THAT(answer.text, HasSubstr("None of these rows has a value for country"));
}

TEST_F(VendorRows, a_price_a_score_or_a_ratio_is_never_summed) {
  const catalog::Vendor& stripe = *catalog_.find("stripe");
  EXPECT_FALSE(measure_named(*stripe.find_entry("prices"), "sum:amount"));
  EXPECT_TRUE(measure_named(*stripe.find_entry("prices"), "average:amount"));
  EXPECT_TRUE(measure_named(*stripe.find_entry("invoices"), "sum:amount_paid"));
}

}  // namespace
}  // namespace sluice::analytics
