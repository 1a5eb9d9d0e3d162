#include "base/json_text.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

JsonText checked(std::string_view text) {
  const auto result = JsonText::check(text);
  EXPECT_TRUE(result) << (result ? "" : result.error());
  return result.value_or(JsonText());
}

TEST(JsonText, gives_a_member_back_byte_for_byte) {
  const JsonText document = checked(R"( {"a": [1, 2.50, 1e400], "b":{ "c" : "x" } } )");
  EXPECT_EQ(document.member("a").raw(), "[1, 2.50, 1e400]");
  EXPECT_EQ(document.member("b").raw(), R"({ "c" : "x" })");
  EXPECT_TRUE(document.member("z").absent());
  EXPECT_EQ(document.member("a").elements().at(1).raw(), "2.50");
}

TEST(JsonText, decodes_escapes_and_surrogate_pairs) {
  const JsonText document = checked(R"(["\"\\\/\b\f\n\r\t", "\u00e9\ud83d\ude00", ""])");
  EXPECT_EQ(document.elements().at(0).string(), "\"\\/\b\f\n\r\t");
  EXPECT_EQ(document.elements().at(1).string(), "\u00e9\U0001F600");
  EXPECT_EQ(document.elements().at(2).string(), "");
}

TEST(JsonText, finds_a_member_whose_name_is_escaped) {
  EXPECT_EQ(checked(R"({"\u0061b": 1})").member("ab").integer(), 1);
}

TEST(JsonText, is_not_confused_by_brackets_inside_texts) {
  const JsonText document = checked(R"({"a": ["}]\"{["], "b": 7})");
  EXPECT_EQ(document.member("b").integer(), 7);
  EXPECT_EQ(document.members().size(), 2U);
}

TEST(JsonText, refuses_duplicate_members_also_when_escaped_and_nested) {
  const JsonLimits strict{.duplicate_members_refused = true};
  EXPECT_FALSE(JsonText::check(R"({"a":1,"\u0061":2})", strict));
  EXPECT_FALSE(JsonText::check(R"([{"x":{"a":1,"a":2}}])", strict));
  EXPECT_TRUE(JsonText::check(R"({"a":1,"b":{"a":2}})", strict));
  EXPECT_TRUE(JsonText::check(R"({"a":1,"a":2})"));
}

TEST(JsonText, keeps_the_limits) {
  EXPECT_TRUE(JsonText::check("[[[]]]", {.depth_max = 3}));
  EXPECT_FALSE(JsonText::check("[[[]]]", {.depth_max = 2}));
  EXPECT_FALSE(JsonText::check("[1,2,3]", {.values_max = 3}));
}

TEST(JsonText, refuses_a_byte_order_mark_and_half_documents) {
  for (const std::string_view text : {"\xEF\xBB\xBF{}", "", " ", "{", "[1,]", "{\"a\":}", "01",
                                      "1 2", "nul", "\"\\ud800\"", "\"\\x\"", "\"\x01\"", "-"}) {
    EXPECT_FALSE(JsonText::check(text)) << text;
  }
}

TEST(JsonText, reads_an_integer_only_where_it_is_one) {
  EXPECT_EQ(checked("-12").integer(), -12);
  EXPECT_FALSE(checked("1.0").integer());
  EXPECT_FALSE(checked("9223372036854775808").integer());
  EXPECT_FALSE(checked("\"1\"").integer());
}

}  // namespace
}  // namespace sluice
