#include "sandbox/engine.h"

#include "sandbox/known_time.h"

#include <gtest/gtest.h>

#include <optional>

namespace sluice::sandbox {
namespace {

// Small worlds, one trait each: what is tested is the reading of the file, not a vendor.
class TestEngine {
 public:
  explicit TestEngine(std::string_view file)
      : world_(World::load(file)), zone_(known_zone("UTC")) {}

  // The whole tools/call result.
  [[nodiscard]] Value result(std::string_view tool, const char* arguments) const {
    EXPECT_TRUE(world_) << world_.error();
    return Engine(*world_, clock_, zone_).call(tool, Value::parse(arguments));
  }
  [[nodiscard]] std::string text(std::string_view tool, const char* arguments) const {
    return as_text(result(tool, arguments)["content"][0]["text"]);
  }
  [[nodiscard]] Value answer(std::string_view tool, const char* arguments) const {
    const Value whole = result(tool, arguments);
    EXPECT_FALSE(whole.contains("isError")) << whole.dump();
    return Value::parse(whole["content"][0]["text"].get<std::string>());
  }
  [[nodiscard]] std::string error(std::string_view tool, const char* arguments) const {
    const Value whole = result(tool, arguments);
    EXPECT_TRUE(whole.contains("isError")) << whole.dump();
    return as_text(whole["content"][0]["text"]);
  }

 private:
  std::expected<World, std::string> world_;
  FixedClock clock_{known_instant("2026-11-21T12:00:00Z")};
  TimeZone zone_;
};

std::vector<std::string> ids(const Value& rows) {
  std::vector<std::string> out;
  for (const Value& row : rows)
    out.push_back(as_text(row["id"]));
  return out;
}
using Ids = std::vector<std::string>;

constexpr std::string_view list_world = R"({"vendor": "v", "tools": {
  "by_id": {"kind": "list", "rows_path": "$.data", "envelope": {"object": "list", "has_more": null},
    "paging": {"style": "cursor", "argument": "after", "next": "$.data[-1].id", "while": "$.has_more",
               "size_argument": "limit", "default": 2, "max": 3},
    "filters": [{"argument": "created.gte", "field": "at", "op": "gte"},
      {"argument": "status", "field": "status", "op": "eq", "special": {"all": "*"},
       "default": {"op": "ne", "value": "gone"}}], "items": "rows"},
  "by_token": {"kind": "list", "rows_path": "$.rows", "envelope": {"page": {"hasNext": null, "end": null}, "totalCount": null},
    "paging": {"style": "cursor", "argument": "cursor", "next": "$.page.end", "size_argument": "n",
               "default": 3, "max": 9}, "filters": [], "items": "rows"},
  "by_page": {"kind": "list", "rows_path": "$", "envelope": {}, "items": "rows", "filters": [],
    "paging": {"style": "page", "argument": "page", "size_argument": "per", "default": 2, "max": 4},
    "sort": {"argument": "sort", "field": "at", "direction_argument": "direction", "default": "DESC"}},
  "owned": {"kind": "list", "rows_path": "$.r", "envelope": {}, "items": "rows", "paging": null,
    "filters": [{"argument": "owner", "field": "$owner", "op": "eq", "constant": "us"},
      {"argument": "tag", "field": "tags[]", "op": "eq"},
      {"argument": "who", "field": "who", "op": "eq", "also": ["_mail"], "special": {"null": null}},
      {"argument": "words", "op": "search", "fields": ["name", "who"]}]},
  "one": {"kind": "get", "rows_path": "$.it", "envelope": {}, "items": "rows", "filters": [],
    "key": {"argument": "key", "fields": ["id", "name"]}},
  "several": {"kind": "get", "rows_path": "$.them", "envelope": {}, "items": "rows", "filters": [],
    "key": {"argument": "keys", "fields": ["id"], "many": true}},
  "latest": {"kind": "get", "rows_path": "$", "envelope": {}, "items": "rows", "filters": [],
    "sort": {"argument": null, "field": "at", "direction_argument": null, "default": "DESC"}}},
 "row_defaults": {"rows": {"live": true}},
 "collections": {"rows": [
  {"id": 1, "name": "north", "at": 100, "status": "on", "tags": ["a"], "who": "Ann", "_mail": "ann@x"},
  {"id": 2, "name": "south", "at": 300, "status": "gone", "tags": ["a", "b"], "who": "Bob", "_mail": "bob@x"},
  {"id": 3, "name": "east", "at": 200, "status": "on", "tags": [], "who": null},
  {"id": 4, "name": "west wing", "at": 400, "status": "off", "tags": ["b"], "who": "Ann", "_mail": "ann@x"},
  {"id": 5, "name": "up", "at": 50, "status": "on", "tags": ["c"], "who": "Cy"}]}})";

TEST(Engine, pages_by_the_last_rows_id_until_has_more_is_false) {
  const TestEngine engine(list_world);
  const Value first = engine.answer("by_id", R"({"limit": 2})");
  EXPECT_EQ(ids(first["data"]), (Ids{"1", "3"}));
  EXPECT_EQ(first["has_more"], true);
  EXPECT_EQ(first["object"], "list");
  const Value second = engine.answer("by_id", R"({"limit": 2, "after": "3"})");
  EXPECT_EQ(ids(second["data"]), (Ids{"4", "5"}));
  EXPECT_EQ(second["has_more"], false);
}

TEST(Engine, applies_a_default_comparison_until_the_argument_is_given) {
  const TestEngine engine(list_world);
  EXPECT_EQ(ids(engine.answer("by_id", R"({"limit": 9})")["data"]), (Ids{"1", "3", "4"}));
  EXPECT_EQ(ids(engine.answer("by_id", R"({"status": "all", "limit": 9})")["data"]),
            (Ids{"1", "2", "3"}));  // The size is cut to the maximum of 3.
  EXPECT_EQ(ids(engine.answer("by_id", R"({"status": "gone"})")["data"]), (Ids{"2"}));
}

TEST(Engine, reads_a_dotted_argument_nested_flat_and_in_brackets) {
  const TestEngine engine(list_world);
  for (const char* arguments :
       {R"({"created": {"gte": 200}})", R"({"created.gte": "200"})", R"({"created[gte]": 200})"})
    EXPECT_EQ(ids(engine.answer("by_id", arguments)["data"]), (Ids{"3", "4"})) << arguments;
}

TEST(Engine, puts_an_opaque_cursor_where_the_file_says_and_takes_it_back) {
  const TestEngine engine(list_world);
  const Value first = engine.answer("by_token", "{}");
  EXPECT_EQ(first["totalCount"], 5);
  EXPECT_EQ(first["page"]["hasNext"], true);
  const std::string cursor = as_text(first["page"]["end"]);
  const Value next = engine.answer("by_token", (R"({"cursor": ")" + cursor + "\"}").c_str());
  EXPECT_EQ(ids(next["rows"]), (Ids{"4", "5"}));
  EXPECT_EQ(next["page"]["hasNext"], false);
  EXPECT_EQ(next["page"]["end"], nullptr);
}

TEST(Engine, refuses_a_cursor_that_it_did_not_give) {
  const TestEngine engine(list_world);
  EXPECT_EQ(engine.error("by_token", R"({"cursor": "nonsense"})"), "invalid cursor nonsense");
  EXPECT_EQ(engine.error("by_id", R"({"after": "77"})"), "no such cursor: 77");
}

TEST(Engine, sorts_and_numbers_pages_from_one) {
  const TestEngine engine(list_world);
  EXPECT_EQ(ids(engine.answer("by_page", "{}")), (Ids{"4", "2"}));
  EXPECT_EQ(ids(engine.answer("by_page", R"({"page": 3})")), (Ids{"5"}));
  EXPECT_EQ(ids(engine.answer("by_page", R"({"sort": "id", "direction": "asc"})")),
            (Ids{"1", "2"}));
  EXPECT_EQ(engine.error("by_page", R"({"sort": "colour"})"), "cannot sort by colour");
}

TEST(Engine, asks_for_the_constant_argument_and_says_when_it_is_another) {
  const TestEngine engine(list_world);
  EXPECT_EQ(engine.error("owned", "{}"), "the argument owner is missing");
  EXPECT_EQ(engine.error("owned", R"({"owner": "them"})"), "owner them was not found");
}

TEST(Engine, filters_by_list_members_private_members_null_and_words) {
  const TestEngine engine(list_world);
  EXPECT_EQ(ids(engine.answer("owned", R"({"owner": "us", "tag": "b"})")["r"]), (Ids{"2", "4"}));
  EXPECT_EQ(ids(engine.answer("owned", R"({"owner": "us", "who": "ann@x"})")["r"]),
            (Ids{"1", "4"}));
  EXPECT_EQ(ids(engine.answer("owned", R"({"owner": "us", "who": "null"})")["r"]), (Ids{"3"}));
  EXPECT_EQ(ids(engine.answer("owned", R"({"owner": "us", "words": "WEST ann"})")["r"]),
            (Ids{"4"}));
}

TEST(Engine, strips_private_members_and_merges_the_defaults) {
  const Value row = TestEngine(list_world).answer("one", R"({"key": "north"})")["it"];
  EXPECT_FALSE(row.contains("_mail"));
  EXPECT_EQ(row["live"], true);
}

TEST(Engine, gets_one_by_any_key_several_by_a_list_and_the_first_of_an_order) {
  const TestEngine engine(list_world);
  EXPECT_EQ(engine.answer("one", R"({"key": 3})")["it"]["name"], "east");
  EXPECT_EQ(engine.error("one", R"({"key": "none"})"), "nothing found for key none");
  EXPECT_EQ(ids(engine.answer("several", R"({"keys": ["5", 1]})")["them"]), (Ids{"5", "1"}));
  EXPECT_EQ(engine.answer("latest", "{}")["id"], 4);
}

constexpr std::string_view form_world = R"({"vendor": "v", "tools": {
  "picked": {"kind": "list", "rows_path": "$.rows", "envelope": {}, "paging": null, "filters": [],
    "items_by": {"argument": "table", "map": {"t1": "one", "t2": "two"}},
    "choose": {"argument": "fields", "omit": "omit", "separator": ","}, "content": "structured"},
  "schema": {"kind": "fixed", "rows_path": "$", "answer": "$schema",
    "items_by": {"argument": "table", "map": {"t1": "one"}}, "filters": []},
  "slim": {"kind": "list", "rows_path": "$", "envelope": {}, "paging": null, "filters": [],
    "items": "one", "omit": ["note"], "omit_unless": {"wide": "size"}},
  "tree": {"kind": "list", "rows_path": "$", "envelope": {}, "paging": null, "filters": [], "items": "one",
    "filter_tree": {"argument": "where", "operands": "operands", "operator": "operator", "path": "{f}"}},
  "flat": {"kind": "list", "rows_path": "$", "envelope": {}, "paging": null, "filters": [], "items": "one",
    "filter_list": {"argument": "filters", "column": "c", "value": "v", "operator": "o",
      "operators": {"any_of": "in", "greater_than": "gt", "is_empty": "is_null"}, "path": "{c}", "combine": "mode"}},
  "csv": {"kind": "list", "rows_path": "$", "envelope": {}, "paging": null, "filters": [], "items": "one", "content": "csv-text"},
  "markdown": {"kind": "list", "rows_path": "$.x", "envelope": {}, "paging": null, "filters": [], "items": "one", "content": "markdown-table"},
  "wrapped": {"kind": "list", "rows_path": "$", "envelope": {}, "paging": null, "filters": [], "items": "one", "content": "wrapped-json"},
  "runner": {"kind": "dispatcher", "operation_arguments": ["service", "method"], "operation_key": "{service}.{method}",
    "arguments_at": "request", "required": ["mode"], "operations": {
      "rows.list": {"kind": "list", "rows_path": "$", "envelope": {}, "paging": null, "items": "one",
                    "filters": [{"argument": "id", "field": "id", "op": "eq"}]}}},
  "actions": {"kind": "dispatcher", "operation_argument": "actions[].*", "operations": {
      "list_rows": {"kind": "list", "rows_path": "$", "envelope": {}, "paging": null, "items": "one",
                    "filters": [{"argument": "id", "field": "id", "op": "eq"}]}}}},
 "collections": {
  "one": [{"id": "a", "size": 3, "note": "x, \"y\""}, {"id": "b", "size": 12, "note": "p|q"}, {"id": "c", "size": null, "note": null}],
  "two": [{"id": "z"}]}})";

TEST(Engine, picks_the_collection_by_an_argument_and_the_members_that_were_asked_for) {
  const TestEngine engine(form_world);
  const Value whole = engine.result("picked", R"({"table": "t1", "fields": "id,size"})");
  EXPECT_EQ(whole["structuredContent"]["rows"][0], Value::parse(R"({"id": "a", "size": 3})"));
  EXPECT_EQ(engine.answer("picked", R"({"table": "t1", "omit": "note,size"})")["rows"][1],
            Value::parse(R"({"id": "b"})"));
  EXPECT_EQ(engine.error("picked", R"({"table": "t9"})"), "table t9 does not exist");
  EXPECT_EQ(engine.error("picked", "{}"), "the argument table is missing");
}

TEST(Engine, infers_the_schema_of_a_collection_from_its_rows) {
  const Value schema = TestEngine(form_world).answer("schema", R"({"table": "t1"})");
  EXPECT_EQ(schema["properties"]["size"]["type"], "integer");
  EXPECT_EQ(schema["properties"]["note"]["type"], "string");
}

TEST(Engine, omits_members_always_or_unless_they_are_wanted) {
  const TestEngine engine(form_world);
  EXPECT_EQ(engine.answer("slim", "{}")[0], Value::parse(R"({"id": "a"})"));
  EXPECT_EQ(engine.answer("slim", R"({"wide": true})")[0],
            Value::parse(R"({"id": "a", "size": 3})"));
}

TEST(Engine, evaluates_nested_filters_and_refuses_an_unknown_operator) {
  const TestEngine engine(form_world);
  EXPECT_EQ(ids(engine.answer("tree", R"({"where": {"operator": "or", "operands": [
    {"operator": ">", "operands": ["size", 10]}, {"operator": "isEmpty", "operands": ["size"]}]}})")),
            (Ids{"b", "c"}));
  EXPECT_EQ(engine.error("tree", R"({"where": {"operator": "~", "operands": ["size", 1]}})"),
            "unknown filter operator ~");
}

TEST(Engine, joins_a_flat_filter_list_by_and_or_or) {
  const TestEngine engine(form_world);
  EXPECT_EQ(ids(engine.answer("flat", R"({"filters": [{"c": "size", "o": "greater_than", "v": 1},
    {"c": "id", "o": "any_of", "v": ["b", "c"]}]})")),
            (Ids{"b"}));
  EXPECT_EQ(ids(engine.answer("flat", R"({"mode": "or", "filters": [{"c": "size", "o": "is_empty"},
    {"c": "id", "o": "any_of", "v": ["a"]}]})")),
            (Ids{"a", "c"}));
}

TEST(Engine, renders_tables_with_their_delimiters_escaped) {
  const TestEngine engine(form_world);
  EXPECT_EQ(engine.text("csv", "{}"), "id,size,note\na,3,\"x, \"\"y\"\"\"\nb,12,p|q\nc,,\n");
  EXPECT_EQ(engine.text("markdown", "{}"),
            "| id | size | note |\n| --- | --- | --- |\n| a | 3 | x, \"y\" |\n| b | 12 | p\\|q |\n"
            "| c |  |  |\n");
}

TEST(Engine, wraps_query_results_in_tags_that_mark_them_as_data) {
  const std::string text = TestEngine(form_world).text("wrapped", "{}");
  EXPECT_NE(text.find("<untrusted-data-"), std::string::npos);
  EXPECT_NE(text.find(R"([{"id":"a","size":3)"), std::string::npos);
}

TEST(Engine, dispatches_by_several_arguments_and_reads_the_inner_ones) {
  const TestEngine engine(form_world);
  EXPECT_EQ(ids(engine.answer("runner", R"({"mode": true, "service": "rows", "method": "list",
                                          "request": {"id": "b"}})")),
            (Ids{"b"}));
  EXPECT_EQ(engine.error("runner", R"({"service": "rows", "method": "list"})"),
            "the argument mode is missing");
  EXPECT_EQ(engine.error("runner", R"({"mode": 1, "service": "rows", "method": "drop"})"),
            "unknown operation rows.drop");
}

TEST(Engine, dispatches_an_action_named_by_its_member) {
  const TestEngine engine(form_world);
  EXPECT_EQ(ids(engine.answer("actions", R"({"actions": [{"list_rows": {"id": "c"}}]})")),
            (Ids{"c"}));
  EXPECT_EQ(engine.error("actions", R"({"actions": [{"delete_rows": {}}]})"),
            "unknown action delete_rows");
}

TEST(Engine, says_that_it_knows_no_such_tool) {
  EXPECT_EQ(TestEngine(form_world).error("nothing", "{}"), "unknown tool nothing");
}

constexpr std::string_view query_world = R"({"vendor": "v", "languages": {
  "qualified": {"form": "qualifiers", "without_effect": ["org", "sort"], "values_without_effect": {"is": ["pr"]},
    "after_last": {"repo": "/"}, "alternatives": ["repo"]},
  "clauses": {"form": "expression", "names_collection": true, "and": ["AND"], "negation": "-", "null": "null",
    "signs": {":": "eq", ">": "gt", ">=": "gte", "~": "contains"}},
  "groups": {"form": "conditions", "field": "propertyName", "operator": "operator", "value": "value",
    "groups": {"member": "filters", "most": 5, "filters_most": 6}, "needs_value": true, "whole_days": false,
    "operators": {"EQ": "eq", "GTE": "gte", "LT": "lt"}}}, "tools": {
  "find": {"kind": "search", "rows_path": "$.items", "envelope": {"total_count": null}, "paging": null, "filters": [], "items": "work",
    "query_language": {"name": "qualified", "argument": "q", "fields": {"repo": "_repo", "label": "labels[]", "state": "state",
      "created": "at", "org": "$us", "is": {"open": {"state": "OPEN"}}}, "text": ["title"]}},
  "clauses": {"kind": "search", "rows_path": "$.data", "envelope": {}, "paging": null, "items": ["work", "people"],
    "filters": [{"argument": "query", "op": "clauses"}]},
  "groups": {"kind": "search", "rows_path": "$.results", "envelope": {"total": null}, "paging": null, "items": "deals",
    "filters": [{"argument": "filterGroups", "op": "groups", "field": "p.<propertyName>"}],
    "sort": {"argument": "sorts", "form": "[{propertyName, direction}]"}, "project": {"argument": "properties", "under": "p"}}},
 "collections": {
  "work": [
   {"id": 1, "title": "Fix login page", "state": "OPEN", "labels": ["bug"], "at": "2026-06-30T23:59:00Z", "_repo": "api"},
   {"id": 2, "title": "Login for robots", "state": "CLOSED", "labels": ["bug", "ui"], "at": "2026-07-01T10:00:00Z", "_repo": "web"},
   {"id": 3, "title": "Docs", "state": "OPEN", "labels": [], "at": "2026-09-30T18:00:00Z", "_repo": "docs"}],
  "people": [{"id": "p1", "email": "a@b.c", "age": 30}, {"id": "p2", "email": "d@e.f", "age": 50}],
  "deals": [
   {"id": "1", "p": {"stage": "won", "amount": "900", "closed": "2026-07-15T17:00:00.000Z"}},
   {"id": "2", "p": {"stage": "lost", "amount": "1000", "closed": "2026-10-02T17:00:00.000Z"}},
   {"id": "3", "p": {"stage": "won", "amount": "80", "closed": "2026-09-30T23:00:00.000Z"}}]}})";

TEST(Engine, understands_qualifiers_ranges_negation_and_words) {
  const TestEngine engine(query_world);
  const auto found = [&](const std::string& query) {
    return ids(engine.answer("find", Value{{"q", query}}.dump().c_str())["items"]);
  };
  EXPECT_EQ(found("is:open"), (Ids{"1", "3"}));
  EXPECT_EQ(found("state:open label:bug"), (Ids{"1"}));
  EXPECT_EQ(found("created:2026-07-01..2026-09-30"), (Ids{"2", "3"}));
  EXPECT_EQ(found("created:>2026-07-01"), (Ids{"3"}));
  EXPECT_EQ(found("created:<=2026-06-30 is:pr"), (Ids{"1"}));
  EXPECT_EQ(found("-label:ui login"), (Ids{"1"}));
  EXPECT_EQ(found("repo:us/api repo:us/docs"), (Ids{"1", "3"}));
  EXPECT_EQ(found("org:us"), (Ids{"1", "2", "3"}));
  EXPECT_EQ(found("org:them"), Ids{});
  EXPECT_EQ(found("\"for robots\""), (Ids{"2"}));
  EXPECT_EQ(engine.error("find", R"({"q": "colour:red"})"), "unknown qualifier colour");
}

TEST(Engine, searches_the_collection_that_a_clause_query_names) {
  const TestEngine engine(query_world);
  EXPECT_EQ(ids(engine.answer("clauses", R"({"query": "people:email:\"a@b.c\""})")["data"]),
            (Ids{"p1"}));
  EXPECT_EQ(
      ids(engine.answer("clauses", R"({"query": "people:age>=30 AND -email:'a@b.c'"})")["data"]),
      (Ids{"p2"}));
  EXPECT_TRUE(
      engine.error("clauses", R"({"query": "age>3"})").starts_with("the query starts with"));
}

TEST(Engine, takes_filter_groups_with_epoch_milliseconds_against_written_dates) {
  const TestEngine engine(query_world);
  const Value answer = engine.answer("groups", R"({"filterGroups": [{"filters": [
      {"propertyName": "closed", "operator": "GTE", "value": "1782864000000"},
      {"propertyName": "closed", "operator": "LT", "value": "2026-10-01"},
      {"propertyName": "stage", "operator": "EQ", "value": "won"}]}],
    "sorts": [{"propertyName": "amount", "direction": "ASCENDING"}], "properties": ["amount"]})");
  EXPECT_EQ(ids(answer["results"]), (Ids{"3", "1"}));
  EXPECT_EQ(answer["total"], 2);
  EXPECT_EQ(answer["results"][0]["p"], Value::parse(R"({"amount": "80"})"));
  EXPECT_TRUE(engine
                  .error("groups", R"({"filterGroups": [{"filters": [
      {"propertyName": "stage", "operator": "LIKE", "value": "w"}]}]})")
                  .starts_with("operator LIKE"));
}

}  // namespace
}  // namespace sluice::sandbox
