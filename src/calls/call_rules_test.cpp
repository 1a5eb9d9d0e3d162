#include "calls/call_rules.h"

#include "catalog/catalog.h"

#include <gtest/gtest.h>

namespace sluice::calls {
namespace {

const catalog::Catalog& rows() {
  static const catalog::Catalog catalog = catalog::Catalog::embedded();
  return catalog;
}

// The arguments as they leave, or "REASON" when the call is refused.
Json outcome(std::string_view vendor, std::string tool, Json arguments, Json parameters = {}) {
  const auto admitted =
      check_call(*rows().find(vendor), {std::move(tool), std::move(arguments)}, parameters);
  return admitted ? *admitted : Json(admitted.error().reason);
}

// A vendor with one tool that takes anything and obeys one rule.
catalog::Vendor vendor_with(catalog::ArgumentRule rule) {
  catalog::Vendor vendor;
  vendor.slug = vendor.name = "example";
  catalog::Tool tool;
  tool.name = "run";
  tool.verdict = catalog::Verdict::read;
  tool.input = Json{{"type", "object"}};
  tool.rules.push_back(std::move(rule));
  vendor.tools.push_back(std::move(tool));
  return vendor;
}

Json ruled(catalog::ArgumentRule rule, Json arguments, Json parameters = {}) {
  const auto admitted =
      check_call(vendor_with(std::move(rule)), {"run", std::move(arguments)}, parameters);
  return admitted ? *admitted : Json(admitted.error().reason);
}

using Rule = catalog::ArgumentRule;

TEST(CallRules, admits_a_reviewed_read_with_its_arguments) {
  const Json arguments{{"limit", 100}, {"created", {{"gte", 1}}}};
  EXPECT_EQ(outcome("stripe", "list_invoices", arguments), arguments);
}

TEST(CallRules, refuses_every_tool_whose_verdict_is_not_read) {
  for (const catalog::Vendor& vendor : rows().all()) {
    for (const catalog::Tool& tool : vendor.tools) {
      if (tool.callable()) continue;
      EXPECT_TRUE(outcome(vendor.slug, tool.name, Json::object()).is_string()) << tool.name;
    }
  }
}

TEST(CallRules, names_are_compared_byte_by_byte) {
  const std::string with_nul("list_invoices\0x", 15);
  for (const std::string& name :
       {std::string("List_invoices"), std::string("list_invoices "), with_nul, std::string(),
        std::string("list_invoice"), std::string("list\xE2\x80\x8B_invoices")}) {
    EXPECT_EQ(outcome("stripe", name, Json::object()), "unknown_tool") << name;
  }
}

TEST(CallRules, refuses_arguments_that_are_no_object) {
  EXPECT_EQ(outcome("stripe", "list_invoices", Json::array()), "arguments_not_an_object");
  EXPECT_EQ(outcome("stripe", "list_invoices", Json(nullptr)), "arguments_not_an_object");
}

TEST(CallRules, refuses_unknown_missing_and_ill_typed_arguments) {
  EXPECT_EQ(outcome("stripe", "list_invoices", {{"human_confirmation", {{"confirmed", true}}}}),
            "unknown_argument");
  EXPECT_EQ(outcome("stripe", "list_invoices", {{"created", {{"gte", 1}, {"x", 1}}}}),
            "unknown_argument");
  EXPECT_EQ(outcome("linear", "get_issue", Json::object()), "missing_argument");
  EXPECT_EQ(outcome("stripe", "list_invoices", {{"limit", "100"}}), "wrong_argument");
  EXPECT_EQ(outcome("stripe", "list_invoices", {{"status", "everything"}}), "wrong_argument");
}

TEST(CallRules, lets_only_reviewed_operations_through_a_runner) {
  const Json context{{"stripe_context", "acct_1"}, {"livemode", true}};
  Json charges = context;
  charges["stripe_api_operation_id"] = "GetCharges";
  charges["parameters"] = {{"limit", 100}};
  EXPECT_EQ(outcome("stripe", "stripe_api_read", charges), charges);
  for (const std::string operation :
       {"PostRefunds", "GetFilesFile", "getCharges", "GetCharges\n"}) {
    Json other = charges;
    other["stripe_api_operation_id"] = operation;
    EXPECT_EQ(outcome("stripe", "stripe_api_read", other), "argument_not_allowed") << operation;
  }
  charges["parameters"]["human_confirmation"] = true;
  EXPECT_EQ(outcome("stripe", "stripe_api_read", charges), "unknown_argument");
}

TEST(CallRules, holds_the_methods_of_a_dispatcher_to_the_reviewed_ones) {
  Json call{{"method", "list_workflow_runs"}, {"owner", "o"}, {"repo", "r"}};
  EXPECT_EQ(outcome("github", "actions_list", call), call);
  call["method"] = "list_workflow_run_artifacts";
  EXPECT_EQ(outcome("github", "actions_list", call), "argument_not_allowed");
}

TEST(CallRules, drops_what_would_carry_the_conversation_out) {
  const Json sent = outcome("hubspot", "search_crm_objects",
                            {{"objectType", "deals"}, {"chatInsights", "the user is angry"}});
  EXPECT_EQ(sent, Json({{"objectType", "deals"}}));
}

TEST(CallRules, sends_a_query_as_text_where_the_vendor_wants_text) {
  const Json query = Json::parse(R"({"kind":"InsightVizNode","source":{"kind":"TrendsQuery",
    "series":[{"kind":"EventsNode","event":"$pageview","math":"dau"}],"interval":"day"}})");
  EXPECT_EQ(outcome("posthog", "query-run", {{"query", query}}), Json({{"query", query.dump()}}));
}

TEST(CallRules, a_forced_value_wins_over_the_proposed_one) {
  const Rule rule{.kind = Rule::Kind::forced, .path = "options.readonly", .value = true};
  EXPECT_EQ(ruled(rule, {{"options", {{"readonly", false}, {"a", 1}}}}),
            Json({{"options", {{"readonly", true}, {"a", 1}}}}));
  EXPECT_EQ(ruled(rule, {{"options", "none"}}), Json({{"options", {{"readonly", true}}}}));
}

TEST(CallRules, allowed_values_hold_for_every_element_of_a_list) {
  const Rule rule{.kind = Rule::Kind::allowed_values, .path = "actions[].name", .values = {"list"}};
  EXPECT_TRUE(ruled(rule, {{"actions", {{{"name", "list"}}}}}).is_object());
  EXPECT_EQ(ruled(rule, {{"actions", {{{"name", "list"}}, {{"name", "delete"}}}}}),
            "argument_not_allowed");
  const Rule whole{.kind = Rule::Kind::allowed_values, .path = "kinds", .values = {"a", "b"}};
  EXPECT_EQ(ruled(whole, {{"kinds", {"a", "c"}}}), "argument_not_allowed");
}

TEST(CallRules, allows_only_reviewed_pairs) {
  const Rule rule{.kind = Rule::Kind::allowed_pairs,
                  .paths = {"service", "method"},
                  .pairs = {{"customers", "list"}, {"orders", "search"}}};
  EXPECT_TRUE(ruled(rule, {{"service", "orders"}, {"method", "search"}}).is_object());
  EXPECT_EQ(ruled(rule, {{"service", "orders"}, {"method", "list"}}), "argument_not_allowed");
  EXPECT_EQ(ruled(rule, {{"service", "orders"}}), "argument_not_allowed");
}

TEST(CallRules, an_address_must_be_plain_https_to_a_reviewed_host_with_get) {
  const Rule rule{
      .kind = Rule::Kind::url, .path = "url", .paths = {"method"}, .keys = {"www.example.com"}};
  EXPECT_TRUE(
      ruled(rule, {{"url", "https://www.example.com/a?b=c"}, {"method", "GET"}}).is_object());
  EXPECT_EQ(ruled(rule, {{"url", "https://www.example.com/a"}, {"method", "POST"}}),
            "argument_not_allowed");
  for (const std::string url :
       {"http://www.example.com/", "https://evil.com/", "https://www.example.com@evil.com/",
        "https://www.example.com:444/", "https://www.example.com.evil.com/",
        "https://www.example.com\\@evil.com/", "https://WWW.example.com/", "//www.example.com/",
        "http://www.example.com:443/", "https://www.example.com:443/", "https://www.example.com/#a",
        "https://www.example.com/a b", "https://www.example.com/\x7f",
        "https://www.example.com/\xC3\xA9", "https://www.example.com/a\tb"}) {
    EXPECT_EQ(ruled(rule, {{"url", url}}), "argument_not_allowed") << url;
  }
  EXPECT_EQ(ruled(rule, {{"url", 7}}), "argument_not_allowed");
  // No address of digits, whatever a row says.
  const Rule digits{.kind = Rule::Kind::url, .path = "url", .keys = {"127.0.0.1", "[::1]", "::1"}};
  for (const std::string url : {"https://127.0.0.1/", "https://[::1]/"})
    EXPECT_EQ(ruled(digits, {{"url", url}}), "argument_not_allowed") << url;
}

TEST(CallRules, members_are_listed_of_objects_alone) {
  const Rule rule{.kind = Rule::Kind::allowed_keys, .path = "parameters", .keys = {"limit"}};
  EXPECT_TRUE(ruled(rule, {{"parameters", {{"limit", 1}}}}).is_object());
  EXPECT_EQ(ruled(rule, {{"parameters", {{"limit", 1}, {"x", 1}}}}), "argument_not_allowed");
  for (const Json& other : {Json("x=1"), Json::array({{{"x", 1}}}), Json(1)})
    EXPECT_EQ(ruled(rule, {{"parameters", other}}), "wrong_argument") << other.dump();
}

// One argument, which the rule alone closes: nothing else refuses the call.
Json ruled_query(Rule rule, const Json& query) {
  catalog::Vendor vendor = vendor_with(std::move(rule));
  vendor.tools.front().input =
      Json::parse(R"({"type":"object","additionalProperties":false,"properties":{"query":{}}})");
  const auto admitted = check_call(vendor, {"run", {{"query", query}}}, {});
  return admitted ? *admitted : Json(admitted.error().reason);
}

TEST(CallRules, words_to_look_for_are_a_text) {
  const Rule words{.kind = Rule::Kind::words, .path = "query"};
  EXPECT_TRUE(ruled_query(words, "open invoices").is_object());
  for (const Json& other : {Json("a:b"), Json(7), Json{{"or", "x"}}, Json::array({"a"})})
    EXPECT_EQ(ruled_query(words, other), "statement_not_checked") << other.dump();
  const Rule search{.kind = Rule::Kind::search, .path = "query", .keys = {"is"}};
  EXPECT_TRUE(ruled_query(search, "is:open").is_object());
  for (const Json& other : {Json(7), Json{{"or", "x"}}, Json::array({"a"})})
    EXPECT_EQ(ruled_query(search, other), "wrong_argument") << other.dump();
}

TEST(CallRules, an_argument_of_the_connection_is_filled_in_and_never_another) {
  const Rule rule{.kind = Rule::Kind::connection, .path = "project_id", .parameter = "project"};
  const Json mine{{"project", "p1"}};
  EXPECT_EQ(ruled(rule, Json::object(), mine), Json({{"project_id", "p1"}}));
  EXPECT_EQ(ruled(rule, {{"project_id", "p2"}}, mine), "argument_not_allowed");
  EXPECT_EQ(ruled(rule, Json::object(), Json::object()), "missing_parameter");
}

TEST(CallRules, writes_a_number_as_text_where_the_input_takes_texts_alone) {
  catalog::Vendor vendor = vendor_with({.kind = Rule::Kind::dropped, .path = "reason"});
  vendor.tools.front().input = Json::parse(R"({"type":"object","properties":{
    "limit":{"type":"string"},"page":{"type":"integer"},"any":{},
    "list":{"type":"array","items":{"properties":{"id":{"type":"string"}}}}}})");
  const Json proposed = Json::parse(R"({"limit":100,"page":2,"any":3,"list":[{"id":7}]})");
  const auto admitted = check_call(vendor, {"run", proposed}, {});
  ASSERT_TRUE(admitted) << admitted.error().detail;
  EXPECT_EQ(admitted->dump(), R"({"any":3,"limit":"100","list":[{"id":"7"}],"page":2})");
  EXPECT_FALSE(check_call(vendor, {"run", {{"page", "2"}}}, {}));
  EXPECT_FALSE(check_call(vendor, {"run", {{"limit", true}}}, {}));
}

TEST(CallRules, sends_no_statement_that_it_cannot_check) {
  EXPECT_EQ(ruled({.kind = Rule::Kind::statement, .path = "sql"}, {{"sql", "SELECT 1"}}),
            "statement_not_checked");
}

TEST(CallRules, refuses_arguments_beyond_the_size_limit) {
  EXPECT_EQ(outcome("stripe", "list_invoices", {{"customer", std::string(70'000, 'x')}}),
            "arguments_too_large");
  // The name of a member counts as well.
  const Rule rule{.kind = Rule::Kind::dropped, .path = "reason"};
  EXPECT_EQ(ruled(rule, {{std::string(70'000, 'x'), 1}}), "arguments_too_large");
  EXPECT_TRUE(ruled(rule, {{"a", std::string(60'000, 'x')}}).is_object());
}

TEST(CallRules, a_rule_of_one_operation_holds_for_its_calls_alone_and_closes_nothing) {
  Rule keys{.kind = Rule::Kind::allowed_keys, .path = "request", .keys = {"limit"}};
  keys.when = {{"method", Json::array({"search", "list"})}};
  const Json fine{{"method", "search"}, {"request", {{"limit", 1}}}};
  EXPECT_EQ(ruled(keys, fine), fine);
  EXPECT_EQ(ruled(keys, {{"method", "list"}, {"request", {{"note", 1}}}}), "argument_not_allowed");
  const Json other{{"method", "get"}, {"request", {{"note", 1}}}};
  EXPECT_EQ(ruled(keys, other), other);
  EXPECT_EQ(ruled(keys, {{"request", {{"note", 1}}}}).is_object(), true);
  // What is closed in some calls is open in the others.
  Rule values{.kind = Rule::Kind::allowed_values, .path = "sql", .values = {"select 1"}};
  values.when = {{"method", "search"}};
  EXPECT_EQ(ruled(values, {{"method", "search"}, {"sql", "select 1"}}), "statement_not_checked");
}

TEST(CallRules, a_number_may_be_bounded) {
  const Rule most{.kind = Rule::Kind::at_most, .path = "limit", .value = 100};
  EXPECT_EQ(ruled(most, {{"limit", 100}}), (Json{{"limit", 100}}));
  EXPECT_EQ(ruled(most, Json::object()), Json::object());
  EXPECT_EQ(ruled(most, {{"limit", 101}}), "argument_not_allowed");
  for (const Json& other : {Json("9"), Json(nullptr), Json(true), Json::array({1})})
    EXPECT_EQ(ruled(most, {{"limit", other}}), "argument_not_allowed") << other.dump();
}

}  // namespace
}  // namespace sluice::calls
