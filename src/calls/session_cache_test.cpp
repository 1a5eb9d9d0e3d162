#include "calls/tool_lists.h"
#include "vault/vault_fixture.h"

namespace sluice::calls {
namespace {

struct SessionCacheTest : testing::Test {
  SessionCacheTest() : connection(house.connect(house.ada.access, "example", "tok")) {}
  mcp::McpSessionState session() {
    mcp::McpSessionState state;
    state.era = mcp::Era::legacy;
    state.version = "2025-06-18";
    state.session_id = "the-session";
    state.used_at = house.clock.now();
    return state;
  }
  vault::VaultFixture house;
  vault::Connection connection;
  SessionCache cache;
};

TEST_F(SessionCacheTest, gives_back_what_was_kept_and_nothing_after_forgetting) {
  EXPECT_EQ(cache.take(connection), mcp::McpSessionState{});
  cache.keep(connection, session());
  EXPECT_EQ(cache.take(connection), session());
  cache.forget(connection.id());
  EXPECT_EQ(cache.take(connection), mcp::McpSessionState{});
}

// A session was opened with a token: under another one it is another's.
TEST_F(SessionCacheTest, a_renewed_token_gives_the_session_up_and_keeps_the_era) {
  cache.keep(connection, session());
  auto sealed = house.vault.reseal(connection, vault::VaultFixture::tokens("renewed"));
  ASSERT_TRUE(sealed);
  ASSERT_TRUE(
      house.database->organization(house.ada.access).write([&](storage::Transaction& transaction) {
        return house.vault.store(transaction, std::move(*sealed));
      }));
  const auto state = cache.take(house.reread(connection));
  EXPECT_EQ(state.session_id, "");
  EXPECT_EQ(state.era, mcp::Era::legacy);
}

TEST_F(SessionCacheTest, after_a_reconnect_nothing_is_known) {
  cache.keep(connection, session());
  house.disconnect(connection);
  const auto again = house.connect(house.ada.access, "example", "other");
  EXPECT_EQ(cache.take(again), mcp::McpSessionState{});
  house.clock.advance(mcp::session_idle_max * 2);
  EXPECT_FALSE(cache.claim_validation(again, house.clock.now()));
}

TEST_F(SessionCacheTest, one_caller_alone_validates_an_idle_session) {
  cache.keep(connection, session());
  EXPECT_FALSE(cache.claim_validation(connection, house.clock.now()));
  house.clock.advance(mcp::session_idle_max);
  EXPECT_FALSE(cache.claim_validation(connection, house.clock.now()));
  house.clock.advance(std::chrono::milliseconds(1));
  EXPECT_TRUE(cache.claim_validation(connection, house.clock.now()));
  EXPECT_FALSE(cache.claim_validation(connection, house.clock.now()));
}

TEST_F(SessionCacheTest, a_server_that_was_never_asked_needs_no_validation) {
  EXPECT_FALSE(cache.claim_validation(connection, house.clock.now()));
  cache.keep(connection, {});
  house.clock.advance(mcp::session_idle_max * 2);
  EXPECT_FALSE(cache.claim_validation(connection, house.clock.now()));
}

TEST(ListTurn, one_caller_reads_a_connections_list_and_the_others_wait) {
  Listing listing;
  {
    const ListTurn first(listing, ConnectionId{1});
    EXPECT_TRUE(first.is_mine());
    {
      const ListTurn second(listing, ConnectionId{1});
      EXPECT_FALSE(second.is_mine());
      EXPECT_TRUE(ListTurn(listing, ConnectionId{2}).is_mine());
    }
    // Whoever waited in vain gave nothing back that was the first one's.
    EXPECT_FALSE(ListTurn(listing, ConnectionId{1}).is_mine());
  }
  EXPECT_TRUE(ListTurn(listing, ConnectionId{1}).is_mine());
}

}  // namespace
}  // namespace sluice::calls
