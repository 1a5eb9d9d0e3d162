#include "calls/statement_arguments.h"

#include "calls/call_rules.h"
#include "catalog/catalog.h"
#include "catalog/input_shape.h"

#include <gtest/gtest.h>

namespace sluice::calls {
namespace {

using Kind = OpenArgument::Kind;

const catalog::Catalog& rows() {
  static const catalog::Catalog catalog = catalog::Catalog::embedded();
  return catalog;
}

Json outcome(std::string_view vendor, std::string tool, Json arguments) {
  const auto admitted =
      check_call(*rows().find(vendor), {std::move(tool), std::move(arguments)}, {});
  return admitted ? *admitted : Json(admitted.error().reason);
}

// A tool of somebody's own row, whose reviewer wrote no rule.
catalog::Vendor vendor_with(const Json& shape) {
  catalog::Vendor vendor;
  vendor.slug = vendor.name = "example";
  catalog::Tool tool;
  tool.name = "read";
  tool.verdict = catalog::Verdict::read;
  tool.input = *catalog::schema_from_shape(shape);
  vendor.tools.push_back(std::move(tool));
  return vendor;
}

std::string reason_of(const Json& shape, Json arguments) {
  const auto admitted = check_call(vendor_with(shape), {"read", std::move(arguments)}, {});
  return admitted ? "" : admitted.error().reason;
}

TEST(StatementArguments, are_closed_in_every_callable_tool_of_every_row) {
  std::size_t looked_at = 0;
  for (const catalog::Vendor& vendor : rows().all()) {
    for (const catalog::Tool& tool : vendor.tools) {
      if (!tool.callable()) continue;
      ++looked_at;
      for (const OpenArgument& open : open_arguments(tool))
        ADD_FAILURE() << vendor.slug << " " << tool.name << ": \"" << open.path
                      << "\" may carry a statement; close it with `only`, `keys`, `words`, "
                         "`search` or a closed input, or refuse it with `statement`";
    }
  }
  EXPECT_GT(looked_at, 180U);
}

// The names that the finder knows, each with what it takes them for.
TEST(StatementArguments, are_known_by_their_names) {
  for (const std::string_view name : {"sql",
                                      "SQL",
                                      "rawSql",
                                      "hogql",
                                      "hogql_filter",
                                      "hogqlFilter",
                                      "gql",
                                      "graphql",
                                      "graphQL",
                                      "jql",
                                      "cql",
                                      "soql",
                                      "gaql",
                                      "nrql",
                                      "promql",
                                      "mysqlText",
                                      "statement",
                                      "expression",
                                      "pathsHogQLExpression",
                                      "formula",
                                      "script",
                                      "code",
                                      "command",
                                      "where",
                                      "program",
                                      "xpath",
                                      "math_hogql",
                                      "jmespath",
                                      "esql"}) {
    EXPECT_EQ(statement_name(name), Kind::language) << name;
  }
  for (const std::string_view name : {"query", "searchQuery", "query_text", "queries", "filter",
                                      "filterGroups", "path_filter", "conditions"}) {
    EXPECT_EQ(statement_name(name), Kind::search) << name;
  }
  for (const std::string_view name :
       {"limit", "cursor", "description", "country_code", "request", "search", "label", "state",
        "status", "quality", "bank_statement", "equals"}) {
    EXPECT_FALSE(statement_name(name)) << name;
  }
}

TEST(StatementArguments, of_a_row_without_a_rule_carry_no_statement) {
  const Json shape{{"sql", "string"},     {"query", "string"}, {"filters", "array"},
                   {"options", "object"}, {"value", "any"},    {"limit", "integer"}};
  EXPECT_EQ(reason_of(shape, {{"limit", 3}}), "");
  EXPECT_EQ(reason_of(shape, {{"query", "blue shoes size 42"}}), "");
  EXPECT_EQ(reason_of(shape, {{"options", {{"color", "blue"}}}}), "");
  EXPECT_EQ(reason_of(shape, {{"filters", {{{"field", "plan"}, {"value", "team"}}}}}), "");
  for (const char* arguments :
       {R"({"sql":"SELECT 1"})", R"({"sql":"x"})", R"({"query":"SELECT 1; DROP TABLE events"})",
        R"({"query":"{ viewer { login } }"})", R"({"query":"project = X"})",
        R"({"query":"name:x"})", R"({"query":"a\nb"})",
        R"({"options":{"kind":"HogQLQuery","text":"SELECT 1"}})",
        R"({"options":{"deep":[{"hogql":"1"}]}})", R"({"options":{"query":"x"}})",
        R"({"filters":[{"type":"hogql","key":"1=1"}]})", R"({"value":"{\"kind\":\"HogQLQuery\"}"})",
        R"({"value":"{\"kind\": \"HogQLQuery\"}"})", R"({"value":"[{\"sql\": \"drop it\"}]"})",
        R"({"value":[{"sql":"x"}]})"}) {
    EXPECT_EQ(reason_of(shape, Json::parse(arguments)), "statement_not_checked") << arguments;
  }
}

// Closed but for one argument, which has a rule that does not close it.
std::string reason_with(catalog::ArgumentRule rule, const Json& shape, Json arguments) {
  catalog::Vendor vendor = vendor_with(shape);
  vendor.tools.front().rules.push_back(std::move(rule));
  const auto admitted = check_call(vendor, {"read", std::move(arguments)}, {});
  return admitted ? "" : admitted.error().reason;
}

TEST(StatementArguments, are_not_closed_by_a_rule_of_some_calls_or_by_a_list_of_members) {
  using RuleKind = catalog::ArgumentRule::Kind;
  const Json shape{{"method", "string"}, {"sql", "string"}};
  catalog::ArgumentRule some{
      .kind = RuleKind::allowed_values, .path = "sql", .values = {"select 1"}};
  EXPECT_EQ(reason_with(some, shape, {{"sql", "select 1"}}), "");
  some.when = {{"method", "search"}};
  EXPECT_EQ(reason_with(some, shape, {{"method", "get"}, {"sql", "drop"}}),
            "statement_not_checked");
  const catalog::ArgumentRule members{
      .kind = RuleKind::allowed_keys, .path = "options", .keys = {"deep", "color"}};
  const Json open{{"options", "object"}};
  EXPECT_EQ(reason_with(members, open, {{"options", {{"color", "blue"}}}}), "");
  EXPECT_EQ(reason_with(members, open, {{"options", {{"deep", {{"hogql", "1"}}}}}}),
            "statement_not_checked");
}

TEST(StatementArguments, are_found_in_elements_and_in_each_of_several_forms) {
  EXPECT_EQ(reason_of({{"queries", "string[]"}}, {{"queries", {"blue shoes"}}}), "");
  EXPECT_EQ(reason_of({{"queries", "string[]"}}, {{"queries", {"a", "b:c"}}}),
            "statement_not_checked");
  EXPECT_EQ(reason_of({{"value", "object|string"}}, {{"value", {{"sql", "x"}}}}),
            "statement_not_checked");
  catalog::Vendor vendor = vendor_with(Json{{"query", "string"}});
  vendor.tools.front().input["properties"]["query"] =
      Json::parse(R"({"anyOf":[{"type":"integer"},{"type":["string","array"]}]})");
  for (const Json& query : {Json("a:b"), Json::array({Json{{"sql", "a"}}})}) {
    const auto admitted = check_call(vendor, {"read", {{"query", query}}}, {});
    ASSERT_FALSE(admitted) << query.dump();
    EXPECT_EQ(admitted.error().reason, "statement_not_checked") << query.dump();
  }
}

// A text that may stand beside other types was taken for a container, where it may hold anything.
TEST(StatementArguments, are_texts_also_where_other_types_are_taken) {
  for (const char* type : {"object|string", "any"}) {
    EXPECT_EQ(reason_of({{"sql", type}}, {{"sql", "SELECT 1"}}), "statement_not_checked") << type;
    EXPECT_EQ(reason_of({{"filter", type}}, {{"filter", "plan = 1"}}), "statement_not_checked")
        << type;
    EXPECT_EQ(reason_of({{"filter", type}}, {{"filter", {{"hogql", "1"}}}}),
              "statement_not_checked")
        << type;
    EXPECT_EQ(reason_of({{"filter", type}}, {{"filter", "open ones"}}), "") << type;
    EXPECT_EQ(reason_of({{"filter", type}}, {{"filter", {{"plan", "team"}}}}), "") << type;
  }
}

// M1: a SQL runner stood on the read list.
TEST(StatementArguments, of_an_insight_query_are_refused_wherever_they_stand) {
  for (const char* query :
       {R"({"kind":"HogQLQuery","query":"SELECT 1; DROP TABLE events"})",
        R"({"kind":"DataVisualizationNode","source":{"kind":"HogQLQuery","query":"SELECT 1"}})",
        R"({"kind":"InsightVizNode","source":{"kind":"HogQLQuery","query":"SELECT 1"}})",
        R"({"kind":"InsightVizNode","source":{"kind":"TrendsQuery","series":[],
            "properties":[{"type":"hogql","key":"1=1"}]}})",
        R"({"kind":"InsightVizNode","source":{"kind":"TrendsQuery",
            "series":[{"kind":"DataWarehouseNode","table_name":"x"}]}})",
        R"({"kind":"InsightVizNode","source":{"kind":"TrendsQuery",
            "series":[{"kind":"EventsNode","event":"x","math":"hogql","math_hogql":"1"}]
}
})",
        R"({"kind":"InsightVizNode","source":{"kind":"TrendsQuery","series":[{"kind":"EventsNode",
            "event":"x","properties":[{"type":"hogql","key":"1=1"}]}]}})",
        R"({"kind":"InsightVizNode","source":{"kind":"TrendsQuery","series":[],
            "breakdownFilter":{"breakdown":"1=1","breakdown_type":"hogql"}}})",
        R"({"kind":"InsightVizNode","source":{"kind":"PathsQuery","series":[],
            "pathsFilter":{"pathsHogQLExpression":"1"}}})",
        R"({"kind":"InsightVizNode","source":{"kind":"TrendsQuery","series":[{"kind":"EventsNode",
            "event":{"kind":"HogQLQuery"}}]}})",
        R"("{\"kind\":\"HogQLQuery\",\"query\":\"SELECT 1\"}")", R"("SELECT 1")", "[]", "{}"}) {
    EXPECT_TRUE(outcome("posthog", "query-run", {{"query", Json::parse(query)}}).is_string())
        << query;
  }
  EXPECT_EQ(outcome("posthog", "advanced-activity-logs-list", {{"hogql_filter", "1=1"}}),
            "statement_not_checked");
  EXPECT_TRUE(outcome("posthog", "advanced-activity-logs-list", {{"page", 1}}).is_object());
  const Json hogql = Json::parse(R"([{"type":"hogql","key":"1=1"}])");
  for (const char* tool : {"query-trends", "query-funnel", "query-retention", "query-paths",
                           "query-stickiness", "query-lifecycle", "query-trends-actors"}) {
    EXPECT_TRUE(outcome("posthog", tool, {{"properties", hogql}}).is_string()) << tool;
    EXPECT_TRUE(outcome("posthog", tool, {{"query", {{"kind", "HogQLQuery"}}}}).is_string())
        << tool;
    EXPECT_TRUE(outcome("posthog", tool, {{"kind", "HogQLQuery"}}).is_string()) << tool;
  }
}

// Arguments that the row admits, or as near as a schema says.
Json sample_of(const Json& schema) {
  if (schema.contains("enum")) return schema["enum"][0];
  if (schema.contains("anyOf")) return sample_of(schema["anyOf"][0]);
  const std::string type = text_member(schema, "type").value_or("object");
  if (type == "string") return "a";
  if (type == "boolean") return true;
  if (type == "array") return Json::array();
  if (type != "object") return 1;
  Json sample = Json::object();
  for (const Json& name : member(schema, "required"))
    sample[name.get<std::string>()] = sample_of(schema["properties"][name.get<std::string>()]);
  return sample;
}
Json sample_of(const catalog::Tool& tool) {
  Json sample = sample_of(tool.input);
  for (const catalog::ArgumentRule& rule : tool.rules)
    if (rule.kind == catalog::ArgumentRule::Kind::allowed_values && sample.contains(rule.path))
      sample[rule.path] = rule.values.front();
  return sample;
}

const Json& bought_query() {
  static const Json query = Json::parse(R"({"kind":"HogQLQuery","query":"DROP TABLE events"})");
  return query;
}

// The call with something put in the place of one argument; whether a statement leaves in it.
bool statement_leaves(const catalog::Vendor& vendor, const catalog::Tool& tool,
                      const std::string& name, const Json& value) {
  Json arguments = sample_of(tool);
  arguments[name] = value;
  const auto sent =
      check_call(vendor, {tool.name, std::move(arguments)}, Json{{"owner", "brightwater"}});
  return sent && to_wire(*sent).contains("DROP");
}

std::vector<std::string> argument_names(const catalog::Tool& tool) {
  std::vector<std::string> names{"query", "sql", "hogql", "nothing_the_row_knows"};
  for (const auto& [name, schema] : member(tool.input, "properties").items())
    names.push_back(name);
  return names;
}

// How many proposals were made of the tool; each that gets through is a failure.
std::size_t propose(const catalog::Vendor& vendor, const catalog::Tool& tool) {
  const Json& query = bought_query();
  std::size_t proposed = 0;
  for (const std::string& name : argument_names(tool)) {
    for (const Json& value : {query, Json::array({query}), Json{{"source", query}}}) {
      ++proposed;
      EXPECT_FALSE(statement_leaves(vendor, tool, name, value))
          << vendor.slug << " " << tool.name << " " << name;
    }
    if (!statement_name(name)) continue;
    EXPECT_FALSE(statement_leaves(vendor, tool, name, "DROP TABLE events; --"))
        << vendor.slug << " " << tool.name << " " << name;
  }
  return proposed;
}

// The planner is bought: into every argument of every read it puts a query of its own, as an
// object, in a list and as text, beside arguments that the row admits.
TEST(StatementArguments, get_no_query_past_any_argument_of_any_read) {
  const Json parameters{{"owner", "brightwater"}};
  std::size_t admitted = 0;
  std::size_t proposed = 0;
  for (const catalog::Vendor& vendor : rows().all()) {
    for (const catalog::Tool& tool : vendor.tools) {
      if (!tool.callable()) continue;
      if (check_call(vendor, {tool.name, sample_of(tool)}, parameters)) ++admitted;
      proposed += propose(vendor, tool);
    }
  }
  EXPECT_GT(admitted, 160U);
  EXPECT_GT(proposed, 2'000U);
}

}  // namespace
}  // namespace sluice::calls
