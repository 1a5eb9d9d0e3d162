#pragma once
#include "base/passkey.h"
#include "base/short_text.h"
#include "base/strong_id.h"

#include <cstdint>
#include <string_view>

namespace sluice::identity {
class SessionAuthenticator;
class OperatorAuthenticator;
class ScheduleAuthenticator;
}  // namespace sluice::identity

namespace sluice::storage {

// Who acts, as it is written down: the name and the address stay in the record when the member has
// left. `id` is the user's, the API key's or the schedule's; 0 for the operator's shell.
enum class ActorKind { user, api_key, operator_shell, schedule };
// Who did it, for the trail. Trivially copyable, because it travels inside the proof.
struct Actor {
  static constexpr std::uint16_t name_bytes_max = 254;    // An e-mail address, RFC 5321.
  static constexpr std::uint16_t address_bytes_max = 64;  // An IPv6 address with its zone.
  ActorKind kind = ActorKind::user;
  std::uint64_t id = 0;
  ShortText<name_bytes_max> name{};        // An e-mail address, or a key's name and its.
  ShortText<address_bytes_max> address{};  // The peer's; empty when there is none.
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
      : organization_(organization),
        actor_{.kind = ActorKind::operator_shell,
               .id = 0,
               .name = ShortText<Actor::name_bytes_max>("operator")} {}
  // A stored schedule, for the user who stored it.
  OrganizationAccess(Passkey<identity::ScheduleAuthenticator>, OrganizationId organization,
                     UserId user, std::uint64_t schedule)
      : organization_(organization), user_(user), actor_{ActorKind::schedule, schedule} {}

  // The same proof with the address that the request came from.
  [[nodiscard]] OrganizationAccess from(std::string_view address) const noexcept {
    OrganizationAccess access = *this;
    access.actor_.address = ShortText<Actor::address_bytes_max>(address);
    return access;
  }

  [[nodiscard]] OrganizationId organization() const noexcept { return organization_; }
  // Value 0 for the operator, who is no user.
  [[nodiscard]] UserId user() const noexcept { return user_; }
  [[nodiscard]] const Actor& actor() const noexcept { return actor_; }

 private:
  OrganizationId organization_;
  UserId user_;
  Actor actor_;
};

}  // namespace sluice::storage
