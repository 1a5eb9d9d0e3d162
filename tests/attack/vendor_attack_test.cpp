// What a hostile MCP server can do with its answers: to the greeting ("cold"), or to a call after
// an honest greeting of either era.
#include "mcp/fault_text.h"
#include "meter.h"
#include "target.h"

#include <gtest/gtest.h>

#include <ostream>

namespace sluice::attack {
namespace {

namespace text = mcp::fault_text;
using mcp::McpFailure;

const std::string_view timed_out = net::to_text(net::HttpError::timed_out);
const std::string_view body_too_large = net::to_text(net::HttpError::body_too_large);
const std::string_view head_too_large = net::to_text(net::HttpError::head_too_large);
const std::string_view bomb = net::to_text(net::HttpError::compression_bomb);

struct Fault {
  std::string name;
  McpFailure failure;
  std::string_view words;
  Waits waits = Waits::product;

  // The name is GoogleTest's.
  // NOLINTNEXTLINE(readability-identifier-naming)
  friend void PrintTo(const Fault& fault, std::ostream* out) { *out << fault.name; }
};

std::string test_name(const testing::TestParamInfo<Fault>& info) {
  std::string name = info.param.name;
  std::ranges::replace(name, '-', '_');
  return name;
}

class Vendor : public testing::TestWithParam<Fault> {};

// A sentence about what happened and one about what to do.
bool is_advice(std::string_view words) {
  const std::size_t first = words.find_first_of(".:");
  return first != std::string_view::npos && first + 1 < words.size();
}

TEST_P(Vendor, ends_in_an_error_of_its_own_at_a_bounded_price) {
  const Fault& fault = GetParam();
  EXPECT_TRUE(is_advice(fault.words));
  for (const std::string era : {"cold", "modern", "legacy"}) {
    Target target(fault.name, fault.waits);
    const Meter meter;
    const auto result = target.call_tool(era);
    const Cost cost = meter.cost();
    ASSERT_FALSE(result) << era;
    EXPECT_EQ(to_text(result.error().failure), to_text(fault.failure)) << era;
    EXPECT_TRUE(result.error().detail.starts_with(fault.words)) << era << result.error().detail;
    judge(fault.name + " " + era, result.error().detail, cost, seconds_max);
    EXPECT_EQ(target.trapped(), 0U);
  }
}

INSTANTIATE_TEST_SUITE_P(
    vendor, Vendor,
    testing::Values(
        Fault{"silence", McpFailure::timed_out, timed_out, Waits::brief},
        Fault{"slow-drip-head", McpFailure::timed_out, timed_out, Waits::brief},
        Fault{"slow-drip-body", McpFailure::timed_out, timed_out, Waits::brief},
        Fault{"slow-drip-events", McpFailure::timed_out, text::no_event_in_time, Waits::brief},
        Fault{"comments-only", McpFailure::timed_out, text::no_event_in_time, Waits::brief},
        Fault{"endless-events", McpFailure::too_large, text::too_many_events},
        Fault{"endless-comments", McpFailure::too_large, body_too_large},
        Fault{"long-event-id", McpFailure::too_large, text::event_id_too_long},
        Fault{"many-events-one-id", McpFailure::too_large, text::too_many_events},
        Fault{"gigabyte-line", McpFailure::too_large, text::line_too_long},
        Fault{"gigabyte-event", McpFailure::too_large, body_too_large},
        Fault{"gigabyte-body", McpFailure::too_large, body_too_large},
        Fault{"gigabyte-header", McpFailure::too_large, head_too_large},
        Fault{"endless-headers", McpFailure::too_large, head_too_large},
        Fault{"gzip-bomb", McpFailure::too_large, bomb},
        Fault{"gzip-bomb-events", McpFailure::too_large, bomb},
        Fault{"deep-json", McpFailure::protocol_violation, text::unreadable_json},
        Fault{"too-many-values", McpFailure::protocol_violation, text::unreadable_json},
        Fault{"html", McpFailure::not_json, text::web_page},
        Fault{"html-as-json", McpFailure::protocol_violation, text::unreadable_json},
        Fault{"redirect-to-loopback", McpFailure::vendor_status, text::redirected},
        Fault{"invalid-utf8", McpFailure::protocol_violation, text::unreadable_json},
        Fault{"cut-json", McpFailure::protocol_violation, text::unreadable_json},
        Fault{"empty-body", McpFailure::protocol_violation, text::unreadable_json}),
    test_name);

INSTANTIATE_TEST_SUITE_P(
    vendor_conversation, Vendor,
    testing::Values(Fault{"wrong-id", McpFailure::protocol_violation, text::other_id},
                    Fault{"wrong-id-events", McpFailure::protocol_violation, text::other_id},
                    Fault{"text-id", McpFailure::protocol_violation, text::other_id},
                    Fault{"null-id", McpFailure::protocol_violation, text::without_id},
                    Fault{"no-id", McpFailure::protocol_violation, text::without_id},
                    Fault{"long-id", McpFailure::protocol_violation, text::id_too_long},
                    Fault{"answered-twice", McpFailure::protocol_violation, text::answered_twice},
                    Fault{"two-ids", McpFailure::protocol_violation, text::member_twice},
                    Fault{"two-results", McpFailure::protocol_violation, text::member_twice},
                    Fault{"result-and-error", McpFailure::protocol_violation,
                          text::result_and_error},
                    Fault{"empty-batch", McpFailure::protocol_violation, text::no_answer},
                    Fault{"nested-batch", McpFailure::protocol_violation, text::not_a_message},
                    Fault{"large-batch", McpFailure::protocol_violation, text::batch_too_large}),
    test_name);

// The same failure of JSON says where and why.
TEST(vendor_words, tell_the_ways_of_broken_json_apart) {
  for (const auto& [fault, words] :
       {std::pair{"deep-json", "nested deeper than allowed at byte 64."},
        std::pair{"too-many-values", "more values than allowed"},
        std::pair{"invalid-utf8", "not UTF-8 at byte"},
        std::pair{"cut-json", "a text was expected"},
        std::pair{"html-as-json", "a value was expected at byte 0."}}) {
    Target target(fault);
    const auto result = target.call_tool("modern");
    ASSERT_FALSE(result) << fault;
    EXPECT_TRUE(result.error().detail.contains(words)) << fault << ": " << result.error().detail;
  }
}

// The standard of event streams has bad bytes replaced, not refused.
TEST(vendor_words, replaces_bytes_that_are_no_utf8_in_an_event) {
  Target target("invalid-utf8-event");
  const Meter meter;
  const auto result = target.call_tool("modern");
  ASSERT_TRUE(result) << result.error().detail;
  EXPECT_TRUE(result->json.contains("\xEF\xBF\xBD("));
  judge("invalid-utf8-event", "(answered, with U+FFFD)", meter.cost(), seconds_max);
}

TEST(vendor_honest, answers_of_the_largest_size_are_read) {
  for (const std::string fault : {"honest", "honest-packed", "honest-dense"}) {
    Target target(fault);
    const Meter meter;
    const auto result = target.call_tool("modern");
    const Cost cost = meter.cost();
    ASSERT_TRUE(result) << result.error().detail;
    EXPECT_GT(result->json.size(), 9'000'000U);
    judge_packed(fault, cost);
    // The measure itself: what came is known here.
    EXPECT_GT(cost.extra_bytes, 9'000'000U);
    if (fault == "honest") EXPECT_GT(cost.received_bytes, result->json.size());
  }
}

}  // namespace
}  // namespace sluice::attack
