#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"
#include "identity/identity_error.h"
#include "identity/organization.h"
#include "identity/session_authenticator.h"
#include "storage/database.h"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::identity {

constexpr std::size_t password_length_min = 10;
constexpr std::size_t password_length_max = 1'000;
constexpr std::size_t user_name_bytes_max = 100;
// Sign-in failures after which an account at one address, or the whole address, has to wait
// (docs/limits).
constexpr int account_failures_max = 10;
constexpr int address_failures_max = 50;
constexpr std::chrono::minutes failure_window{15};

// As a person typed it: the e-mail address and the name are trimmed and checked here.
struct NewUser {
  std::string email;
  std::string name;
  Secret password;
};

// Sign-up, sign-in and invitations, and the end of a session; each with its record in the control
// trail. Argon2id takes about 60 ms, so call it on the blocking pool. `address` is the peer's.
class Accounts {
 public:
  Accounts(const storage::Database& database, SessionAuthenticator& sessions, const Clock& clock,
           Random& random, const audit::AuditTrail& trail)
      : database_(database), sessions_(sessions), clock_(clock), random_(random), trail_(trail) {}

  // A new user with a new organization on trial, of which they are the owner.
  [[nodiscard]] std::expected<NewSession, IdentityError> sign_up(NewUser user,
                                                                 std::string organization_name,
                                                                 std::string address);
  // The newest organization joined is the session's.
  [[nodiscard]] std::expected<NewSession, IdentityError> sign_in(std::string email, Secret password,
                                                                 std::string address);
  // A user without a session: `sluice user add`, the demo. Joins `organization` with `role`; the
  // operator did it.
  [[nodiscard]] std::expected<UserId, IdentityError> add_user(NewUser user,
                                                              OrganizationId organization,
                                                              Role role);
  // Takes the invitation (single use). An existing e-mail must come with its password.
  [[nodiscard]] std::expected<NewSession, IdentityError> accept_invitation(std::string token,
                                                                           NewUser user,
                                                                           std::string address);
  // not_a_member when the user is in no such organization. `token` is the cookie's, which stays.
  [[nodiscard]] std::expected<SignedIn, IdentityError> switch_organization(
      const SignedIn& from, std::string_view token, OrganizationId organization);
  // Ends this one session; a token that is no longer one is no error.
  void sign_out(const SignedIn& who, std::string_view token);

 private:
  // Wrong credentials for an account that exists, in the trail of each organization it is in.
  void note_failed_sign_in(std::string_view email_text, std::string_view address);
  // Under the sign-in limits.
  [[nodiscard]] std::expected<UserId, IdentityError> check_password(std::string_view email_text,
                                                                    const Secret& password,
                                                                    std::string_view address);
  const storage::Database& database_;
  SessionAuthenticator& sessions_;
  const Clock& clock_;
  Random& random_;
  const audit::AuditTrail& trail_;
};

}  // namespace sluice::identity
