// What a hostile MCP server can do with its list of tools and with what it asks back.
#include "mcp/fault_text.h"
#include "meter.h"
#include "target.h"

#include <gtest/gtest.h>

namespace sluice::attack {
namespace {

namespace text = mcp::fault_text;
using mcp::McpFailure;

struct CutList {
  std::string fault;
  std::size_t tools;
  std::string_view because;
};

// A list that is cut is used as far as it was read, and says that it was cut and why.
TEST(tools, of_any_number_are_cut_at_a_limit_that_is_named) {
  for (const CutList& expected : {CutList{"tools-100000", 5'000, text::too_many_tools},
                                  CutList{"tools-of-nothing", 0, text::too_many_tools},
                                  CutList{"cursor-loop", 4, text::repeated_page},
                                  CutList{"cursor-without-end", 50, text::too_many_pages},
                                  CutList{"cursor-of-megabytes", 1, text::cursor_too_long}}) {
    for (const std::string era : {"modern", "legacy"}) {
      Target target(expected.fault);
      const Meter meter;
      const auto list = target.list_tools(era);
      const Cost cost = meter.cost();
      ASSERT_TRUE(list) << expected.fault << list.error().detail;
      EXPECT_FALSE(list->complete) << expected.fault;
      EXPECT_EQ(list->cut_because, expected.because) << expected.fault;
      EXPECT_LE(list->definitions.size(), expected.tools) << expected.fault;
      EXPECT_LE(list->dropped.size(), 5'000U) << expected.fault;
      judge(expected.fault + " " + era, list->cut_because, cost, seconds_max);
    }
  }
}

TEST(tools, too_large_to_be_reviewed_are_left_out) {
  Target target("tools-of-megabytes");
  const Meter meter;
  const auto list = target.list_tools("modern");
  const Cost cost = meter.cost();
  ASSERT_TRUE(list) << list.error().detail;
  EXPECT_TRUE(list->definitions.empty());
  ASSERT_EQ(list->dropped.size(), 1U);
  EXPECT_EQ(list->dropped.front().name, "t");
  judge("tools-of-megabytes", list->dropped.front().reason, cost, seconds_max);
}

TEST(tools, that_differ_under_one_name_are_both_left_out) {
  Target target("tools-with-one-name");
  const Meter meter;
  const auto list = target.list_tools("modern");
  ASSERT_TRUE(list) << list.error().detail;
  EXPECT_TRUE(list->definitions.empty());
  ASSERT_EQ(list->dropped.size(), 1U);
  judge("tools-with-one-name", list->dropped.front().reason, meter.cost(), seconds_max);
}

TEST(tools, of_a_server_that_names_versions_without_end_are_not_asked_for) {
  Target target("versions-without-end");
  const Meter meter;
  const auto list = target.list_tools("cold");
  const Cost cost = meter.cost();
  ASSERT_FALSE(list);
  EXPECT_EQ(list.error().failure, McpFailure::version_unsupported);
  EXPECT_EQ(list.error().detail, text::no_known_revision);
  judge("versions-without-end", list.error().detail, cost, seconds_max);
}

TEST(tools, that_ask_back_without_end_are_given_up) {
  Target target("questions-without-end");
  const Meter meter;
  const auto result = target.call_tool("modern");
  const Cost cost = meter.cost();
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().failure, McpFailure::input_required);
  EXPECT_EQ(result.error().detail, text::input_required);
  judge("questions-without-end", result.error().detail, cost, seconds_max);
}

}  // namespace
}  // namespace sluice::attack
