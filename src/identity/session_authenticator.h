#pragma once
#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"
#include "base/strong_id.h"
#include "identity/identity_error.h"
#include "identity/organization.h"
#include "identity/organization_access.h"
#include "storage/database.h"

#include <cstdint>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::identity {

inline constexpr std::string_view session_cookie_name = "__Host-sluice-session";
constexpr std::chrono::hours session_idle_max{12};      // Sliding: since the last request.
constexpr std::chrono::hours session_age_max{24 * 30};  // Absolute: since the sign-in.
// last_seen_at is written at most this often, so that a read stays a read.
constexpr std::chrono::minutes session_touch_interval{5};

using SessionId = StrongId<struct SessionTag>;

// Who stands behind a request, and the proof for storage. A value: copy it into coroutines.
struct SignedIn {
  OrganizationAccess access;
  User user;
  Organization organization;
  Role role = Role::viewer;
  SessionId session;                    // Value 0 for an API key, which has no session.
  std::string csrf_token;               // Empty for an API key: there is no cookie to be abused.
  std::optional<KeyScope> key_scope{};  // Of an API key; nothing for a person's session.
};

// A session just made. The cookie's text leaves once, in the answer.
struct NewSession {
  SignedIn signed_in;
  std::string set_cookie;  // The whole value of a Set-Cookie header.
};

// Turns a session cookie or an API key into an OrganizationAccess: with OperatorAuthenticator and
// ScheduleAuthenticator the only place where one comes from. Blocking (SQLite).
class SessionAuthenticator {
 public:
  SessionAuthenticator(const storage::Database& database, const Clock& clock, Random& random)
      : database_(database), clock_(clock), random_(random) {}

  // `token` is the cookie's value. Nothing when it is unknown or expired, or the user is no longer
  // a member of the session's organization.
  [[nodiscard]] std::optional<SignedIn> authenticate(std::string_view token) const;
  // `key` is the text after "Bearer ": "sluice_...".
  [[nodiscard]] std::optional<SignedIn> authenticate_api_key(std::string_view key) const;

  // Writes the record of a session in the transaction that makes, moves or ends it.
  using Record = std::function<void(storage::ControlTransaction&)>;
  // After a proven sign-in, sign-up or accepted invitation: Accounts is the only caller.
  [[nodiscard]] std::expected<NewSession, IdentityError> start(Passkey<class Accounts>, UserId user,
                                                               OrganizationId organization,
                                                               const Record& record);
  // Points the session at another organization of the same user. The token stays the same.
  [[nodiscard]] std::expected<SignedIn, IdentityError> switch_organization(
      Passkey<class Accounts>, std::string_view token, OrganizationId organization,
      const Record& record);
  void end(Passkey<class Accounts>, std::string_view token, const Record& record);
  // Whether a session or key that a request began with still is one, with the same organization
  // and a role that permits `action`: asked before something that took long is delivered.
  [[nodiscard]] bool still_permits(const SignedIn& signed_in, Action action) const;
  // Every session of a user: after a password change.
  void end_all(UserId user);

  // True when the request's X-CSRF-Token belongs to this session; compared in constant time.
  [[nodiscard]] static bool csrf_matches(const SignedIn& signed_in, std::string_view token);
  // The Set-Cookie header that removes the cookie.
  [[nodiscard]] static std::string expired_cookie();

 private:
  const storage::Database& database_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace sluice::identity
