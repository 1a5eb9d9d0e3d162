#pragma once
#include "calls/client_identity.h"
#include "calls/credential_use.h"
#include "catalog/vendor.h"
#include "oauth/http_door.h"
#include "oauth/token_request.h"

#include <expected>
#include <string>

namespace sluice::calls {

// What one renewal of a connection's token needs; made only while its lease is held.
struct RefreshQuestion {
  const catalog::Vendor* vendor = nullptr;
  oauth::ClientRegistration client;
  oauth::RefreshTarget target;
  Secret refresh_token;
  std::string granted_scope;
};

using RefreshAnswer = std::expected<oauth::TokenResponse, oauth::OAuthError>;

// Who asks it, and for whom. All of it outlives the question.
struct RefreshAsker {
  oauth::HttpDoor& door;
  BlockingPool& pool;
  const ClientIdentity& identity;
  const CredentialUses& uses;
  const vault::Connection& connection;
  Instant now;
};

// The vendor's last word: a client that it no longer knows is registered anew, once, and a request
// that it refuses as such is made once more without the resource indicator, where the row lets it
// be left out. What was changed for an answer is changed in the question.
[[nodiscard]] Task<RefreshAnswer> last_word(RefreshAsker asker, RefreshQuestion* question);

}  // namespace sluice::calls
