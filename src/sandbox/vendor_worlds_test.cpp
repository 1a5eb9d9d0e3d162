// The real world files through the engine: totals that are known from elsewhere.
#include "sandbox/engine.h"

#include "sandbox/known_time.h"
#include "sandbox/query_language.h"
#include "sandbox/tool_definitions.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

namespace sluice::sandbox {
namespace {

class Vendor {
 public:
  explicit Vendor(const std::string& slug) : zone_(known_zone("America/New_York")) {
    world_ = World::read(FolderWorldFiles(SLUICE_SOURCE_DIR "/sandbox"), slug);
  }
  [[nodiscard]] Value result(std::string_view tool, const Value& arguments) const {
    EXPECT_TRUE(world_) << world_.error();
    return Engine(*world_, clock_, zone_).call(tool, arguments);
  }
  [[nodiscard]] Value answer(std::string_view tool, const Value& arguments) const {
    const Value whole = result(tool, arguments);
    EXPECT_FALSE(whole.contains("isError")) << whole.dump();
    return Value::parse(as_text(whole["content"][0]["text"]));
  }
  [[nodiscard]] std::string text(std::string_view tool, const char* arguments) const {
    return as_text(result(tool, Value::parse(arguments))["content"][0]["text"]);
  }

 private:
  std::expected<World, std::string> world_ = std::unexpected("not loaded");
  FixedClock clock_{known_instant("2026-11-21T12:00:00-05:00")};
  TimeZone zone_;
};

// Pages as a client does until the answer says that there is no more.
Value all_customers(const Vendor& stripe, Value arguments) {
  Value rows = Value::array();
  for (int page = 0; page < 100; ++page) {
    const Value answer = stripe.answer("list_customers", arguments);
    for (const Value& row : answer["data"])
      rows.push_back(row);
    if (answer["has_more"] != Value(true)) return rows;
    arguments["starting_after"] = rows.back()["id"];
  }
  return rows;
}

TEST(VendorWorlds, stripe_has_25_customers_of_the_third_quarter_in_new_york_time) {
  const Value arguments = {{"limit", 10}, {"created", {{"gte", 1782878400}, {"lt", 1790827200}}}};
  EXPECT_EQ(all_customers(Vendor("stripe"), arguments).size(), 25U);
}

TEST(VendorWorlds, stripe_leaves_out_canceled_subscriptions_unless_asked_for_all) {
  const Vendor stripe("stripe");
  for (const Value& row : stripe.answer("list_subscriptions", {{"limit", 100}})["data"])
    EXPECT_NE(row["status"], "canceled");
  const Value canceled = stripe.answer("list_subscriptions", {{"status", "canceled"}});
  EXPECT_EQ(canceled["data"].size(), 10U);
  EXPECT_EQ(canceled["data"][0]["object"], "subscription");
}

TEST(VendorWorlds, stripe_adds_up_to_the_fees_of_this_month_through_its_dispatcher) {
  const Vendor stripe("stripe");
  Value arguments = {{"stripe_api_operation_id", "GetBalanceTransactions"},
                     {"stripe_context", "acct_brightwater"},
                     {"livemode", true},
                     {"parameters", {{"limit", 100}, {"created[gte]", 1793505600}}}};
  std::int64_t fees = 0;
  for (bool more = true; more;) {
    const Value answer = stripe.answer("stripe_api_read", arguments);
    for (const Value& row : answer["data"])
      if (row["created"].get<std::int64_t>() <= 1795269600) fees += row["fee"].get<std::int64_t>();
    more = answer["has_more"] == Value(true);
    if (more) arguments["parameters"]["starting_after"] = answer["data"].back()["id"];
  }
  EXPECT_EQ(fees, 160091);
}

TEST(VendorWorlds, stripe_searches_and_fetches_across_collections) {
  const Vendor stripe("stripe");
  const Value found =
      stripe.answer("search_stripe_resources",
                    {{"query", "customers:email:\"hugo.kovac@goldenwateracademy.example\""}});
  EXPECT_EQ(found["data"][0]["id"], "cus_1224");
  EXPECT_EQ(stripe.answer("fetch_stripe_resources", {{"id", "po_111"}})["object"], "payout");
}

TEST(VendorWorlds, hubspot_won_nine_deals_in_may_2026) {
  const Value filters = Value::parse(R"([{"filters": [
    {"propertyName": "dealstage", "operator": "EQ", "value": "closedwon"},
    {"propertyName": "closedate", "operator": "GTE", "value": "2026-05-01T04:00:00Z"},
    {"propertyName": "closedate", "operator": "LT", "value": "2026-06-01T04:00:00Z"}]}])");
  const Value answer = Vendor("hubspot").answer(
      "search_crm_objects", {{"objectType", "deals"}, {"filterGroups", filters}, {"limit", 5}});
  EXPECT_EQ(answer["total"], 9);
  EXPECT_EQ(answer["results"].size(), 5U);
}

TEST(VendorWorlds, hubspot_totals_its_content_report_by_type_and_by_month) {
  const Vendor hubspot("hubspot");
  const Value totals =
      hubspot.answer("get_content_analytics_report",
                     {{"mode", "TOTALS"}, {"start", "2026-09-01"}, {"end", "2026-09-30"}});
  EXPECT_EQ(totals["results"].size(), 3U);
  std::int64_t by_type = 0;
  for (const Value& row : totals["results"])
    by_type += row["visits"].get<std::int64_t>();
  const Value months = hubspot.answer("get_content_analytics_report", {{"mode", "TIME_SERIES"},
                                                                       {"period", "MONTHLY"},
                                                                       {"start", "2026-09-01"},
                                                                       {"end", "2026-10-31"}});
  ASSERT_EQ(months["results"].size(), 2U);
  EXPECT_EQ(months["results"][0]["date"], "2026-09-01");
  EXPECT_EQ(months["results"][0]["visits"], by_type);
}

TEST(VendorWorlds, linear_has_31_issues_in_the_backlog_that_are_not_archived) {
  const Value answer = Vendor("linear").answer(
      "list_issues", {{"state", "backlog"}, {"includeArchived", false}, {"limit", 250}});
  EXPECT_EQ(answer["issues"].size(), 31U);
  EXPECT_EQ(answer["hasNextPage"], false);
  EXPECT_FALSE(answer["issues"][0].contains("_team_key"));
}

TEST(VendorWorlds, github_has_12_open_pull_requests_older_than_two_weeks) {
  const Value answer = Vendor("github").answer(
      "search_pull_requests",
      {{"query", "org:brightwater is:pr is:open created:<2026-11-07"}, {"perPage", 100}});
  EXPECT_EQ(answer["total_count"], 12);
  EXPECT_EQ(answer["items"].size(), 12U);
}

TEST(VendorWorlds, posthog_counts_the_weekly_active_users_of_october) {
  const Value query = Value::parse(R"({"kind": "InsightVizNode", "source": {"kind": "TrendsQuery",
    "interval": "week", "series": [{"kind": "EventsNode", "event": "$pageview", "math": "weekly_active"}],
    "dateRange": {"date_from": "2026-10-05", "date_to": "2026-11-01"}}})");
  const Vendor posthog("posthog");
  const Value line = posthog.answer("query-run", {{"query", query}})["results"][0];
  EXPECT_EQ(line["days"], Value({"2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26"}));
  EXPECT_EQ(line["data"], Value({1380, 1403, 1373, 1352}));
  // The same query as JSON text, as its published schema has it.
  EXPECT_EQ(posthog.answer("query-run", {{"query", query.dump()}})["results"][0], line);
}

TEST(VendorWorlds, posthog_breaks_a_trend_down_and_refuses_what_no_table_has) {
  const Vendor posthog("posthog");
  const char* arguments = R"({"query": {"series": [{"event": "export_downloaded", "math": "MATH"}],
    "interval": "month", "breakdownFilter": {"breakdown": "plan"}, "dateRange": {"date_from": "-1mStart", "date_to": "-1mEnd"}}})";
  std::string total = arguments;
  total.replace(total.find("MATH"), 4, "total");
  const Value results = posthog.answer("query-run", Value::parse(total))["results"];
  EXPECT_EQ(results.size(), 3U);
  EXPECT_EQ(results[0]["days"], Value::array({"2026-10-01"}));
  std::string users = arguments;
  users.replace(users.find("MATH"), 4, "dau");
  EXPECT_TRUE(posthog.result("query-run", Value::parse(users)).contains("isError"));
}

TEST(VendorWorlds, posthog_answers_typed_queries_as_a_markdown_table) {
  const std::string text = Vendor("posthog").text(
      "query-funnel", R"({"dateRange": {"date_from": "2026-09-07", "date_to": "2026-09-13"}})");
  EXPECT_TRUE(
      text.starts_with("| order | step | persons |\n| --- | --- | --- |\n| 0 | pricing_viewed | "));
  EXPECT_EQ(std::ranges::count(text, '\n'), 6);
}

// A filter that the engine does not know is refused when somebody uses it; no world may hold one.
TEST(VendorWorlds, ask_in_languages_that_are_understood) {
  const FolderWorldFiles files(SLUICE_SOURCE_DIR "/sandbox");
  int tools = 0;
  const auto check = [&](const World& world, const std::string& name, const Value& spec) {
    ++tools;
    for (const Value& filter : member_of(spec, "filters")) {
      const std::string op = text_of(filter, "op", "eq");
      EXPECT_TRUE(comparison_named(op) || is_query_language(world, op))
          << world.vendor() << " " << name << ": " << op;
    }
    if (const std::string name_of = text_of(member_of(spec, "query_language"), "name");
        !name_of.empty())
      EXPECT_TRUE(is_query_language(world, name_of)) << world.vendor() << ": " << name_of;
  };
  for (const auto& entry :
       std::filesystem::directory_iterator(SLUICE_SOURCE_DIR "/sandbox/world")) {
    const auto world = World::read(files, entry.path().stem().string());
    ASSERT_TRUE(world) << entry.path() << ": " << world.error();
    for (const auto& [name, spec] : world->tools().items()) {
      check(*world, name, spec);
      for (const auto& [operation, own] : member_of(spec, "operations").items())
        check(*world, name + "/" + operation, own);
    }
  }
  EXPECT_GT(tools, 100);
}

TEST(VendorWorlds, square_reads_and_writes_through_one_tool) {
  const auto text = FolderWorldFiles(SLUICE_SOURCE_DIR "/sandbox").read("tools/square.json");
  const auto tools = ToolDefinitions::load(text.value_or(""));
  ASSERT_TRUE(tools) << tools.error();
  const ToolDefinition* run = tools->find("make_api_request");
  ASSERT_NE(run, nullptr);
  const auto of = [&](const char* service, const char* method) {
    return run->access_for({{"service", service}, {"method", method}});
  };
  EXPECT_EQ(of("orders", "search"), Access::read);
  EXPECT_EQ(of("refunds", "listPayment"), Access::read);
  EXPECT_EQ(of("refunds", "refundPayment"), Access::write);
  EXPECT_EQ(of("orders", "create"), Access::write);
}

// Both group on their own side, in two ways of asking for it.
TEST(VendorWorlds, attio_reports_its_deals_by_stage) {
  const Value rows = Vendor("attio").answer(
      "run-basic-report", {{"source", "deals"},
                           {"metric", {{"type", "count"}}},
                           {"group_by", Value::array({{{"attribute", "stage"}}})}})["data"];
  std::int64_t deals = 0;
  for (const Value& row : rows)
    deals += row["count"].get<std::int64_t>();
  EXPECT_EQ(rows.size(), 4U);
  EXPECT_EQ(deals, 136);
  const Value renewed = Vendor("attio").answer(
      "list-records", {{"object", "deals"}, {"filter", R"({"stage": "Renewed"})"}, {"limit", 500}});
  for (const Value& row : rows)
    if (row["stage"] == "Renewed") EXPECT_EQ(row["count"], renewed["data"].size());
}

TEST(VendorWorlds, box_finds_contracts_by_their_metadata) {
  const Value answer = Vendor("box").answer("search_files_metadata",
                                            {{"from", "enterprise_771.contract"},
                                             {"query", "status = :status AND value_usd >= 10000"},
                                             {"query_params", {{"status", "active"}}}});
  ASSERT_GT(answer["entries"].size(), 0U);
  for (const Value& file : answer["entries"]) {
    const Value& contract = file["metadata"]["enterprise_771"]["contract"];
    EXPECT_EQ(contract["status"], "active");
    EXPECT_GE(contract["value_usd"].get<double>(), 10'000);
  }
}

}  // namespace
}  // namespace sluice::sandbox
