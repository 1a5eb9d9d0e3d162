#include "vault/credential_vault.h"

#include "storage/sql_connection.h"
#include "vault/vault_fixture.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace sluice::vault {
namespace {

// Changes rows below the vault, as a thief or a wrong restore would.
void tamper(VaultFixture& house, std::string_view sql) {
  storage::SqlConnection connection(
      house.folder.path() / "organizations" / (to_text(house.ada.organization.id) + ".db"),
      storage::SqlConnection::Mode::read_write);
  connection.run_script(sql);
}

std::ptrdiff_t slot_files(const VaultFixture& house) {
  return std::distance(std::filesystem::directory_iterator(house.folder.path() / "slots"),
                       std::filesystem::directory_iterator());
}

TEST(CredentialVault, opens_what_it_sealed_field_by_field) {
  VaultFixture house;
  const Connection connection = house.connect(house.ada.access, "stripe", "tok");
  EXPECT_EQ(connection.row().status, ConnectionStatus::connected);
  EXPECT_TRUE(
      VaultFixture::holds(house.vault.open(connection, house.use(connection)), "tok-access"));
  EXPECT_TRUE(VaultFixture::holds(
      house.vault.open(connection, CredentialField::refresh_token, house.use(connection)),
      "tok-refresh"));
  EXPECT_TRUE(VaultFixture::holds(
      house.vault.open(connection, CredentialField::client_secret, house.use(connection)),
      "tok-client"));
  EXPECT_EQ(house.vault.open(connection, CredentialField::registration_token, house.use(connection))
                .error(),
            VaultError::gone);
  const auto state = house.vault.state(connection);
  if (!state) FAIL();
  EXPECT_TRUE(state->has_refresh_token);
  EXPECT_EQ(state->client_details.at("client_id"), "c1");
}

TEST(CredentialVault, stores_fernet_text_and_nothing_readable) {
  VaultFixture house;
  (void)house.connect(house.ada.access, "stripe", "tok");
  const auto rows = house.database->organization(house.ada.access)
                        .query(
                            "SELECT sealed FROM credential"
                            " WHERE organization_id = :organization_id");
  ASSERT_EQ(rows.size(), 3U);
  for (const storage::Row& row : rows) {
    EXPECT_TRUE(row.text("sealed").starts_with("gAAAA"));
    EXPECT_EQ(row.text("sealed").find("tok"), std::string::npos);
  }
}

TEST(CredentialVault, a_ciphertext_in_another_row_does_not_open) {
  VaultFixture house;
  const Connection stripe = house.connect(house.ada.access, "stripe", "one");
  const Connection linear = house.connect(house.ada.access, "linear", "two");
  tamper(house,
         "UPDATE credential SET sealed = (SELECT k.sealed FROM credential k WHERE"
         " k.connection_id = " +
             to_text(stripe.id()) +
             " AND k.field = 'access_token')"
             " WHERE connection_id = " +
             to_text(linear.id()));
  EXPECT_EQ(house.vault.open(linear, house.use(linear)).error(), VaultError::cannot_open);
  EXPECT_TRUE(VaultFixture::holds(house.vault.open(stripe, house.use(stripe)), "one-access"));
}

TEST(CredentialVault, a_ciphertext_in_another_field_or_generation_does_not_open) {
  VaultFixture house;
  const Connection stripe = house.connect(house.ada.access, "stripe", "one");
  tamper(house,
         "UPDATE credential SET field = 'swap' WHERE field = 'access_token';"
         "UPDATE credential SET field = 'access_token' WHERE field = 'client_secret'");
  EXPECT_EQ(house.vault.open(stripe, house.use(stripe)).error(), VaultError::cannot_open);
  tamper(house,
         "UPDATE credential SET generation = 2;"
         "UPDATE mcp_server_connection SET generation = 2");
  EXPECT_EQ(house.vault.open(stripe, CredentialField::refresh_token, house.use(stripe)).error(),
            VaultError::cannot_open);
}

TEST(CredentialVault, after_forget_the_row_and_the_slot_are_gone_and_nothing_opens) {
  VaultFixture house;
  const Connection connection = house.connect(house.ada.access, "stripe", "tok");
  ASSERT_EQ(slot_files(house), 1);
  house.disconnect(connection);
  EXPECT_EQ(slot_files(house), 0);
  EXPECT_EQ(house.vault.open(connection, house.use(connection)).error(), VaultError::gone);
  EXPECT_EQ(house.vault.open(house.reread(connection), house.use(house.reread(connection))).error(),
            VaultError::gone);
  EXPECT_FALSE(house.vault.state(connection));
  EXPECT_EQ(house.reread(connection).row().status, ConnectionStatus::disconnected);
  EXPECT_FALSE(ConnectionRepository(*house.database, house.ada.access).is_current(connection));
}

TEST(CredentialVault, a_restored_backup_of_the_database_opens_nothing_that_was_forgotten) {
  VaultFixture house;
  const Connection connection = house.connect(house.ada.access, "stripe", "tok");
  const auto rows = house.database->organization(house.ada.access)
                        .query(
                            "SELECT field, generation, sealed FROM credential"
                            " WHERE organization_id = :organization_id");
  house.disconnect(connection);
  for (const storage::Row& row : rows)  // The rows come back, word for word.
    tamper(house, "INSERT INTO credential VALUES (" + to_text(house.ada.organization.id) + ", " +
                      to_text(connection.id()) + ", '" + row.text("field") + "', 1, '" +
                      row.text("sealed") + "')");
  tamper(house, "UPDATE mcp_server_connection SET generation = 1, epoch = 1, slot = " +
                    to_text(connection.row().slot.value_or(keys::SlotId{})));
  EXPECT_EQ(house.vault.open(connection, house.use(connection)).error(), VaultError::cannot_open);
}

TEST(CredentialVault, reconnecting_revives_the_same_connection_with_a_fresh_slot) {
  VaultFixture house;
  const Connection first = house.connect(house.ada.access, "stripe", "one");
  house.disconnect(first);
  const Connection second = house.connect(house.ada.access, "stripe", "two");
  EXPECT_EQ(second.id(), first.id());
  EXPECT_NE(second.row().slot, first.row().slot);
  EXPECT_GT(second.row().generation, first.row().generation);
  EXPECT_TRUE(VaultFixture::holds(house.vault.open(second, house.use(second)), "two-access"));
  EXPECT_EQ(house.vault.open(first, house.use(first)).error(), VaultError::superseded);
  EXPECT_EQ(slot_files(house), 1);
}

TEST(CredentialVault, reconnecting_without_a_disconnect_erases_the_old_slot) {
  VaultFixture house;
  const Connection first = house.connect(house.ada.access, "stripe", "one");
  const Connection second = house.connect(house.ada.access, "stripe", "two");
  EXPECT_NE(second.row().slot, first.row().slot);
  EXPECT_EQ(slot_files(house), 1);
}

TEST(CredentialVault, a_credential_sealed_before_a_disconnect_is_not_stored_after_it) {
  VaultFixture house;
  const Connection connection = house.connect(house.ada.access, "stripe", "one");
  auto late_refresh = house.vault.reseal(connection, VaultFixture::tokens("late"));
  auto late_connect = house.vault.seal(connection, VaultFixture::tokens("late"));
  house.disconnect(connection);
  const auto store = house.database->organization(house.ada.access);
  for (auto* late : {&late_refresh, &late_connect}) {
    const auto stored = store.write([&](storage::Transaction& transaction) {
      return house.vault.store(transaction, std::move(**late));
    });
    EXPECT_EQ(stored.error(), VaultError::superseded);
  }
  EXPECT_EQ(house.vault.open(house.reread(connection), house.use(house.reread(connection))).error(),
            VaultError::gone);
  EXPECT_EQ(slot_files(house), 0);
}

TEST(CredentialVault, of_two_refreshes_of_one_snapshot_one_wins) {
  VaultFixture house;
  const Connection connection = house.connect(house.ada.access, "stripe", "one");
  auto first = house.vault.reseal(connection, VaultFixture::tokens("first"));
  auto second = house.vault.reseal(connection, VaultFixture::tokens("second"));
  const auto store = house.database->organization(house.ada.access);
  EXPECT_TRUE(store.write([&](storage::Transaction& transaction) {
    return house.vault.store(transaction, std::move(*first));
  }));
  EXPECT_FALSE(store.write([&](storage::Transaction& transaction) {
    return house.vault.store(transaction, std::move(*second));
  }));
  // A call that began before the refresh goes on with the new token: the epoch is the same.
  EXPECT_TRUE(
      VaultFixture::holds(house.vault.open(connection, house.use(connection)), "first-access"));
}

TEST(CredentialVault, an_erasure_that_a_crash_cut_off_is_finished_later) {
  VaultFixture house;
  const Connection connection = house.connect(house.ada.access, "stripe", "one");
  house.database->organization(house.ada.access).write([&](storage::Transaction& transaction) {
    house.vault.forget(transaction, connection);
  });
  EXPECT_EQ(slot_files(house), 1);  // Here the process died.
  EXPECT_EQ(house.vault.erase_forgotten(house.ada.access).kept, 0U);
  EXPECT_EQ(slot_files(house), 0);
  EXPECT_EQ(house.vault.erase_forgotten(house.ada.access).kept, 0U);
}

TEST(CredentialVault, of_a_running_server_opens_what_a_rotation_beside_it_sealed_anew) {
  VaultFixture house;
  const Connection stripe = house.connect(house.ada.access, "stripe", "one");
  ASSERT_TRUE(keys::add_primary_key(house.key_file(), house.random));
  const crypto::KeyRing rotated = house.load_ring();
  ASSERT_EQ(house.vault_with(rotated).rewrap(house.ada.access), 3);
  // house.vault was made before, with the ring of before.
  EXPECT_TRUE(house.holds(house.vault.open(stripe, house.use(stripe)), "one-access"));
  EXPECT_EQ(house.ring.primary().name(), rotated.primary().name());
  // What it seals from now on opens under the new key alone.
  const Connection linear = house.connect(house.ada.access, "linear", "two");
  EXPECT_EQ(house.vault_with(rotated).rewrap(house.ada.access), 0);
}

TEST(CredentialVault, does_not_take_another_ring_for_a_rotation) {
  VaultFixture house;
  const Connection stripe = house.connect(house.ada.access, "stripe", "one");
  const std::string own = house.ring.primary().name();
  std::filesystem::remove(house.key_file());
  ASSERT_TRUE(keys::make_key_file(house.key_file(), house.random));
  EXPECT_FALSE(house.ring.look_again());
  EXPECT_EQ(house.ring.primary().name(), own);
  EXPECT_TRUE(house.holds(house.vault.open(stripe, house.use(stripe)), "one-access"));
}

TEST(CredentialVault, rotation_seals_every_row_anew_and_then_the_old_key_is_not_needed) {
  VaultFixture house;
  const Connection connection = house.connect(house.ada.access, "stripe", "tok");
  ASSERT_TRUE(keys::add_primary_key(house.key_file(), house.random));
  const crypto::KeyRing rotated = house.load_ring();
  EXPECT_TRUE(VaultFixture::holds(house.vault_with(rotated).open(connection, house.use(connection)),
                                  "tok-access"));
  EXPECT_EQ(house.vault_with(rotated).rewrap(house.ada.access), 3);
  EXPECT_EQ(house.vault_with(rotated).rewrap(house.ada.access), 0);
  EXPECT_TRUE(VaultFixture::holds(house.vault_with(rotated).open(connection, house.use(connection)),
                                  "tok-access"));
  std::filesystem::remove(house.key_file());  // The old ring has nowhere to learn the new key from.
  EXPECT_EQ(house.vault.open(connection, house.use(connection)).error(), VaultError::cannot_open);
}

TEST(ConnectionRepository, another_organizations_connection_is_not_found) {
  VaultFixture house;
  const Connection connection = house.connect(house.ada.access, "stripe", "tok");
  const auto bob = house.sign_up("bob").signed_in;
  const ConnectionRepository others(*house.database, bob.access);
  EXPECT_FALSE(others.find(connection.id()));
  EXPECT_TRUE(others.list_of("stripe").empty());
  EXPECT_TRUE(others.list().empty());
}

TEST(ConnectionRepository, a_late_failure_does_not_overwrite_a_disconnect) {
  VaultFixture house;
  const Connection connection = house.connect(house.ada.access, "stripe", "tok");
  house.disconnect(connection);
  house.database->organization(house.ada.access).write([&](storage::Transaction& transaction) {
    ConnectionRepository::set_status(transaction, connection, ConnectionStatus::failed, "late");
  });
  EXPECT_EQ(house.reread(connection).row().status, ConnectionStatus::disconnected);
}

}  // namespace
}  // namespace sluice::vault
