#pragma once
#include "audit/open_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "crypto/cheap_password.h"
#include "crypto/fernet.h"
#include "crypto/key_ring.h"
#include "identity/accounts.h"
#include "identity/organization_directory.h"
#include "identity/organization_settings.h"
#include "identity/session_authenticator.h"
#include "storage/database.h"
#include "storage/temporary_folder.h"

#include <gtest/gtest.h>

#include <memory>
#include <stdexcept>
#include <string>

namespace sluice::identity {

// A data directory of one test and the parts that sign people in. Tests sign in like everyone
// else: there is no other way to an access.
struct IdentityFixture {
  storage::TemporaryFolder folder;
  FixedClock clock{Instant(std::chrono::hours(24 * 365 * 55))};
  SeededRandom random{11};
  std::unique_ptr<storage::Database> database = [this] {
    auto opened = storage::Database::open(folder.path());
    if (!opened) throw std::runtime_error(opened.error().detail);
    return std::move(*opened);
  }();
  crypto::KeyRing trail_ring{*crypto::MasterKey::parse(crypto::FernetKey::generate_text(random)),
                             {}};
  std::unique_ptr<audit::AuditTrail> trail = [this] {
    auto opened = audit::open_trail({*database, trail_ring, "file:nowhere", clock, random}, {});
    if (!opened) throw std::runtime_error(opened.error());
    return std::move(*opened);
  }();
  SessionAuthenticator sessions{*database, clock, random};
  Accounts accounts{*database, sessions, clock, random, *trail};
  OrganizationDirectory directory{*database, clock, random, *trail};

  // A new user with a new organization on trial. From then on their password costs nothing.
  NewSession sign_up(const std::string& name) {
    constexpr std::string_view password = "a long enough password";
    auto session =
        accounts.sign_up({name + "@example.com", name, Secret::take(std::string(password))},
                         name + " Ltd", "127.0.0.1");
    if (!session) throw std::runtime_error(std::string(reason(session.error())));
    database->control().write([&](storage::ControlTransaction& transaction) {
      transaction.execute(
          "UPDATE user_account SET password_hash = :hash WHERE id = :id",
          {{"hash", crypto::cheap_hash(password)}, {"id", session->signed_in.user.id}});
    });
    return std::move(*session);
  }
  OrganizationSettings settings(const SignedIn& signed_in) {
    return {*database, signed_in.access, clock, random, *trail};
  }
  // The token in a Set-Cookie header, as a browser would send it back.
  static std::string token_of(const NewSession& session) {
    const auto start = session.set_cookie.find('=') + 1;
    return session.set_cookie.substr(start, session.set_cookie.find(';') - start);
  }
};

}  // namespace sluice::identity
