#include "base/rate_limit.h"

#include <gtest/gtest.h>

namespace sluice {
namespace {

TEST(RateLimit, gives_each_key_so_many_in_its_window_and_more_when_it_has_passed) {
  RateLimit limit(2, std::chrono::seconds(60));
  const RateLimit::Time start{};
  EXPECT_TRUE(limit.take("a", start));
  EXPECT_TRUE(limit.take("a", start + std::chrono::seconds(30)));
  EXPECT_FALSE(limit.take("a", start + std::chrono::seconds(59)));
  EXPECT_TRUE(limit.take("b", start + std::chrono::seconds(59)));
  EXPECT_TRUE(limit.take("a", start + std::chrono::seconds(60)));
  EXPECT_FALSE(limit.take("a", start + std::chrono::seconds(61)));
}

TEST(RateLimit, keeps_no_more_keys_than_it_says) {
  RateLimit limit(1, std::chrono::seconds(60));
  const RateLimit::Time start{};
  for (std::size_t key = 0; key < RateLimit::keys_max; ++key)
    ASSERT_TRUE(limit.take(std::to_string(key), start));
  EXPECT_FALSE(limit.take("one more", start + std::chrono::seconds(1)));
  EXPECT_TRUE(limit.take("one more", start + std::chrono::seconds(60)));
}

}  // namespace
}  // namespace sluice
