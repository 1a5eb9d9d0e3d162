#include "analytics/reading/reading_fixture.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::analytics {
namespace {

// A vendor whose audience is told once a month, in rows that carry the first of the month.
class Steps : public ReadingTest {
 protected:
  void SetUp() override {
    const auto sample = catalog::Catalog::of_sample();
    std::vector<catalog::Vendor> kept;
    for (const catalog::Vendor& vendor : sample.all())
      if (vendor.slug == "mailchimp") kept.push_back(vendor);
    ASSERT_EQ(kept.size(), 1U);
    catalog_ = catalog::Catalog::of(std::move(kept));
  }
};

TEST_F(Steps, what_is_told_once_a_month_has_no_value_of_a_week) {
  EXPECT_EQ(planned("subscribers gained per month this year").measures.front().name,
            "audience_gained");
  EXPECT_FALSE(plan("audience size by week this quarter"));
}

TEST_F(Steps, a_stretch_is_made_of_whole_steps_and_the_running_one) {
  EXPECT_TRUE(plan("subscribers gained in October"));
  EXPECT_TRUE(plan("subscribers gained this month"));
  EXPECT_TRUE(plan("audience size at the end of last quarter"));
  EXPECT_FALSE(plan("net audience growth last week"));
  EXPECT_FALSE(plan("net audience growth in the last 30 days"));
  EXPECT_FALSE(plan("audience size on October 10"));
}

TEST_F(Steps, what_is_made_of_steps_has_them_too) {
  EXPECT_TRUE(plan("net audience growth by month this year"));
  EXPECT_FALSE(plan("net audience growth by week this year"));
}

TEST_F(Steps, the_running_step_of_a_state_is_not_left_out) {
  const auto period = planned("audience size by month this year").period;
  ASSERT_TRUE(period);
  EXPECT_TRUE(period->partial);
}

}  // namespace
}  // namespace sluice::analytics
