#pragma once
#include "base/passkey.h"
#include "base/strong_id.h"

namespace sluice::identity {
class SessionAuthenticator;
class OperatorAuthenticator;
class ScheduleAuthenticator;
}  // namespace sluice::identity

namespace sluice::storage {

// Who acts. `id` is the user's, the API key's or the schedule's; 0 for the operator's shell.
enum class ActorKind { user, api_key, operator_shell, schedule };
struct Actor {
  ActorKind kind = ActorKind::user;
  std::uint64_t id = 0;
};

// Proof that this request was authenticated for one organization. Only the three authenticators
// of identity/ issue it; it lives here because the door of the database asks for it, and storage
// lies below identity. Small and copyable, so coroutines take it by value.
class OrganizationAccess {
 public:
  // A signed-in user, or the API key that acts for its user.
  OrganizationAccess(Passkey<identity::SessionAuthenticator>, OrganizationId organization,
                     UserId user, Actor actor)
      : organization_(organization), user_(user), actor_(actor) {}
  // The shell of the machine, by access to the data directory: no user.
  OrganizationAccess(Passkey<identity::OperatorAuthenticator>, OrganizationId organization)
      : organization_(organization), actor_{ActorKind::operator_shell, 0} {}
  // A stored schedule, for the user who stored it.
  OrganizationAccess(Passkey<identity::ScheduleAuthenticator>, OrganizationId organization,
                     UserId user, std::uint64_t schedule)
      : organization_(organization), user_(user), actor_{ActorKind::schedule, schedule} {}

  [[nodiscard]] OrganizationId organization() const noexcept { return organization_; }
  // Value 0 for the operator, who is no user.
  [[nodiscard]] UserId user() const noexcept { return user_; }
  [[nodiscard]] Actor actor() const noexcept { return actor_; }

 private:
  OrganizationId organization_;
  UserId user_;
  Actor actor_;
};

}  // namespace sluice::storage
