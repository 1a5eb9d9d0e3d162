#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "identity/identity_error.h"
#include "identity/organization.h"
#include "identity/organization_access.h"
#include "storage/database.h"

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::identity {

constexpr std::chrono::days invitation_lifetime{7};

// One just made. Its token opens the organization to whoever has the link, for invitation_lifetime.
struct Invitation {
  std::string token;  // Shown once, as part of the link.
  Role role = Role::member;
  Instant expires_at;
};
// One that nobody has taken yet, as administrators see it: without its token.
struct WaitingInvitation {
  std::uint64_t id = 0;
  Role role = Role::member;
  std::string made_by;  // A name.
  Instant created_at;
  Instant expires_at;
};
// What the page of an invitation shows before anybody signed in.
struct OpenInvitation {
  OrganizationId organization;
  std::string organization_name;
  Role role = Role::member;
};
// A key as administrators see it, without its text.
struct ApiKey {
  std::uint64_t id = 0;
  std::string name;
  KeyScope scope = KeyScope::read;
  Instant created_at;
  std::optional<Instant> last_used_at;
};
// One just made: the only moment at which its text exists outside the caller's hands.
struct NewApiKey {
  ApiKey key;
  std::string text;  // "sluice_...", shown once; only its hash is kept.
};

// The organization of an access as it stands now.
[[nodiscard]] Organization organization_of(const storage::Database& database,
                                           const OrganizationAccess& access);

// What members see and administrators change of their own organization. Blocking. Roles are
// checked by the caller (permits()), except where a rule needs the rows: an administrator names no
// owner, the last owner stays. Each change commits together with its record in the control trail,
// and none is made while the organization's own trail could not be written.
// Defined in organization_settings.cpp and invitations_and_keys.cpp.
class OrganizationSettings {
 public:
  OrganizationSettings(const storage::Database& database, OrganizationAccess access,
                       const Clock& clock, Random& random, const audit::AuditTrail& trail)
      : database_(database), access_(access), clock_(clock), random_(random), trail_(trail) {}

  // As it stands now, not as it was when the access was made.
  [[nodiscard]] Organization current() const;
  // Name, time zone, currency, rates and week start of `changed`; the rest is ignored. A change of
  // the currency is refused unless its rates come with it (`rates_given`) and are others than those
  // of the currency before.
  [[nodiscard]] std::expected<void, IdentityError> update(Organization changed, bool rates_given);

  // By name; everybody who may act in the organization.
  [[nodiscard]] std::vector<Member> members() const;
  [[nodiscard]] std::optional<Role> role_of(UserId user) const;
  // `actor` is the role of whoever asks. not_a_member, not_permitted, last_owner; their sessions
  // are asked for the role anew with each request, so the change takes effect at once.
  [[nodiscard]] std::expected<void, IdentityError> change_role(Role actor, UserId user, Role role);
  [[nodiscard]] std::expected<void, IdentityError> remove_member(Role actor, UserId user);

  // An invitation is good only while its maker may still make it: it ends with the right.
  [[nodiscard]] std::expected<Invitation, IdentityError> invite(Role actor, Role role);
  // Those that can still be taken.
  [[nodiscard]] std::vector<WaitingInvitation> invitations() const;
  // False when there is none of that id, or it was taken meanwhile.
  [[nodiscard]] bool withdraw_invitation(std::uint64_t id);
  // For the invitation's page, which has no session yet.
  [[nodiscard]] static std::optional<OpenInvitation> find_invitation(
      const storage::Database& database, std::string_view token, Instant now);
  // Deletes it, once: false when it is gone, expired, or its maker may no longer make it.
  [[nodiscard]] static bool take_invitation(storage::ControlTransaction& transaction,
                                            std::string_view token, Instant now);

  // For the user of the access, whose role bounds it for ever: a key dies with its maker's
  // membership.
  [[nodiscard]] NewApiKey add_api_key(std::string name, KeyScope scope);
  [[nodiscard]] std::vector<ApiKey> api_keys() const;
  // False when there is no such key.
  [[nodiscard]] bool remove_api_key(std::uint64_t id);

 private:
  // In the transaction of the change.
  void record(storage::ControlTransaction& transaction, const audit::AuditRecord& record) const {
    trail_.append(transaction, access_.organization(), access_.actor(), record);
  }
  const storage::Database& database_;
  OrganizationAccess access_;
  const Clock& clock_;
  Random& random_;
  const audit::AuditTrail& trail_;
};

}  // namespace sluice::identity
