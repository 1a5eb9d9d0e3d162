#pragma once
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
// Sign-in failures after which the account or the address has to wait (docs/limits).
constexpr int account_failures_max = 10;
constexpr int address_failures_max = 50;
constexpr std::chrono::minutes failure_window{15};

struct NewUser {
  std::string email;
  std::string name;
  Secret password;
};

// Sign-up, sign-in and invitations: what ends in a session. Argon2id takes about 60 ms, so call
// it on the blocking pool.
class Accounts {
 public:
  Accounts(const storage::Database& database, SessionAuthenticator& sessions, const Clock& clock,
           Random& random)
      : database_(database), sessions_(sessions), clock_(clock), random_(random) {}

  // A new user with a new organization on trial, of which they are the owner.
  [[nodiscard]] std::expected<NewSession, IdentityError> sign_up(NewUser user,
                                                                 std::string organization_name);
  // `address` is the peer's, for the limit; the newest organization joined is the session's.
  [[nodiscard]] std::expected<NewSession, IdentityError> sign_in(std::string email, Secret password,
                                                                 std::string address);
  // A user without a session: `sluice user add`, the demo. Joins `organization` with `role`.
  [[nodiscard]] std::expected<UserId, IdentityError> add_user(NewUser user,
                                                              OrganizationId organization,
                                                              Role role);
  // Takes the invitation (single use). An existing e-mail must come with its password.
  [[nodiscard]] std::expected<NewSession, IdentityError> accept_invitation(std::string token,
                                                                           NewUser user,
                                                                           std::string address);

 private:
  // Under the sign-in limits.
  [[nodiscard]] std::expected<UserId, IdentityError> check_password(std::string_view email_text,
                                                                    const Secret& password,
                                                                    std::string_view address);
  const storage::Database& database_;
  SessionAuthenticator& sessions_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace sluice::identity
