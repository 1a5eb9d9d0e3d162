#include "identity/sign_in_limit.h"

#include "identity/identity_fixture.h"

namespace sluice::identity {
namespace {

TEST(SignInLimit, of_a_clock_that_was_ahead_bars_nobody_once_it_is_right_again) {
  IdentityFixture house;
  SignInLimit limit(*house.database, house.clock, house.random);
  house.clock.advance(std::chrono::days(400));
  int allowed = 0;
  while (allowed < 100 && limit.begin("ada@example.com", "127.0.0.1"))
    ++allowed;
  ASSERT_LT(allowed, 100);
  house.clock.advance(-std::chrono::days(400));
  EXPECT_FALSE(limit.begin("ada@example.com", "127.0.0.1"));  // As if they had failed just now.
  house.clock.advance(failure_window);
  EXPECT_TRUE(limit.begin("ada@example.com", "127.0.0.1"));
}

}  // namespace
}  // namespace sluice::identity
