#include "vault/connection_repository.h"

#include "vault/slot_erasure.h"
#include "vault/vault_fixture.h"

namespace sluice::vault {
namespace {

struct ConnectionRepositoryTest : testing::Test {
  Connection add(const std::string& vendor, const std::string& endpoint = "https://mcp.example") {
    return repository.store().write([&](storage::Transaction& transaction) {
      return ConnectionRepository::find_or_add(
          transaction, {.vendor = vendor, .name = vendor, .endpoint = endpoint}, house.random,
          house.clock.now());
    });
  }
  void set_status(const Connection& connection, ConnectionStatus status) {
    repository.store().write([&](storage::Transaction& transaction) {
      ConnectionRepository::set_status(transaction, connection, status, "said");
    });
  }
  VaultFixture house;
  ConnectionRepository repository{*house.database, house.ada.access};
};

TEST_F(ConnectionRepositoryTest, another_organizations_connection_is_not_there) {
  const auto mine = house.connect(house.ada.access, "stripe", "tok");
  const auto bob = house.sign_up("bob").signed_in;
  const ConnectionRepository others(*house.database, bob.access);
  EXPECT_FALSE(others.find(mine.id()));
  EXPECT_TRUE(others.list_of("stripe").empty());
  EXPECT_TRUE(others.list().empty());
  EXPECT_FALSE(others.is_current(mine));
  EXPECT_TRUE(repository.is_current(mine));
}

// A live credential must not be sent to an address that it was not granted for.
TEST_F(ConnectionRepositoryTest, adding_it_again_gives_the_row_as_it_is_with_its_address) {
  const auto first = add("stripe", "https://mcp.example");
  const auto again = add("stripe", "https://evil.example");
  EXPECT_EQ(again.id(), first.id());
  EXPECT_EQ(again.row().endpoint, "https://mcp.example");
  EXPECT_EQ(again.row().status, ConnectionStatus::pending);
  repository.store().write([&](storage::Transaction& transaction) {
    ConnectionRepository::move_to(
        transaction, first,
        {.vendor = "stripe", .name = "Stripe", .endpoint = "https://eu.mcp.example"});
  });
  EXPECT_EQ(house.reread(first).row().endpoint, "https://eu.mcp.example");
}

TEST_F(ConnectionRepositoryTest, a_late_failure_does_not_overwrite_a_disconnect_or_reconnect) {
  const auto before = house.connect(house.ada.access, "stripe", "tok");
  house.disconnect(before);
  set_status(before, ConnectionStatus::needs_reconnect);
  EXPECT_EQ(house.reread(before).row().status, ConnectionStatus::disconnected);
  const auto after = house.connect(house.ada.access, "stripe", "again");
  EXPECT_FALSE(repository.is_current(before));
  set_status(before, ConnectionStatus::failed);
  repository.store().write([&](storage::Transaction& transaction) {
    ConnectionRepository::want_scope(transaction, before, "write:all");
  });
  EXPECT_EQ(house.reread(after).row().status, ConnectionStatus::connected);
  EXPECT_EQ(house.reread(after).row().wanted_scope, "");
}

TEST_F(ConnectionRepositoryTest, who_used_it_last_and_how_often_it_ended_is_kept) {
  const auto connection = house.connect(house.ada.access, "stripe", "tok");
  repository.store().write([&](storage::Transaction& transaction) {
    ConnectionRepository::set_last_used(transaction, connection, house.clock.now());
    ConnectionRepository::count_disconnect(transaction, connection);
  });
  const auto row = house.reread(connection).row();
  EXPECT_EQ(row.last_used_by, house.ada.user.id);
  EXPECT_EQ(row.last_used_at, house.clock.now());
  EXPECT_EQ(row.disconnects, connection.row().disconnects + 1);
}

TEST(ConnectionStatus, is_read_back_as_written_and_nothing_else_is) {
  for (const auto status : {ConnectionStatus::pending, ConnectionStatus::connected,
                            ConnectionStatus::needs_reconnect, ConnectionStatus::needs_more_access,
                            ConnectionStatus::failed, ConnectionStatus::disconnected})
    EXPECT_EQ(parse_connection_status(to_text(status)), status);
  for (const char* text : {"", "Connected", "connected ", "gone"})
    EXPECT_FALSE(parse_connection_status(text)) << text;
}

TEST(ConnectionStatus, a_failure_before_the_first_connect_asks_for_no_reconnect) {
  ConnectionRow row;
  row.status = ConnectionStatus::failed;
  EXPECT_FALSE(needs_reconnect(row));
  row.connected_at = Instant{};
  EXPECT_TRUE(needs_reconnect(row));
  EXPECT_TRUE(is_usable(ConnectionStatus::needs_more_access));
  EXPECT_FALSE(is_usable(ConnectionStatus::pending));
}

// A slot whose place is a folder cannot be overwritten: the disk refused it.
struct SlotErasureTest : ConnectionRepositoryTest {
  void forget_and_block(const Connection& connection) {
    const auto file = house.folder.path() / "slots" / (to_text(*connection.row().slot) + ".slot");
    repository.store().write(
        [&](storage::Transaction& transaction) { house.vault.forget(transaction, connection); });
    std::filesystem::remove(file);
    std::filesystem::create_directory(file);
    blocked = file;
  }
  std::vector<std::string> results() {
    std::vector<std::string> found;
    for (const auto& stored : house.trail->page(house.ada.access, {}, 200))
      if (stored.record.action == "key_slot.erase") found.push_back(stored.record.result);
    return found;
  }
  std::filesystem::path blocked;
};

TEST_F(SlotErasureTest, an_erased_slot_is_no_news) {
  const auto connection = house.connect(house.ada.access, "stripe", "tok");
  repository.store().write(
      [&](storage::Transaction& transaction) { house.vault.forget(transaction, connection); });
  EXPECT_EQ(house.vault.slots_to_erase(house.ada.access), 1);
  EXPECT_TRUE(erase_slots(house.vault, *house.trail, house.ada.access));
  EXPECT_EQ(house.vault.slots_to_erase(house.ada.access), 0);
  EXPECT_TRUE(results().empty());
}

TEST_F(SlotErasureTest, one_that_is_kept_stands_in_the_trail_once_and_so_does_its_end) {
  forget_and_block(house.connect(house.ada.access, "stripe", "tok"));
  EXPECT_FALSE(erase_slots(house.vault, *house.trail, house.ada.access));
  EXPECT_FALSE(erase_slots_again(house.vault, *house.trail, house.ada.access));
  EXPECT_FALSE(erase_slots_again(house.vault, *house.trail, house.ada.access));
  EXPECT_EQ(results(), std::vector<std::string>{"failed"});
  EXPECT_EQ(house.vault.slots_to_erase(house.ada.access), 1);
  std::filesystem::remove(blocked);
  EXPECT_TRUE(erase_slots_again(house.vault, *house.trail, house.ada.access));
  EXPECT_EQ(results(), (std::vector<std::string>{"ok", "failed"}));
}

// Several connections of one vendor.
struct SeveralOfAVendor : ConnectionRepositoryTest {
  Connection another() {
    return repository.store().write([&](storage::Transaction& transaction) {
      return ConnectionRepository::add_another(
          transaction, {.vendor = "stripe", .name = "Stripe", .endpoint = "https://mcp.example"},
          house.random, house.clock.now());
    });
  }
  bool rename(const Connection& connection, std::string_view name) {
    return repository.store().write([&](storage::Transaction& transaction) {
      return ConnectionRepository::rename(transaction, connection, name);
    });
  }
  bool name_after_account(const Connection& connection, std::string_view name) {
    return repository.store().write([&](storage::Transaction& transaction) {
      return ConnectionRepository::name_after_account(transaction, connection, name);
    });
  }
};

TEST_F(SeveralOfAVendor, each_have_a_row_and_a_name_of_their_own) {
  const auto first = house.connect(house.ada.access, "stripe", "tok");
  const auto second = another();
  EXPECT_NE(second.id(), first.id());
  EXPECT_EQ(first.row().name, "stripe");
  EXPECT_EQ(second.row().name, "Stripe 2");
  EXPECT_EQ(second.row().status, ConnectionStatus::pending);
  EXPECT_EQ(repository.list_of("stripe").size(), 2U);
  EXPECT_TRUE(repository.list_of("linear").empty());
}

TEST_F(SeveralOfAVendor, connecting_without_more_is_of_the_oldest_that_is_there) {
  const auto first = house.connect(house.ada.access, "stripe", "tok");
  house.clock.advance(std::chrono::seconds(1));
  const auto second = another();
  EXPECT_EQ(add("stripe").id(), first.id());
  house.disconnect(first);
  EXPECT_EQ(add("stripe").id(), second.id());
}

TEST_F(SeveralOfAVendor, a_row_that_was_ended_is_taken_up_again_under_a_name_that_is_free) {
  house.connect(house.ada.access, "stripe", "tok");
  house.clock.advance(std::chrono::seconds(1));
  const auto second = another();
  ASSERT_TRUE(house.put(second, VaultFixture::tokens("second")));
  ASSERT_TRUE(rename(second, "Acme Europe"));
  house.disconnect(house.reread(second));
  const auto again = another();
  EXPECT_EQ(again.id(), second.id());
  EXPECT_EQ(again.row().name, "Stripe 2");
  EXPECT_EQ(repository.list_of("stripe").size(), 2U);
}

TEST_F(SeveralOfAVendor, a_live_connection_is_no_row_for_another) {
  const auto first = house.connect(house.ada.access, "stripe", "tok");
  const auto second = another();
  ASSERT_TRUE(house.put(second, VaultFixture::tokens("second")));
  const auto third = another();
  EXPECT_NE(third.id(), first.id());
  EXPECT_NE(third.id(), second.id());
}

TEST_F(SeveralOfAVendor, are_named_after_their_accounts_until_a_person_names_them) {
  const auto first = house.connect(house.ada.access, "stripe", "tok");
  EXPECT_TRUE(name_after_account(first, "Acme"));
  EXPECT_FALSE(name_after_account(first, "Acme"));  // Is called so already.
  EXPECT_FALSE(name_after_account(another(), "ACME"));
  EXPECT_TRUE(rename(first, "Berlin"));
  EXPECT_TRUE(house.reread(first).row().named_by_person);
  EXPECT_FALSE(name_after_account(first, "Acme Europe"));
  EXPECT_EQ(house.reread(first).row().name, "Berlin");
}

TEST_F(SeveralOfAVendor, an_account_that_was_left_meanwhile_names_nothing) {
  const auto before = house.connect(house.ada.access, "stripe", "tok");
  const auto after = house.connect(house.ada.access, "stripe", "again");
  EXPECT_FALSE(name_after_account(before, "Acme"));
  EXPECT_TRUE(name_after_account(after, "Acme"));
  house.disconnect(after);
  EXPECT_FALSE(name_after_account(after, "Acme Europe"));
}

TEST_F(SeveralOfAVendor, a_row_that_is_taken_up_again_is_nobodys_choice_any_more) {
  house.connect(house.ada.access, "stripe", "tok");
  const auto second = another();
  ASSERT_TRUE(rename(second, "Acme"));
  const auto again = another();
  ASSERT_EQ(again.id(), second.id());
  EXPECT_FALSE(again.row().named_by_person);
  EXPECT_TRUE(name_after_account(again, "Acme Europe"));
}

TEST_F(SeveralOfAVendor, sentences_about_the_only_one_say_the_name_it_was_made_under) {
  const auto first = house.connect(house.ada.access, "stripe", "tok");
  const auto said = [&](const Connection& of) { return house.reread(of).row().name_in_sentences; };
  ASSERT_TRUE(name_after_account(first, "Acme"));
  EXPECT_EQ(said(first), "stripe");
  const auto second = another();
  EXPECT_EQ(said(first), "stripe");  // Nobody came back from the sign-in yet.
  ASSERT_TRUE(house.put(second, VaultFixture::tokens("second")));
  EXPECT_EQ(said(first), "Acme");
  EXPECT_EQ(repository.list_of("stripe").front().row().name_in_sentences, "Acme");
  house.disconnect(house.reread(second));
  EXPECT_EQ(said(first), "stripe");
  ASSERT_TRUE(rename(first, "Berlin"));
  EXPECT_EQ(said(first), "Berlin");
}

TEST_F(SeveralOfAVendor, no_two_have_a_name_however_it_is_capitalized) {
  const auto first = house.connect(house.ada.access, "stripe", "tok");
  const auto second = another();
  EXPECT_FALSE(rename(second, "STRIPE"));
  EXPECT_EQ(house.reread(second).row().name, "Stripe 2");
  EXPECT_TRUE(rename(second, "Acme"));
  EXPECT_TRUE(rename(second, "ACME"));  // Its own.
  // Of another vendor, and of another organization, a name is free.
  EXPECT_TRUE(rename(house.connect(house.ada.access, "linear", "tok"), "Acme"));
  const auto bob = house.sign_up("bob").signed_in;
  const auto his = house.connect(bob.access, "stripe", "tok");
  house.database->organization(bob.access).write([&](storage::Transaction& transaction) {
    EXPECT_TRUE(ConnectionRepository::rename(transaction, his, "Acme"));
  });
  EXPECT_TRUE(rename(first, "Stripe"));
}

}  // namespace
}  // namespace sluice::vault
