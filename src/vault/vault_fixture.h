#pragma once
#include "audit/audit_trail.h"
#include "identity/identity_fixture.h"
#include "keys/key_slots.h"
#include "keys/key_source.h"
#include "vault/connection_repository.h"
#include "vault/credential_vault.h"

#include <memory>
#include <stdexcept>
#include <string>

namespace sluice::vault {

// A house with a key ring and a vault, and one signed-in organization.
struct VaultFixture : identity::IdentityFixture {
  [[nodiscard]] std::filesystem::path key_file() const { return folder.path() / "master.key"; }
  crypto::KeyRing make_ring() {
    if (!keys::make_key_file(key_file(), random)) throw std::runtime_error("no key file");
    return load_ring();
  }
  [[nodiscard]] crypto::KeyRing load_ring() const {
    return std::move(*keys::load_key_ring("file:" + key_file().string()));
  }
  [[nodiscard]] CredentialVault vault_with(const crypto::KeyRing& key_ring) {
    return CredentialVault({*database, key_ring, *slots, clock, random});
  }

  Connection connect(identity::OrganizationAccess access, const std::string& vendor,
                     const std::string& token) {
    const storage::OrganizationStore store = database->organization(access);
    const Connection begun = store.write([&](storage::Transaction& transaction) {
      return ConnectionRepository::find_or_add(
          transaction, {.vendor = vendor, .name = vendor, .endpoint = "https://mcp.example"},
          random, clock.now());
    });
    if (!put(begun, tokens(token))) throw std::runtime_error("not stored");
    return reread(begun);
  }
  std::expected<void, VaultError> put(const Connection& connection, const TokenSet& token_set) {
    auto sealed = vault.seal(connection, token_set);
    if (!sealed) return std::unexpected(sealed.error());
    const auto stored =
        database->organization(connection.access()).write([&](storage::Transaction& transaction) {
          return vault.store(transaction, std::move(*sealed));
        });
    (void)vault.erase_forgotten(connection.access());
    return stored;
  }
  // A recorded use, as whoever opens a credential needs one.
  audit::RecordedUse use(const Connection& connection) {
    return trail->begin_use(
        {connection.access(), connection.id(), "tool.call", connection.row().vendor, {}});
  }
  void disconnect(const Connection& connection) {
    database->organization(connection.access()).write([&](storage::Transaction& transaction) {
      vault.forget(transaction, connection);
    });
    (void)vault.erase_forgotten(connection.access());
  }
  Connection reread(const Connection& connection) {
    auto found = ConnectionRepository(*database, connection.access()).find(connection.id());
    if (!found) throw std::runtime_error("the connection is gone");
    return std::move(*found);
  }
  static TokenSet tokens(const std::string& text) {
    return {Secret::take(text + "-access"),
            Secret::take(text + "-refresh"),
            std::nullopt,
            "read",
            {Json{{"client_id", "c1"}}, Secret::take(text + "-client"), std::nullopt}};
  }
  static bool holds(const std::expected<Secret, VaultError>& secret, std::string_view expected) {
    return secret && secret->use([&](std::string_view text) { return text == expected; });
  }

  crypto::KeyRing ring = make_ring();
  std::unique_ptr<keys::KeySlots> slots =
      std::move(*keys::open_key_slots("file:" + (folder.path() / "slots").string(), random));
  CredentialVault vault = vault_with(ring);
  identity::SignedIn ada = sign_up("ada").signed_in;
};

}  // namespace sluice::vault
