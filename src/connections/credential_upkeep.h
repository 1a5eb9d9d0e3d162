#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/task.h"
#include "connections/connection_service.h"
#include "identity/organization.h"
#include "storage/database.h"
#include "vault/credential_vault.h"

#include <optional>
#include <string>
#include <vector>

namespace sluice::connections {

// What an administrator should know about the stored credentials.
struct CredentialNotice {
  // Closed: the page has words for each.
  enum class Kind {
    slot_kept,         // A key slot that could not be overwritten yet.
    deletion_planned,  // The plan ended: when the credentials go.
  };
  Kind kind = Kind::slot_kept;
  std::string title;
  std::string text;
  std::optional<Instant> began_at;
  std::optional<Instant> deletes_at;
};

// The work on stored credentials that nobody asks for: runs in `serve`, once a minute and at start.
// - Key slots that could not be overwritten are tried again until they are, and so is the file that
//   has to be written anew after a disconnect.
// - An organization whose plan no longer includes its connections gets a notice, and after fourteen
//   days (identity::credential_notice) its credentials are deleted as Disconnect deletes them.
// Made once; thread-safe; what it refers to outlives it.
class CredentialUpkeep {
 public:
  // What the upkeep works with; all of it outlives it.
  struct Parts {
    const storage::Database& database;
    const vault::CredentialVault& vault;
    const audit::AuditTrail& audit;
    ConnectionService& connections;
    BlockingPool& pool;
    const Clock& clock;  // The security clock.
    Random& random;
  };
  explicit CredentialUpkeep(Parts parts) : parts_(parts) {}

  // Every organization, once. One that cannot be read is logged and keeps nobody else waiting.
  [[nodiscard]] Task<void> tend_all();
  // Of the caller's organization: a planned deletion, then slots that are left over; empty when
  // there is neither.
  [[nodiscard]] Task<std::vector<CredentialNotice>> notices(identity::OrganizationAccess access);
  // At start, before anything is served: what a crash between the commit of a disconnect and the
  // end of its key slot has left. Blocking.
  void finish_erasures() const;

 private:
  [[nodiscard]] Task<void> tend(identity::Organization organization);
  [[nodiscard]] std::vector<identity::Organization> organizations() const;
  [[nodiscard]] std::optional<identity::OrganizationAccess> access_to(
      const identity::Organization& organization) const;
  [[nodiscard]] std::vector<ConnectionId> due(const identity::Organization& organization) const;
  void finish_erasure(const identity::Organization& organization) const;

  Parts parts_;
};

}  // namespace sluice::connections
