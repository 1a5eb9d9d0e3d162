#include "mcp/message.h"

#include "mcp/definition.h"
#include "mcp/fault_text.h"
#include "mcp/header_value.h"
#include "mcp/parameter_header.h"
#include "mcp/protocol.h"

#include <gtest/gtest.h>

namespace sluice::mcp {
namespace {

JsonText checked(std::string_view text) {
  return JsonText::check(text).value_or(JsonText());
}

TEST(Message, matches_answers_by_the_very_id) {
  const std::string text = R"([{"jsonrpc":"2.0","id":5,"result":{}},)"
                           R"({"jsonrpc":"2.0","id":"5","result":{}},)"
                           R"({"jsonrpc":"2.0","error":{"code":-1,"message":"x"}}])";
  const auto messages = read_messages(text);
  ASSERT_TRUE(messages);
  EXPECT_TRUE(messages->at(0).answers(5));
  EXPECT_FALSE(messages->at(0).answers(6));
  EXPECT_FALSE(messages->at(1).answers(5));
  EXPECT_TRUE(messages->at(2).answers(5));
}

TEST(Message, refuses_what_is_no_json_rpc) {
  for (const char* text :
       {"{}", R"({"jsonrpc":"1.0","id":1,"result":{}})", "1",
        R"({"jsonrpc":"2.0","id":1,"result":[]})", "<html>", R"({"jsonrpc":"2.0","id":1})"}) {
    EXPECT_FALSE(read_messages(text)) << text;
  }
}

TEST(Message, refuses_what_two_readers_would_read_differently) {
  for (const auto& [text, why] :
       {std::pair{R"({"jsonrpc":"2.0","id":1,"id":2,"result":{}})", fault_text::member_twice},
        std::pair{R"({"jsonrpc":"2.0","id":1,"result":{},"resul\u0074":{}})",
                  fault_text::member_twice},
        std::pair{R"({"jsonrpc":"2.0","id":1,"result":{},"error":{"code":1,"message":"m"}})",
                  fault_text::result_and_error}}) {
    const auto messages = read_messages(text);
    ASSERT_FALSE(messages) << text;
    EXPECT_EQ(messages.error(), why) << text;
  }
}

TEST(Message, refuses_more_of_them_than_an_array_may_hold_and_ids_that_are_long) {
  const std::string one = R"({"jsonrpc":"2.0","method":"m"})";
  std::string many = "[" + one;
  for (std::size_t i = 1; i < batch_messages_max; ++i)
    many += "," + one;
  EXPECT_TRUE(read_messages(many + "]"));
  const auto more = read_messages(many + "," + one + "]");
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error(), fault_text::batch_too_large);
  const std::string id(message_id_bytes_max, '1');
  const auto long_id = read_messages(R"({"jsonrpc":"2.0","id":")" + id + R"(","method":"ping"})");
  ASSERT_FALSE(long_id);
  EXPECT_EQ(long_id.error(), fault_text::id_too_long);
}

TEST(HeaderValue, encodes_whatever_http_would_change) {
  EXPECT_EQ(header_value("us west 1"), "us west 1");
  EXPECT_EQ(header_value(""), "");
  EXPECT_EQ(header_value(" padded "), "=?base64?IHBhZGRlZCA=?=");
  EXPECT_EQ(header_value("a\r\nb"), "=?base64?YQ0KYg==?=");
  EXPECT_EQ(header_value("\ttab"), "=?base64?CXRhYg==?=");
  EXPECT_EQ(header_value("\xC3\xA9"), "=?base64?w6k=?=");
  EXPECT_EQ(header_value("=?base64?YQ==?="), "=?base64?PT9iYXNlNjQ/WVE9PT89?=");
}

TEST(ParameterHeaders, are_refused_where_a_rule_is_broken) {
  for (const char* schema :
       {R"({"properties":{"a":{"type":"string","x-mcp-header":""}}})",
        R"({"properties":{"a":{"type":"number","x-mcp-header":"A"}}})",
        R"({"properties":{"a":{"type":"string","x-mcp-header":"A b"}}})",
        R"({"properties":{"a":{"type":"string","x-mcp-header":"A"},)"
        R"("b":{"type":"string","x-mcp-header":"a"}}})",
        R"({"properties":{"a":{"items":{"type":"string","x-mcp-header":"A"}}}})",
        R"({"anyOf":[{"properties":{"a":{"type":"string","x-mcp-header":"A"}}}]})",
        R"({"x-mcp-header":"A","type":"object"})"}) {
    EXPECT_FALSE(parameter_headers(checked(schema))) << schema;
  }
}

TEST(ParameterHeaders, reach_into_nested_objects_and_leave_out_what_is_absent) {
  const auto headers = parameter_headers(
      checked(R"({"properties":{"x":{"type":"object","properties":{"y":{"type":"boolean",)"
              R"("x-mcp-header":"Deep"}}},"n":{"type":"string","x-mcp-header":"None"},)"
              R"("x-mcp-header":{"type":"string"},"d":{"default":{"x-mcp-header":"no"}}}})"));
  ASSERT_TRUE(headers) << headers.error();
  const auto mirrored = mirror_arguments(*headers, checked(R"({"x":{"y":false},"n":null})"));
  ASSERT_EQ(mirrored.size(), 1U);
  EXPECT_EQ(mirrored.at(0).name, "Mcp-Param-Deep");
  EXPECT_EQ(mirrored.at(0).value, "false");
}

TEST(Definition, keeps_its_digest_when_only_the_writing_changes) {
  const auto first = definition_digest(R"({"name":"a","inputSchema":{"b":1.50,"a":[true]}})");
  const auto same = definition_digest(
      "{ \"inputSchema\" : {\"a\":[true] ,\"b\":1.50}, \"name\":\"\\u0061\", \"_meta\":{}}");
  const auto other = definition_digest(R"({"name":"a","inputSchema":{"b":1.5,"a":[true]}})");
  ASSERT_TRUE(first && same && other);
  EXPECT_EQ(*first, *same);
  EXPECT_NE(*first, *other);
  EXPECT_TRUE(first->starts_with("sha256:"));
  EXPECT_EQ(canonical_json(checked(R"({"b":1.50,"a":[true,null,"\u00e9"]})")),
            "{\"a\":[true,null,\"\xC3\xA9\"],\"b\":1.50}");
}

TEST(Definition, changes_with_every_member_that_was_reviewed) {
  const auto base = definition_digest(R"({"name":"a"})");
  for (const char* changed :
       {R"({"name":"b"})", R"({"name":"a","title":"t"})", R"({"name":"a","description":"d"})",
        R"({"name":"a","inputSchema":{}})", R"({"name":"a","outputSchema":{}})",
        R"({"name":"a","annotations":{}})"}) {
    EXPECT_NE(definition_digest(changed), base) << changed;
  }
  EXPECT_EQ(definition_digest(R"({"name":"a","annotations":null})"), base);
  EXPECT_FALSE(definition_digest(R"({"name":"a","name":"b"})"));
  EXPECT_FALSE(definition_digest("[]"));
}

}  // namespace
}  // namespace sluice::mcp
