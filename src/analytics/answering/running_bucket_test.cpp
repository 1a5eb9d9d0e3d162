#include "analytics/answering/running_bucket.h"

#include <gtest/gtest.h>

namespace sluice::analytics {
namespace {

class RunningBucket : public testing::Test {
 protected:
  RunningBucket() {
    plan_.frame = Frame::trend;
    plan_.dimensions.resize(1);
    compiled_.spans = {{Span{}, Span{}}};
    compiled_.spans.front()[0].label = "2026-10";
    compiled_.spans.front()[1].label = "2026-11";
    compiled_.spans.front()[1].partial = true;
    tables_.resize(1);
    tables_.front().rows = {{"2026-10", 7.5}, {"2026-11", nullptr}};
  }
  [[nodiscard]] std::size_t left() {
    leave_out_running(plan_, compiled_, tables_);
    EXPECT_EQ(tables_.front().rows.size(), compiled_.spans.front().size());
    return compiled_.spans.front().size();
  }

  QueryPlan plan_;
  CompiledPlan compiled_;
  std::vector<analyst::Table> tables_;
};

TEST_F(RunningBucket, without_a_value_ends_no_series) {
  EXPECT_EQ(left(), 1U);
  EXPECT_EQ(tables_.front().rows.back()[0], Json("2026-10"));
}

TEST_F(RunningBucket, with_a_value_or_that_is_over_stays) {
  tables_.front().rows[1][1] = 0;
  EXPECT_EQ(left(), 2U);
  tables_.front().rows[1][1] = nullptr;
  compiled_.spans.front()[1].partial = false;
  EXPECT_EQ(left(), 2U);
}

TEST_F(RunningBucket, alone_is_told) {
  compiled_.spans.front().erase(compiled_.spans.front().begin());
  tables_.front().rows.erase(tables_.front().rows.begin());
  EXPECT_EQ(left(), 1U);
}

}  // namespace
}  // namespace sluice::analytics
