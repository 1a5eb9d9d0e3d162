#include "calls/farewell.h"

#include "base/log.h"
#include "calls/client_details.h"
#include "oauth/client_management.h"

#include <utility>

namespace sluice::calls {
namespace {

struct Told {
  bool failed = false;   // The vendor was asked something and did not do it.
  bool revoked = false;  // No token is left.
};

// NOLINTBEGIN(cppcoreguidelines-avoid-reference-coroutine-parameters): as the header says.
Task<Told> tell_vendor(oauth::HttpDoor& door, const Farewell* farewell) {
  Told told;
  const bool can_revoke = !farewell->revocation_endpoint.empty();
  if (can_revoke && farewell->refresh_token) {
    told.failed |=
        (co_await oauth::revoke(door, farewell->revocation_endpoint, farewell->client,
                                *farewell->refresh_token, oauth::TokenKind::refresh_token))
            .has_value();
  }
  if (can_revoke && farewell->access_token) {
    told.failed |= (co_await oauth::revoke(door, farewell->revocation_endpoint, farewell->client,
                                           *farewell->access_token, oauth::TokenKind::access_token))
                       .has_value();
  }
  const bool has_tokens = farewell->refresh_token || farewell->access_token;
  told.revoked = !has_tokens || (can_revoke && !told.failed);
  if (!farewell->client.registration_client_uri.empty()) {
    told.failed |= (co_await oauth::unregister_client(door, farewell->client)).has_value();
  }
  co_return told;
}

}  // namespace

std::optional<Farewell> read_farewell(const vault::CredentialVault& vault,
                                      const audit::AuditTrail& trail,
                                      const vault::Connection& connection) {
  const auto state = vault.state(connection);
  if (!state) return std::nullopt;
  auto client = registration_from(state->client_details);
  if (!client) return std::nullopt;
  using Field = vault::CredentialField;
  Farewell farewell{
      trail.begin_use(
          {connection.access(), connection.id(), "connection.revoke", connection.row().vendor, {}}),
      std::move(*client), server_details(state->client_details).revocation_endpoint};
  if (auto secret = vault.open(connection, Field::client_secret, farewell.use)) {
    farewell.client.client_secret = std::move(*secret);
  }
  if (auto token = vault.open(connection, Field::registration_token, farewell.use)) {
    farewell.client.registration_access_token = std::move(*token);
  }
  if (auto token = vault.open(connection, Field::refresh_token, farewell.use)) {
    farewell.refresh_token = std::move(*token);
  }
  if (auto token = vault.open(connection, farewell.use)) farewell.access_token = std::move(*token);
  return farewell;
}

Task<bool> say_farewell(oauth::HttpDoor& door, BlockingPool& pool, const audit::AuditTrail& trail,
                        Farewell farewell) {
  const std::string vendor = farewell.use.parts().vendor;
  const Told told = co_await tell_vendor(door, &farewell);
  log(told.failed ? LogLevel::warning : LogLevel::info, "vendor_revocation",
      {{"vendor", vendor}, {"result", told.failed ? "failed" : "ok"}});
  co_await run_blocking(
      pool, [&] { trail.end_use(std::move(farewell.use), told.failed ? "failed" : "ok"); });
  co_return told.revoked;
}
// NOLINTEND(cppcoreguidelines-avoid-reference-coroutine-parameters)

}  // namespace sluice::calls
