#include "calls/call_pace.h"

#include <gtest/gtest.h>

namespace sluice::calls {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr milliseconds patience{120'000};

catalog::Tool named(const char* name) {
  catalog::Tool tool;
  tool.name = name;
  return tool;
}

struct World {
  CallPace pace;
  catalog::Vendor vendor;
  catalog::Tool search = named("search");
  catalog::Tool list = named("list");
  CallPace::Moment now{};

  // In seconds; -1: refused.
  long wait(const catalog::Tool& tool, std::uint64_t connection = 1,
            milliseconds longest = patience) {
    const auto place = pace.book(ConnectionId{connection}, vendor, tool, now, longest);
    return place.booked ? place.wait.count() / 1000 : -1;
  }
};

TEST(CallPace, lets_calls_go_at_once_where_no_limit_is_known) {
  World world;
  for (int call = 0; call < 1'000; ++call)
    ASSERT_EQ(world.wait(world.list), 0);
}

TEST(CallPace, waits_for_the_vendors_minute_over_all_tools_of_one_connection) {
  World world;
  world.vendor.limits.per_minute_max = 2;
  EXPECT_EQ(world.wait(world.list), 0);
  world.now += seconds(10);
  EXPECT_EQ(world.wait(world.search), 0);
  EXPECT_EQ(world.wait(world.list), 50);
  EXPECT_EQ(world.wait(world.list), 60);
  // Who waits holds a place as well.
  EXPECT_EQ(world.wait(world.list), 110);
  EXPECT_EQ(world.wait(world.list, 2), 0);
  world.now += minutes(3);
  EXPECT_EQ(world.wait(world.list), 0);
}

TEST(CallPace, holds_a_tool_to_its_own_limit_and_lets_others_pass_it) {
  World world;
  world.search.limits.per_minute_max = 1;
  world.vendor.limits.per_minute_max = 3;
  EXPECT_EQ(world.wait(world.search), 0);
  EXPECT_EQ(world.wait(world.search), 60);
  EXPECT_EQ(world.wait(world.list), 0);
  // Three places are taken, two of them now and one in a minute.
  EXPECT_EQ(world.wait(world.list), 60);
}

TEST(CallPace, refuses_what_would_wait_too_long_and_keeps_no_place_for_it) {
  World world;
  world.vendor.limits.per_hour_max = 1;
  EXPECT_EQ(world.wait(world.list), 0);
  EXPECT_EQ(world.wait(world.list), -1);
  world.now += minutes(59);
  EXPECT_EQ(world.wait(world.list, 1, seconds(59)), -1);
  EXPECT_EQ(world.wait(world.list), 60);
}

TEST(CallPace, stays_away_as_long_as_the_vendor_said_and_forgets_with_the_connection) {
  World world;
  world.vendor.limits.per_minute_max = 1;
  world.pace.hold(ConnectionId{1}, world.now + seconds(30));
  world.pace.hold(ConnectionId{1}, world.now + seconds(20));
  EXPECT_EQ(world.wait(world.list), 30);
  EXPECT_EQ(world.wait(world.list, 2), 0);
  EXPECT_EQ(world.wait(world.list), 90);
  world.pace.forget(ConnectionId{1});
  EXPECT_EQ(world.wait(world.list), 0);
}

TEST(CallPace, remembers_no_call_that_nothing_limits) {
  World world;
  EXPECT_EQ(world.wait(world.list), 0);
  EXPECT_EQ(world.pace.remembered(), 0U);
  world.search.limits.per_hour_max = 5;
  EXPECT_EQ(world.wait(world.search), 0);
  EXPECT_EQ(world.wait(world.list), 0);
  EXPECT_EQ(world.pace.remembered(), 1U) << "of the tool with a limit alone";
  world.now += std::chrono::hours(1);
  EXPECT_EQ(world.wait(world.search), 0);
  EXPECT_EQ(world.pace.remembered(), 1U) << "what no hour counts any more is gone";
}

}  // namespace
}  // namespace sluice::calls
