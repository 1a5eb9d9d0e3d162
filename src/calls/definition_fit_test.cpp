#include "calls/definition_fit.h"

#include "calls/definition_judgement.h"
#include "catalog/catalog.h"
#include "catalog/input_shape.h"

#include <gtest/gtest.h>

namespace sluice::calls {
namespace {

const catalog::Catalog& rows() {
  static const catalog::Catalog catalog = catalog::Catalog::embedded();
  return catalog;
}

// A read with a text, a number, a closed object and a list.
catalog::Tool reviewed() {
  catalog::Tool tool;
  tool.name = "list";
  tool.verdict = catalog::Verdict::read;
  tool.input = *catalog::schema_from_shape({{"name", "string"},
                                            {"limit", "integer"},
                                            {"created", {{"gte", "integer"}}},
                                            {"ids", "string[]"}});
  return tool;
}
std::string fit(const char* schema, const catalog::Tool& tool = reviewed()) {
  return misfit(tool, JsonText::check(schema).value_or(JsonText()));
}

TEST(DefinitionFit, takes_a_schema_that_leaves_open_what_the_row_sends) {
  for (
      const char* schema :
      {R"({"type":"object"})", R"({})", "null", R"({"type":"object","properties":{"limit":{}}})",
       R"({"type":"object","properties":{"limit":{"type":"number"},"name":{"type":["string","null"]}}})",
       R"({"type":"object","properties":{"name":{"anyOf":[{"type":"string"},{"type":"null"}]}}})",
       R"({"type":"object","properties":{"name":{"enum":["a","b"]}}})",
       R"({"type":"object","properties":{"created":{"type":"object"},"ids":{"type":"array"}}})",
       R"({"type":"object","properties":{"name":{"$ref":"#/$defs/n"}},"$defs":{"n":{"type":"string"}}})",
       R"({"type":"object","required":["name"],"additionalProperties":false,"properties":{
            "name":{"type":"string"},"limit":{"type":"integer"},"ids":{"type":"array"},
            "created":{"type":"object","additionalProperties":false,"properties":{"gte":{"type":"integer"}}}}})"}) {
    EXPECT_EQ(fit(schema), "") << schema;
  }
}

TEST(DefinitionFit, finds_what_a_schema_cannot_take) {
  for (
      const char* schema :
      {R"({"type":"object","properties":{},"additionalProperties":false})",
       R"({"type":"object","properties":{"limit":{"type":"string"}}})",
       R"({"type":"object","properties":{"name":{"enum":[1,2]}}})",
       R"({"type":"object","properties":{"ids":{"type":"string"}}})",
       R"({"type":"object","properties":{"created":{"type":"object","properties":{},"additionalProperties":false}}})",
       R"({"type":"object","properties":{"created":{"type":"object","properties":{"gte":{"type":"string"}}}}})",
       R"({"type":"object","properties":{"name":{"$ref":"#/$defs/n"}},"$defs":{"n":{"type":"boolean"}}})",
       R"({"type":"object","required":["confirm"],"properties":{"confirm":{"type":"boolean"}}})",
       "[]", "7"}) {
    EXPECT_NE(fit(schema), "") << schema;
  }
}

TEST(DefinitionFit, goes_by_what_leaves_after_the_rules) {
  catalog::Tool tool = reviewed();
  using Kind = catalog::ArgumentRule::Kind;
  tool.rules = {{.kind = Kind::json_text, .path = "created"},
                {.kind = Kind::dropped, .path = "name"}};
  EXPECT_EQ(fit(R"({"type":"object","additionalProperties":false,"properties":{
      "created":{"type":"string"},"limit":{"type":"integer"},"ids":{"type":"array"}}})",
                tool),
            "");
  EXPECT_NE(fit(R"({"type":"object","properties":{"created":{"type":"object"}}})", tool), "");
}

TEST(DefinitionFit, a_description_that_says_it_changes_something_wants_a_person) {
  const auto word_for = [](const std::string& description) {
    const Json definition{{"name", "list_teams"}, {"description", description}};
    return judge_definition(rows().find("linear"), definition.dump()).word;
  };
  for (const char* text :
       {"Deletes the teams.", "Delete teams", "Lists teams and deletes the empty ones.",
        "Lists teams. Removes the rest.", "This tool sends the list away.",
        "Lists; then creates one.", "Lists teams, it will delete them."}) {
    EXPECT_EQ(word_for(text), DefinitionJudgement::Word::review) << text;
  }
  for (const char* text :
       {"Lists teams, refunds, commits and updates.", "Commits with author filters",
        "Updates of a project", "Issues created, updated or deleted since then",
        "List teams. Can be narrowed by when they were created.", "Transfers and payouts", ""}) {
    EXPECT_EQ(word_for(text), DefinitionJudgement::Word::allow) << text;
  }
}

}  // namespace
}  // namespace sluice::calls
