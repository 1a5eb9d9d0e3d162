// The second half of ConnectionService: what happens when the vendor's pop-up comes back, and how a
// connection ends.
#include "base/log.h"
#include "calls/client_details.h"
#include "calls/reading_scopes.h"
#include "connections/connect_text.h"
#include "connections/connection_service.h"
#include "connections/deletion.h"
#include "connections/flow.h"
#include "oauth/callback.h"
#include "oauth/token_request.h"
#include "vault/slot_erasure.h"

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

[[nodiscard]] CallbackFailure unknown_state() {
  return {"",
          {ConnectReason::expired,
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

// Where the vendor was asked to grant access for; a request that was begun before that was
// remembered is for where the connection lives.
[[nodiscard]] vault::NewConnection place_of(const catalog::Vendor& vendor,
                                            const Connection& connection, const Json& request) {
  return {vendor.slug, vendor.name,
          text_member(request, "endpoint").value_or(connection.row().endpoint),
          request.contains("parameters") ? request["parameters"] : connection.row().parameters};
}

}  // namespace

Task<std::unexpected<CallbackFailure>> ConnectionService::fail(const Flow* flow,
                                                               ConnectError error) {
  co_await note_failure(flow, error);
  co_return std::unexpected(CallbackFailure{flow->vendor->slug, std::move(error)});
}

// A grant of more than was reviewed as reading: the vendor takes it back, and forgets us.
Task<CallbackFailure> ConnectionService::give_back(const Flow* flow, calls::Farewell farewell,
                                                   std::string scope) {
  const catalog::Vendor& vendor = *flow->vendor;
  const bool revoked =
      co_await calls::say_farewell(door_, parts_.pool, parts_.audit, std::move(farewell));
  ConnectError error = grant_error(vendor, scope, revoked);
  co_await note_failure(flow, error);
  co_return CallbackFailure{vendor.slug, std::move(error)};
}

std::expected<void, ConnectError> ConnectionService::keep_tokens(
    const Flow& flow, const ServerDetails& server, oauth::ClientRegistration client,
    oauth::TokenResponse& tokens) const {
  vault::TokenSet kept{.access_token = std::move(tokens.access_token),
                       .refresh_token = std::nullopt,
                       .expires_at = parts_.clock.now() + tokens.lifetime,
                       .granted_scope = tokens.scope,
                       .client = calls::record_of(server, std::move(client))};
  if (!tokens.refresh_token.empty()) kept.refresh_token = std::move(tokens.refresh_token);
  auto sealed = parts_.vault.seal(flow.connection, kept);
  if (!sealed) {
    return Failed(vault_error(sealed.error()));
  }
  return keep(flow, std::move(*sealed), kept.granted_scope);
}

Task<std::expected<std::string, CallbackFailure>> ConnectionService::finish(Connector connector,
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
  const Flow flow{connector, vendor, place_of(*vendor, *connection, taken->request), *connection};
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
        {{"vendor", vendor->slug}, {"reason", oauth::reason_of(tokens.error())}});
    co_return co_await fail(&flow, connect_error(*vendor, tokens.error(), redirect_uri()));
  }
  if (auto refused = calls::refused_scope(*vendor, tokens->scope)) {
    calls::Farewell farewell{co_await begin_use(&flow, "connection.revoke"), std::move(*client),
                             server.revocation_endpoint, std::nullopt,
                             std::move(tokens->access_token)};
    if (!tokens->refresh_token.empty()) farewell.refresh_token = std::move(tokens->refresh_token);
    co_return std::unexpected(co_await give_back(&flow, std::move(farewell), std::move(*refused)));
  }
  const auto stored = co_await run_blocking(
      parts_.pool, [&] { return keep_tokens(flow, server, std::move(*client), *tokens); });
  if (!stored) co_return co_await fail(&flow, stored.error());
  if (auto error = co_await first_list(&flow)) {
    co_return std::unexpected(CallbackFailure{vendor->slug, std::move(*error)});
  }
  if (const auto proven = co_await prove_parameters(&flow); !proven)
    co_return co_await fail(&flow, proven.error());
  co_await name_after_account(&flow);
  co_return vendor->slug;
}

Task<std::expected<void, ConnectError>> ConnectionService::disconnect(Connector connector,
                                                                      ConnectionId id) {
  co_return co_await end(connector.who.access, id, Pins::drop, [connector](const Connection& now) {
    return record_of(connector, "connection.disconnect", now, "ok");
  });
}

Task<void> ConnectionService::end_for_plan(identity::OrganizationAccess access, ConnectionId id) {
  // What could not be destroyed is in the trail, and the upkeep goes on with it.
  (void)co_await end(access, id, Pins::keep, [](const Connection& now) {
    return audit::AuditRecord{.action = "connection.disconnect",
                              .target_kind = "connection",
                              .target_id = to_text(now.id()),
                              .result = "ok",
                              .actor_name = "the server",
                              .address = {},
                              .detail = {{"vendor", now.row().vendor}, {"reason", "plan_ended"}}};
  });
}

Task<std::expected<void, ConnectError>> ConnectionService::end(identity::OrganizationAccess access,
                                                               ConnectionId id, Pins pins,
                                                               RecordOf record) {
  std::optional<calls::Farewell> farewell;
  bool destroyed = true;
  const bool found = co_await run_blocking(parts_.pool, [&] {
    const ConnectionRepository repository(parts_.database, access);
    const auto connection = repository.find(id);
    if (!connection) return false;
    farewell = calls::read_farewell(parts_.vault, parts_.audit, *connection);
    repository.store().write([&](storage::Transaction& transaction) {
      const auto now = ConnectionRepository::find(transaction, id);
      if (!now) return;
      delete_connection(transaction, parts_.vault, *now, parts_.clock.now());
      if (pins == Pins::drop) calls::ToolReviews::drop(transaction, id);
      parts_.audit.append(transaction, record(*now));
    });
    destroyed = vault::erase_slots(parts_.vault, parts_.audit, access);
    return true;
  });
  if (!found)
    co_return Failed({ConnectReason::unknown_connection, "This connection is gone already."});
  parts_.caller.forget(id);
  if (farewell) {
    // Best effort, after the fact: a vendor that is down cannot keep the credential alive.
    boost::asio::co_spawn(
        co_await boost::asio::this_coro::executor,
        calls::say_farewell(door_, parts_.pool, parts_.audit, std::move(*farewell)),
        boost::asio::detached);
  }
  co_await run_blocking(parts_.pool, [&] {
    // A failure is logged, and the upkeep tries again.
    return finish_deletion(parts_.database.organization(access));
  });
  if (!destroyed) {
    co_return Failed({ConnectReason::slot_kept,
                      "The data source is disconnected and its access deleted, but the key of "
                      "that access could "
                      "not be overwritten: the disk refused it. Until it is, an old copy of the "
                      "database could "
                      "be opened with it. Sluice tries again every minute; tell your operator."});
  }
  co_return std::expected<void, ConnectError>{};
}

}  // namespace sluice::connections
