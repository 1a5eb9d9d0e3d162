#include "catalog/json_schema.h"

#include <gtest/gtest.h>

namespace sluice::catalog {
namespace {

// "PATH: MESSAGE" of each issue.
std::vector<std::string> issues(const char* schema, const char* document,
                                std::size_t issues_max = 20) {
  std::vector<std::string> texts;
  for (const SchemaIssue& issue :
       Schema(Json::parse(schema)).issues(Json::parse(document), issues_max))
    texts.push_back(issue.path + ": " + issue.message);
  return texts;
}

using Texts = std::vector<std::string>;

TEST(Schema, says_where_and_what_is_allowed) {
  constexpr auto schema = R"({"type":"object","required":["id"],"additionalProperties":false,
    "properties":{"id":{"type":"integer","minimum":1,"maximum":9},
                  "kind":{"enum":["a","b"]},
                  "list":{"type":"array","minItems":1,"maxItems":2,
                          "items":{"type":["string","null"],"pattern":"^[a-z]+$"}}}})";
  EXPECT_EQ(issues(schema, R"({"id":2.0,"kind":"a","list":["x",null]})"), Texts{});
  EXPECT_EQ(issues(schema, R"({})"), Texts{": the member \"id\" is missing"});
  EXPECT_EQ(issues(schema, R"({"id":0})"), Texts{"id: must be at least 1"});
  EXPECT_EQ(issues(schema, R"({"id":10})"), Texts{"id: must be at most 9"});
  EXPECT_EQ(issues(schema, R"({"id":"1"})"), Texts{"id: must be integer, is string"});
  EXPECT_EQ(issues(schema, R"({"id":1.5})"), Texts{"id: must be integer, is number"});
  EXPECT_EQ(issues(schema, R"({"id":1,"kind":"c"})"),
            Texts{"kind: \"c\" is not allowed; allowed: a, b"});
  EXPECT_EQ(issues(schema, R"({"id":1,"list":[]})"), Texts{"list: needs at least 1 element(s)"});
  EXPECT_EQ(
      issues(schema, R"({"id":1,"list":["a","b","C"]})"),
      (Texts{"list: holds more than 2 elements", "list/2: \"C\" does not have the form ^[a-z]+$"}));
  EXPECT_EQ(issues(schema, R"({"id":1,"list":[7]})"),
            Texts{"list/0: must be string, null, is number"});
  EXPECT_EQ(issues(schema, R"({"id":1,"other":1})"),
            Texts{"other: unknown member; allowed: id, kind, list"});
  EXPECT_EQ(issues(schema, "[]"), Texts{": must be object, is array"});
  EXPECT_EQ(issues(R"({"const":"a"})", R"("a")"), Texts{});
  EXPECT_EQ(issues(R"({"const":"a"})", R"("b")"), Texts{": must be \"a\""});
}

TEST(Schema, a_keyword_that_is_not_understood_is_an_issue_before_anything_is_accepted) {
  EXPECT_EQ(issues(R"({"type":"object","not":{}})", "{}"),
            Texts{": the schema uses \"not\", which is not understood"});
  EXPECT_EQ(issues(R"({"properties":{"a":{"":1}}})", R"({"a":1})"),
            Texts{"a: the schema uses \"\", which is not understood"});
  // A type that is none stands for no value.
  EXPECT_EQ(issues(R"({"type":"date"})", R"("x")"), Texts{": must be date, is string"});
}

TEST(Schema, a_definition_may_name_itself_and_one_that_is_not_there_allows_nothing) {
  constexpr auto tree = R"({"$ref":"#/$defs/tree","$defs":{"tree":{"type":"object",
    "additionalProperties":false,"properties":{"below":{"$ref":"#/$defs/tree"}}}}})";
  EXPECT_EQ(issues(tree, R"({"below":{"below":{}}})"), Texts{});
  EXPECT_EQ(issues(tree, R"({"below":{"below":{"x":1}}})"),
            Texts{"below/below/x: unknown member; allowed: below"});
  EXPECT_EQ(issues(R"({"$ref":"#/$defs/gone"})", "1"), Texts{": nothing is allowed here"});
  EXPECT_EQ(issues(R"({"$ref":"https://example.com"})", "1"), Texts{": nothing is allowed here"});
}

TEST(Schema, of_several_readings_the_one_that_comes_furthest_is_told) {
  constexpr auto either = R"({"anyOf":[{"type":"string"},
    {"type":"object","properties":{"a":{"type":"integer"}}}]})";
  EXPECT_EQ(issues(either, R"("x")"), Texts{});
  EXPECT_EQ(issues(either, R"({"a":"x"})"), Texts{"a: must be integer, is string"});
}

TEST(Schema, members_may_be_free_held_to_a_schema_or_named_by_a_form) {
  EXPECT_EQ(issues(R"({"type":"object"})", R"({"any":[1]})"), Texts{});
  EXPECT_EQ(issues(R"({"additionalProperties":{"type":"string"}})", R"({"a":"x","b":1})"),
            Texts{"b: must be string, is number"});
  EXPECT_EQ(issues(R"({"propertyNames":{"pattern":"^[a-z]$"}})", R"({"a":1,"B":1})"),
            Texts{"B: \"B\" does not have the form ^[a-z]$"});
  EXPECT_EQ(issues("true", "1"), Texts{});
  EXPECT_EQ(issues("false", "1"), Texts{": nothing is allowed here"});
  EXPECT_EQ(issues("null", "1"), Texts{});
}

TEST(Schema, stops_after_as_many_issues_as_are_asked_for) {
  constexpr auto none = R"({"additionalProperties":false})";
  EXPECT_EQ(issues(none, R"({"a":1,"b":2,"c":3})", 2).size(), 2U);
  EXPECT_EQ(issues(none, R"({"a":1,"b":2,"c":3})").size(), 3U);
}

}  // namespace
}  // namespace sluice::catalog
