#include "authoring/schema_shape.h"

#include "catalog/input_shape.h"
#include "catalog/json_schema.h"

#include <gtest/gtest.h>

namespace sluice::authoring {
namespace {

// The short form of one member's schema.
std::string shape(const char* schema) {
  return shape_of_schema({{"properties", {{"a", Json::parse(schema)}}}})["a"].dump();
}

TEST(SchemaShape, says_types_choices_lists_and_members_as_a_row_does) {
  EXPECT_EQ(shape(R"({"type":"string"})"), R"("string")");
  EXPECT_EQ(shape(R"({"type":["integer","null"]})"), R"("integer")");
  EXPECT_EQ(shape(R"({"type":["integer","string"]})"), R"("integer|string")");
  EXPECT_EQ(shape(R"({"enum":["open","done",null]})"), R"(["open","done"])");
  EXPECT_EQ(shape(R"({"type":"array","items":{"type":"string"}})"), R"("string[]")");
  EXPECT_EQ(shape(R"({"type":"array","items":{"enum":["a","b"]}})"), R"("string[]")");
  EXPECT_EQ(shape(R"({"type":"object","properties":{"x":{"type":"number"}},"required":["x"]})"),
            R"({"x!":"number"})");
  EXPECT_EQ(shape(R"({"type":"array","items":{"properties":{"x":{"type":"number"}}}})"),
            R"([{"x":"number"}])");
  EXPECT_EQ(shape(R"({"anyOf":[{"type":"string"},{"type":"null"}]})"), R"("string")");
}

TEST(SchemaShape, becomes_wider_where_the_short_form_has_no_words) {
  EXPECT_EQ(shape(R"({})"), R"("any")");
  EXPECT_EQ(shape(R"({"type":"object"})"), R"("object")");
  EXPECT_EQ(shape(R"({"type":"array"})"), R"("array")");
  EXPECT_EQ(shape(R"({"anyOf":[{"type":"string"},{"properties":{"x":{}}}]})"), R"("any")");
  EXPECT_EQ(shape(R"({"$ref":"https://elsewhere.example/schema"})"), R"("any")");
}

TEST(SchemaShape, follows_references_inside_and_ends_where_a_schema_refers_to_itself) {
  const Json schema = Json::parse(R"({"$defs":{"node":{"type":"object","properties":
    {"left":{"$ref":"#/$defs/node"},"right":{"$ref":"#/$defs/node"},"key":{"type":"string"}}}},
    "properties":{"tree":{"$ref":"#/$defs/node"}}})");
  const Json written = shape_of_schema(schema);
  EXPECT_EQ(written["tree"]["left"]["key"], "string");
  EXPECT_LT(written.dump().size(), 100'000u);
}

// What a row says with it is a schema that takes everything that the server's takes.
TEST(SchemaShape, is_read_back_as_a_schema_that_takes_what_the_servers_takes) {
  const Json schema = Json::parse(R"({"type":"object","required":["owner"],"properties":{
    "owner":{"type":"string"},"state":{"enum":["open","done"]},
    "range":{"type":"object","properties":{"from":{"type":"integer"}}},
    "parts":{"type":"array","items":{"properties":{"id":{"type":["string","integer"]}}}}}})");
  const auto read = catalog::schema_from_shape(shape_of_schema(schema));
  ASSERT_TRUE(read) << read.error();
  const Json call = Json::parse(
      R"({"owner":"o","state":"done","range":{"from":3},"parts":[{"id":"x"},{"id":7}]})");
  EXPECT_TRUE(catalog::schema_issues(*read, call).empty());
  EXPECT_FALSE(catalog::schema_issues(*read, {{"state", "done"}}).empty());
}

}  // namespace
}  // namespace sluice::authoring
