// The second half of ConnectionDesk: what happens when the vendor's pop-up comes back, and how a
// connection ends.
#include "base/log.h"
#include "calls/client_details.h"
#include "calls/slot_erasure.h"
#include "connections/connect_text.h"
#include "connections/connection_desk.h"
#include "connections/flow.h"
#include "oauth/callback.h"
#include "oauth/client_management.h"
#include "oauth/token_request.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

#include <algorithm>
#include <utility>

namespace sluice::connections {

using calls::registration_from;
using calls::server_details;
using calls::ServerDetails;
using vault::Connection;
using vault::ConnectionRepository;

namespace {

// Somebody waits in the pop-up.
constexpr std::chrono::seconds first_list_time{10};

[[nodiscard]] CallbackFailure unknown_state() {
  return {"",
          {"expired",
           "This sign-in is not known here: it took longer than ten minutes, was used before, "
           "or began in another window. Press Connect again."}};
}

[[nodiscard]] oauth::PendingAuthorization pending_of(const std::string& state,
                                                     vault::PendingAuthorization& kept,
                                                     const ServerDetails& server,
                                                     const std::string& client_id) {
  oauth::PendingAuthorization pending;
  pending.state = state;
  pending.code_verifier = std::move(kept.verifier);
  pending.issuer = server.issuer;
  pending.iss_parameter_supported =
      flag_member(kept.request, "iss_parameter_supported").value_or(false);
  pending.token_endpoint = server.token_endpoint;
  pending.client_id = client_id;
  pending.redirect_uri = text_member(kept.request, "redirect_uri").value_or("");
  pending.resource = server.resource;
  pending.scope = text_member(kept.request, "scope").value_or("");
  return pending;
}

// A grant that holds a scope which the row refuses for ever.
[[nodiscard]] std::optional<std::string> forbidden_scope(const catalog::Vendor& vendor,
                                                         const std::string& granted) {
  for (const std::string& scope : oauth::scopes_beyond(granted, "")) {
    const auto& never = vendor.scopes_never;
    if (std::find(never.begin(), never.end(), scope) != never.end()) return scope;
  }
  return std::nullopt;
}

// What the vendor is told after the credential is gone here: the secrets live in memory only.
struct Farewell {
  audit::RecordedUse use;
  oauth::ClientRegistration client;
  std::string revocation_endpoint;
  std::optional<Secret> refresh_token;
  std::optional<Secret> access_token;
};

// True when the vendor took all of it.
// The door belongs to the desk, which outlives the server's tasks.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<bool> tell_vendor(oauth::HttpDoor& door, const Farewell* farewell) {
  bool failed = false;
  if (!farewell->revocation_endpoint.empty()) {
    if (farewell->refresh_token) {
      failed |= (co_await oauth::revoke(door, farewell->revocation_endpoint, farewell->client,
                                        *farewell->refresh_token, oauth::TokenKind::refresh_token))
                    .has_value();
    }
    if (farewell->access_token) {
      failed |= (co_await oauth::revoke(door, farewell->revocation_endpoint, farewell->client,
                                        *farewell->access_token, oauth::TokenKind::access_token))
                    .has_value();
    }
  }
  if (!farewell->client.registration_client_uri.empty()) {
    failed |= (co_await oauth::unregister_client(door, farewell->client)).has_value();
  }
  co_return !failed;
}

// Pool and trail belong to the product, which outlives the server's tasks.
// NOLINTBEGIN(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<void> say_farewell(oauth::HttpDoor& door, BlockingPool& pool, const audit::AuditTrail& trail,
                        Farewell farewell) {
  // NOLINTEND(cppcoreguidelines-avoid-reference-coroutine-parameters)
  const std::string vendor = farewell.use.parts().vendor;
  const bool told = co_await tell_vendor(door, &farewell);
  log(told ? LogLevel::info : LogLevel::warning, "vendor_revocation",
      {{"vendor", vendor}, {"result", told ? "ok" : "failed"}});
  co_await run_blocking(pool,
                        [&] { trail.end_use(std::move(farewell.use), told ? "ok" : "failed"); });
}

// Nothing where there is nobody to tell: no credential, or an API key.
[[nodiscard]] std::optional<Farewell> read_farewell(const vault::CredentialVault& vault,
                                                    const audit::AuditTrail& trail,
                                                    const Connection& connection) {
  const auto state = vault.state(connection);
  if (!state) return std::nullopt;
  auto client = registration_from(state->client_details);
  if (!client) return std::nullopt;
  using Field = vault::CredentialField;
  Farewell farewell{
      trail.begin_use(
          {connection.access(), connection.id(), "connection.revoke", connection.row().vendor, {}}),
      std::move(*client), server_details(state->client_details).revocation_endpoint, std::nullopt,
      std::nullopt};
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

}  // namespace

Task<std::unexpected<CallbackFailure>> ConnectionDesk::fail(const Flow* flow, ConnectError error) {
  co_await note_failure(flow, error);
  co_return std::unexpected(CallbackFailure{flow->vendor->slug, std::move(error)});
}

Task<std::expected<std::string, CallbackFailure>> ConnectionDesk::finish(Connector connector,
                                                                         std::string query) {
  auto callback = oauth::Callback::read(query);
  if (!callback) co_return std::unexpected(unknown_state());
  const std::string state = callback->state();
  auto taken = co_await run_blocking(parts_.pool, [&] {
    return parts_.pending.take(connector.who.access, state, connector.who.session.value);
  });
  if (!taken) co_return std::unexpected(unknown_state());
  const catalog::Vendor* vendor = parts_.catalog.find(taken->vendor);
  if (vendor == nullptr) co_return std::unexpected(unknown_state());

  const auto connection = co_await run_blocking(parts_.pool, [&] {
    return ConnectionRepository(parts_.database, connector.who.access).find(taken->connection);
  });
  if (!connection) co_return std::unexpected(unknown_state());
  const Flow flow{connector, vendor, connection->row().endpoint, *connection};
  // Asked again: the plan may have ended while the user was at the vendor's page.
  if (!identity::PlanGate::entitle<identity::Mcp>(connector.who.organization, parts_.clock.now())) {
    co_return co_await fail(&flow, plan_error(*vendor));
  }
  const ServerDetails server = server_details(taken->client.details);
  auto client = registration_from(std::move(taken->client));
  if (!client) co_return std::unexpected(unknown_state());
  const oauth::PendingAuthorization pending = pending_of(state, *taken, server, client->client_id);
  auto code =
      std::move(*callback).take_code({state, pending.issuer, pending.iss_parameter_supported});
  if (!code) co_return co_await fail(&flow, callback_error(*vendor, code.error()));

  audit::RecordedUse use = co_await begin_use(&flow, "connection.exchange");
  auto tokens = co_await oauth::exchange_code(door_, *client, pending, *code);
  co_await end_use(std::move(use), tokens.has_value());
  if (!tokens) {
    log(LogLevel::warning, "code_exchange_failed",
        {{"vendor", vendor->slug}, {"reason", tokens.error().reason}});
    co_return co_await fail(&flow, connect_error(*vendor, tokens.error(), redirect_uri()));
  }
  if (const auto scope = forbidden_scope(*vendor, tokens->scope)) {
    co_return co_await fail(
        &flow,
        {"write_granted", vendor->name + " granted more than reading (" + *scope +
                              "), so the access was not kept. Choose read-only access there."});
  }
  vault::TokenSet kept{.access_token = std::move(tokens->access_token),
                       .refresh_token = std::nullopt,
                       .expires_at = parts_.clock.now() + tokens->lifetime,
                       .granted_scope = tokens->scope,
                       .client = calls::record_of(server, std::move(*client))};
  if (!tokens->refresh_token.empty()) kept.refresh_token = std::move(tokens->refresh_token);
  // What the row does not refuse for ever is kept, and recorded: the allow-list holds in any case.
  auto beyond = oauth::scopes_beyond(kept.granted_scope, pending.scope);
  const auto stored = co_await run_blocking(
      parts_.pool, [&] { return keep(connector, *connection, kept, std::move(beyond)); });
  if (!stored) co_return co_await fail(&flow, stored.error());
  parts_.caller.forget(connection->id());
  // The first list is what counts as approved from now on; a vendor that cannot give it at this
  // moment is asked again with the next test, or after the first idle hour.
  const auto listed = co_await parts_.caller.list_tools(connector.who.access, connection->id(),
                                                        Deadline::in(first_list_time));
  if (!listed) log(LogLevel::warning, "first_list_failed", {{"vendor", vendor->slug}});
  if (const auto proven = co_await prove_parameters(&flow); !proven)
    co_return co_await fail(&flow, proven.error());
  co_return vendor->slug;
}

Task<std::expected<void, ConnectError>> ConnectionDesk::disconnect(Connector connector,
                                                                   ConnectionId id) {
  co_return co_await end(connector.who.access, id, [connector](const Connection& now) {
    return record_of(connector, "connection.disconnect", now, "ok");
  });
}

Task<void> ConnectionDesk::end_for_plan(identity::OrganizationAccess access, ConnectionId id) {
  // What could not be destroyed is in the trail, and the upkeep goes on with it.
  (void)co_await end(access, id, [](const Connection& now) {
    return audit::AuditRecord{.action = "connection.disconnect",
                              .target_kind = "connection",
                              .target_id = to_text(now.id()),
                              .result = "ok",
                              .actor_name = "the server",
                              .address = {},
                              .detail = {{"vendor", now.row().vendor}, {"reason", "plan_ended"}}};
  });
}

Task<std::expected<void, ConnectError>> ConnectionDesk::end(identity::OrganizationAccess access,
                                                            ConnectionId id, RecordOf record) {
  std::optional<Farewell> farewell;
  bool destroyed = true;
  const bool found = co_await run_blocking(parts_.pool, [&] {
    const ConnectionRepository repository(parts_.database, access);
    const auto connection = repository.find(id);
    if (!connection) return false;
    farewell = read_farewell(parts_.vault, parts_.audit, *connection);
    repository.store().write([&](storage::Transaction& transaction) {
      const auto now = ConnectionRepository::find(transaction, id);
      if (!now) return;
      parts_.vault.forget(transaction, *now);
      parts_.audit.append(transaction, record(*now));
    });
    destroyed = calls::erase_slots(parts_.vault, parts_.audit, access);
    return true;
  });
  if (!found) co_return Failed({"unknown_connection", "This connection is gone already."});
  parts_.caller.forget(id);
  if (farewell) {
    // Best effort, after the fact: a vendor that is down cannot keep the credential alive.
    boost::asio::co_spawn(co_await boost::asio::this_coro::executor,
                          say_farewell(door_, parts_.pool, parts_.audit, std::move(*farewell)),
                          boost::asio::detached);
  }
  if (!destroyed) {
    co_return Failed(
        {"slot_kept",
         "The data source is disconnected and its access deleted, but the key of that access could "
         "not be overwritten: the disk refused it. Until it is, an old copy of the database could "
         "be opened with it. Sluice tries again every minute; tell your operator."});
  }
  co_return std::expected<void, ConnectError>{};
}

}  // namespace sluice::connections
