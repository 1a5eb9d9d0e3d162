#include "vault/refresh_lease.h"

#include "vault/vault_fixture.h"

#include <atomic>
#include <thread>

namespace sluice::vault {
namespace {

class Leases : public testing::Test {
 protected:
  VaultFixture house;
  Connection connection = house.connect(house.ada.access, "stripe", "tok");
  RefreshLeases leases{*house.database, house.clock, house.random};
  storage::OrganizationStore store = house.database->organization(house.ada.access);
};

TEST_F(Leases, is_held_by_one_until_released) {
  auto lease = leases.take(house.ada.access, connection);
  ASSERT_TRUE(lease);
  EXPECT_FALSE(lease->parts().previous_attempt_unknown);
  EXPECT_EQ(leases.take(house.ada.access, connection).error(), LeaseError::held);
  store.write(
      [&](storage::Transaction& transaction) { RefreshLeases::release(transaction, *lease); });
  EXPECT_TRUE(leases.take(house.ada.access, connection));
}

TEST_F(Leases, a_crash_after_the_intent_is_known_to_the_next_holder) {
  const auto crashed = leases.take(house.ada.access, connection);
  ASSERT_TRUE(crashed);
  EXPECT_TRUE(leases.mark_sent(house.ada.access, *crashed));
  house.clock.advance(refresh_lease_time);
  const auto next = leases.take(house.ada.access, connection);
  ASSERT_TRUE(next);
  EXPECT_TRUE(next->parts().previous_attempt_unknown);
  EXPECT_FALSE(leases.mark_sent(house.ada.access, *crashed));  // It came back too late.
}

TEST_F(Leases, a_crash_before_the_intent_costs_nothing) {
  ASSERT_TRUE(leases.take(house.ada.access, connection));
  house.clock.advance(refresh_lease_time);
  const auto next = leases.take(house.ada.access, connection);
  ASSERT_TRUE(next);
  EXPECT_FALSE(next->parts().previous_attempt_unknown);
}

TEST_F(Leases, who_lost_the_race_is_told_to_read_again) {
  auto lease = leases.take(house.ada.access, connection);
  auto sealed = house.vault.reseal(connection, VaultFixture::tokens("new"));
  ASSERT_TRUE(store.write([&](storage::Transaction& transaction) {
    auto stored = house.vault.store(transaction, std::move(*sealed));
    RefreshLeases::release(transaction, *lease);
    return stored;
  }));
  EXPECT_EQ(leases.take(house.ada.access, connection).error(), LeaseError::superseded);
  EXPECT_TRUE(leases.take(house.ada.access, house.reread(connection)));
}

TEST_F(Leases, rest_longer_and_longer_while_the_token_endpoint_fails) {
  const auto fails = [&] {
    const auto lease = leases.take(house.ada.access, connection);
    if (lease) leases.fail(house.ada.access, *lease);
    return lease.has_value();
  };
  const auto rests_for = [&](std::chrono::seconds rest) {
    house.clock.advance(rest - std::chrono::seconds(1));
    EXPECT_EQ(leases.take(house.ada.access, connection).error(), LeaseError::resting);
    house.clock.advance(std::chrono::seconds(1));
  };
  for (int i = 0; i < refresh_retries_at_once + 1; ++i)
    EXPECT_TRUE(fails());
  rests_for(refresh_rest_min);
  EXPECT_TRUE(fails());
  rests_for(2 * refresh_rest_min);
  for (int i = 0; i < 60; ++i) {
    house.clock.advance(refresh_rest_max);
    EXPECT_TRUE(fails());
  }
  rests_for(refresh_rest_max);
  EXPECT_EQ(leases.failures(connection), 64);
}

TEST_F(Leases, end_their_rest_with_a_new_token_and_when_a_clock_was_ahead) {
  const auto fail_thrice = [&] {
    for (int i = 0; i < 3; ++i)
      leases.fail(house.ada.access, *leases.take(house.ada.access, connection));
  };
  fail_thrice();
  EXPECT_FALSE(leases.take(house.ada.access, connection));
  connection = house.connect(house.ada.access, "stripe", "again");
  EXPECT_EQ(leases.failures(connection), 0);
  EXPECT_TRUE(leases.take(house.ada.access, connection));
  connection = house.connect(house.ada.access, "linear", "tok");
  house.clock.advance(std::chrono::hours(24 * 400));
  fail_thrice();
  house.clock.advance(-std::chrono::hours(24 * 400));
  EXPECT_TRUE(leases.take(house.ada.access, connection));
}

TEST_F(Leases, who_waited_for_a_failure_takes_it_for_the_answer) {
  const std::int64_t known = leases.failures(connection);
  leases.fail(house.ada.access, *leases.take(house.ada.access, connection));
  EXPECT_EQ(leases.take(house.ada.access, connection, known).error(), LeaseError::resting);
  EXPECT_TRUE(leases.take(house.ada.access, connection, leases.failures(connection)));
}

TEST_F(Leases, a_disconnected_connection_is_not_refreshed) {
  const auto lease = leases.take(house.ada.access, connection);
  house.disconnect(connection);
  EXPECT_FALSE(leases.mark_sent(house.ada.access, *lease));
  EXPECT_EQ(leases.take(house.ada.access, house.reread(connection)).error(),
            LeaseError::superseded);
}

TEST_F(Leases, are_given_three_times_a_minute_and_no_more) {
  const auto ask = [&] {
    const auto lease = leases.take(house.ada.access, connection);
    if (!lease) return lease.error() == LeaseError::too_often ? 0 : -1;
    EXPECT_TRUE(leases.mark_sent(house.ada.access, *lease));
    store.write(
        [&](storage::Transaction& transaction) { RefreshLeases::release(transaction, *lease); });
    house.clock.advance(std::chrono::seconds(10));
    return 1;
  };
  EXPECT_EQ(ask() + ask() + ask(), refreshes_max);
  EXPECT_EQ(ask(), 0);
  house.clock.advance(std::chrono::seconds(29));  // 59 since the first.
  EXPECT_EQ(ask(), 0);
  house.clock.advance(std::chrono::seconds(1));
  EXPECT_EQ(ask(), 1);
  EXPECT_EQ(ask(), 1);  // The second one is 60 seconds old by now.
}

TEST_F(Leases, of_a_clock_that_was_ahead_bar_nobody_once_it_is_right_again) {
  house.clock.advance(std::chrono::days(400));
  for (int i = 0; i < refreshes_max; ++i) {
    const auto lease = leases.take(house.ada.access, connection);
    ASSERT_TRUE(lease);
    EXPECT_TRUE(leases.mark_sent(house.ada.access, *lease));
    if (i + 1 < refreshes_max)
      store.write(
          [&](storage::Transaction& transaction) { RefreshLeases::release(transaction, *lease); });
  }
  house.clock.advance(-std::chrono::days(400));
  // They count as asked a moment ago, and the lease as taken a moment ago: a minute, and no more.
  EXPECT_EQ(leases.take(house.ada.access, connection).error(), LeaseError::too_often);
  house.clock.advance(refreshes_window);
  EXPECT_TRUE(leases.take(house.ada.access, connection));
}

TEST_F(Leases, that_were_never_used_do_not_count) {
  for (int i = 0; i < 2 * refreshes_max; ++i) {
    const auto lease = leases.take(house.ada.access, connection);
    ASSERT_TRUE(lease);
    store.write(
        [&](storage::Transaction& transaction) { RefreshLeases::release(transaction, *lease); });
  }
}

TEST_F(Leases, of_many_threads_one_gets_it) {
  constexpr int threads_count = 8;
  std::atomic<int> holders = 0;
  SystemRandom random;  // Unlike a seeded one, made for many threads.
  const RefreshLeases shared(*house.database, house.clock, random);
  {
    std::vector<std::jthread> threads;
    for (int thread = 0; thread < threads_count; ++thread)
      threads.emplace_back([&] { holders += shared.take(house.ada.access, connection) ? 1 : 0; });
  }
  EXPECT_EQ(holders, 1);
}

}  // namespace
}  // namespace sluice::vault
