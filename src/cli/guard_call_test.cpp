#include "cli/guard_call.h"

#include <gtest/gtest.h>

namespace sluice::cli {
namespace {

OrderedJson asked(std::string_view line) {
  static const catalog::Catalog catalog = catalog::Catalog::embedded();
  const auto answer = make_call_guard(catalog)(line);
  return answer ? *answer : OrderedJson(answer.error());
}

TEST(CallGuard, allows_a_reviewed_read_and_shows_what_would_leave) {
  const OrderedJson answer = asked(
      R"({"vendor":"hubspot","tool":"search_crm_objects","arguments":{"objectType":"deals","chatInsights":{"intent":"x"}}})");
  EXPECT_EQ(answer["verdict"], "allow");
  EXPECT_EQ(answer["arguments"].dump(), R"({"objectType":"deals"})");
}

TEST(CallGuard, refuses_a_write_an_unknown_vendor_and_an_unknown_tool) {
  EXPECT_EQ(asked(R"({"vendor":"stripe","tool":"create_refund","arguments":{}})")["reason"],
            "write_tool");
  EXPECT_EQ(asked(R"({"vendor":"nobody","tool":"list","arguments":{}})")["reason"],
            "unknown_vendor");
  EXPECT_EQ(asked(R"({"vendor":"stripe","tool":"list_everything"})")["reason"], "unknown_tool");
  EXPECT_EQ(asked(R"({"vendor":"stripe"})")["verdict"], "refuse");
}

TEST(CallGuard, holds_what_belongs_to_the_connection_to_its_parameters) {
  const std::string call =
      R"({"vendor":"github","tool":"list_releases","arguments":{"repo":"app","owner":"other"})";
  EXPECT_EQ(asked(call + R"(,"parameters":{"owner":"brightwater"}})")["reason"],
            "argument_not_allowed");
  EXPECT_EQ(asked(call + R"(,"parameters":{"owner":"other"}})")["verdict"], "allow");
  EXPECT_EQ(asked(call + "}")["verdict"], "allow");  // No connection to compare with.
}

TEST(CallGuard, refuses_members_that_are_there_twice) {
  const OrderedJson answer =
      asked(R"({"vendor":"stripe","tool":"list_invoices","arguments":{"limit":1,"limit":100}})");
  EXPECT_EQ(answer["verdict"], "refuse");
  EXPECT_EQ(answer["reason"], "duplicate_members");
}

TEST(CallGuard, cannot_read_what_is_no_json_object) {
  EXPECT_TRUE(asked("not json").is_string());
  EXPECT_TRUE(asked("[1]").is_string());
}

}  // namespace
}  // namespace sluice::cli
