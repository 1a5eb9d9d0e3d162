#pragma once
#include "audit/recorded_use.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/secret.h"
#include "crypto/key_ring.h"
#include "identity/organization_access.h"
#include "keys/key_slots.h"
#include "storage/database.h"
#include "vault/connection.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace sluice::vault {

// What is sealed. An API key connection has only `access_token` (the key itself), and one with a
// server that asks nobody to sign in has nothing.
enum class CredentialField { access_token, refresh_token, client_secret, registration_token };

// The client as the authorization server knows it. `details` is whatever the caller needs to use
// it again and is no secret: client_id, issuer, token and revocation endpoints, the
// authentication method, the resource.
struct ClientRecord {
  Json details = Json::object();
  std::optional<Secret> client_secret;
  std::optional<Secret> registration_token;  // RFC 7592.
};

// What a vendor granted, on its way into the vault; the secrets die with it.
struct TokenSet {
  std::optional<Secret> access_token;  // Nothing: the server asks nobody to sign in.
  std::optional<Secret> refresh_token;
  std::optional<Instant> expires_at;
  std::string granted_scope;
  ClientRecord client;
};

// What is known about a credential and is no secret.
struct CredentialState {
  std::optional<Instant> expires_at;
  std::string granted_scope;
  Json client_details = Json::object();
  bool has_refresh_token = false;
  bool has_client_secret = false;
  bool has_access_token = false;
};

// Why a credential does not open or is not stored.
enum class VaultError {
  gone,         // Disconnected, or never connected: there is nothing to open.
  superseded,   // The connection changed since the snapshot was read: read it again.
  cannot_open,  // Wrong key, moved or damaged row, missing slot: connect again.
  slot_failed,  // The key slot could not be written: disk full or no permission.
};
// Stable, for the trail and the log; and a sentence for the person, which says what to do.
[[nodiscard]] std::string_view reason(VaultError error);
[[nodiscard]] std::string_view user_text(VaultError error);

// Ciphertext that may be stored, and only by the vault's own store().
class SealedCredential {
 public:
  struct SealedField {
    CredentialField field;
    std::string fernet_text;
  };
  struct Parts {
    OrganizationId organization;
    ConnectionId connection;
    std::int64_t epoch = 0;            // The snapshot's: a disconnect in between wins.
    std::int64_t base_generation = 0;  // The snapshot's: of two refreshes one wins.
    keys::SlotId slot;
    bool fresh_slot = true;
    std::vector<SealedField> fields;
    std::optional<Instant> expires_at;
    std::string granted_scope;
    Json client_details;
  };
  SealedCredential(Passkey<class CredentialVault>, Parts parts) : parts_(std::move(parts)) {}
  SealedCredential(SealedCredential&&) noexcept = default;
  SealedCredential& operator=(SealedCredential&&) noexcept = default;
  [[nodiscard]] const Parts& parts() const noexcept { return parts_; }

 private:
  Parts parts_;
};

// What became of the key slots that were noted for erasure.
struct ErasedSlots {
  std::size_t erased = 0;
  std::size_t kept = 0;  // Could not be overwritten: they stay noted.
  std::string detail;    // Why, of the last one.
};

// The only code that turns tokens into rows and rows into tokens. The key of a row is
// HKDF-SHA-256(master, salt = the slot, info = "v1|organization|connection|field|generation"), so
// a row that is moved, renamed or older than the current one does not open; inside, an envelope
// repeats the owner as a second line. Made once; thread-safe; blocking.
class CredentialVault {
 public:
  struct Parts {
    const storage::Database& database;
    const crypto::KeyRing& ring;
    keys::KeySlots& slots;
    const Clock& clock;
    Random& random;
  };
  explicit CredentialVault(Parts parts) : parts_(parts) {}

  // Connect and reconnect: a fresh slot. The tokens may die after it.
  [[nodiscard]] std::expected<SealedCredential, VaultError> seal(const Connection& connection,
                                                                 const TokenSet& tokens) const;
  // Refresh: the connection's own slot, the next generation.
  [[nodiscard]] std::expected<SealedCredential, VaultError> reseal(const Connection& connection,
                                                                   const TokenSet& tokens) const;
  // Writes the rows, raises the generation (and the epoch with a fresh slot), sets the status to
  // connected. superseded when the connection was disconnected or refreshed in between: then
  // nothing is stored. Call erase_forgotten() after the commit.
  [[nodiscard]] std::expected<void, VaultError> store(storage::Transaction& transaction,
                                                      SealedCredential&& credential) const;

  // The access token, for one recorded use: hold it no longer than its request. A use of another
  // connection opens nothing.
  [[nodiscard]] std::expected<Secret, VaultError> open(const Connection& connection,
                                                       const audit::RecordedUse& use) const;
  // Whether the connection is what the snapshot says and was stored without a secret: for one
  // recorded use, as open() is, and with the same errors.
  [[nodiscard]] std::expected<void, VaultError> admit_without_secret(
      const Connection& connection, const audit::RecordedUse& use) const;
  // Another field; `gone` when the credential has none.
  [[nodiscard]] std::expected<Secret, VaultError> open(const Connection& connection,
                                                       CredentialField field,
                                                       const audit::RecordedUse& use) const;
  // The access token of a credential that is sealed and not stored: to try it before it replaces
  // anything. discard() it when it did not work.
  [[nodiscard]] std::expected<Secret, VaultError> open(const SealedCredential& credential,
                                                       const audit::RecordedUse& use) const;
  // Overwrites the slot that was made for it.
  void discard(SealedCredential&& credential) const;
  // Opens nothing. Nothing when the connection has no credential now.
  [[nodiscard]] std::optional<CredentialState> state(const Connection& connection) const;

  // Deletes the credential in the caller's transaction, raises epoch and generation, sets the
  // status to disconnected, deletes the connection's reviewed tools, lease and pending
  // authorizations, and notes the slot for erasure.
  void forget(storage::Transaction& transaction, const Connection& connection) const;
  // After the commit of forget() or store(), and at start: overwrites every noted slot.
  [[nodiscard]] ErasedSlots erase_forgotten(identity::OrganizationAccess access) const;
  // How many are noted.
  [[nodiscard]] std::int64_t slots_to_erase(identity::OrganizationAccess access) const;

  // Seals every row of the organization that is not under the primary master key anew. Returns
  // how many were; a row that is changed meanwhile is left to its writer.
  [[nodiscard]] std::expected<int, VaultError> rewrap(identity::OrganizationAccess access) const;

 private:
  [[nodiscard]] std::expected<SealedCredential, VaultError> seal_into(const Connection& connection,
                                                                      const TokenSet& tokens,
                                                                      keys::SlotId slot,
                                                                      bool fresh_slot) const;
  Parts parts_;
};

}  // namespace sluice::vault
