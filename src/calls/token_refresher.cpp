#include "calls/token_refresher.h"

#include "base/log.h"
#include "calls/call_text.h"
#include "calls/client_details.h"
#include "calls/slot_erasure.h"
#include "oauth/client_management.h"
#include "oauth/discovery.h"
#include "oauth/token_request.h"
#include "vault/connection_repository.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace sluice::calls {

using vault::Connection;
using vault::ConnectionRepository;
using vault::ConnectionStatus;

namespace {

[[nodiscard]] std::unexpected<CallError> reconnect_needed(const Connection& connection) {
  return std::unexpected(CallError{
      CallError::Kind::needs_reconnect,
      connection.row().name +
          " no longer accepts the access it granted: it was revoked there, or it ended. Press "
          "Reconnect in Data sources."});
}

[[nodiscard]] std::unexpected<CallError> not_connected() {
  return std::unexpected(CallError{CallError::Kind::not_connected,
                                   "The data source was disconnected in the meantime."});
}

[[nodiscard]] std::unexpected<CallError> renewed_too_often(const Connection& connection) {
  return std::unexpected(
      CallError{CallError::Kind::vendor_down,
                connection.row().name +
                    " ended the access it had just renewed, three times within a minute. Wait a "
                    "minute and ask again; if it stays, press Reconnect in Data sources."});
}

[[nodiscard]] CallError not_recorded() {
  return {CallError::Kind::not_recorded,
          "The audit trail cannot be written, so nothing was asked of the vendor. Tell your "
          "operator: the disk may be full."};
}

Task<void> pause() {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, lease_poll_interval);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

// invalid_grant and its like: asking again with the same token cannot help.
[[nodiscard]] bool is_final(const oauth::OAuthError& error) {
  return error.failure == oauth::OAuthFailure::refused_by_server;
}

// RFC 6749, section 5.2: the secret ended, or the server lost its clients.
[[nodiscard]] bool is_forgotten(const oauth::OAuthError& error,
                                const oauth::ClientRegistration& client) {
  return error.refusal && error.refusal->error == "invalid_client" &&
         client.kind == oauth::RegistrationKind::dynamic;
}

}  // namespace

bool TokenRefresher::needs_refresh(const Connection& connection, bool force) const {
  const auto state = parts_.vault.state(connection);
  if (!state || !state->has_refresh_token) return false;
  if (force) return true;
  return state->expires_at && *state->expires_at <= parts_.clock.now() + refresh_margin;
}

void TokenRefresher::give_up(storage::OrganizationAccess access,
                             const Connection& connection) const {
  const ConnectionRepository repository(parts_.database, access);
  repository.store().write([&](storage::Transaction& transaction) {
    const auto now = ConnectionRepository::find(transaction, connection.id());
    if (!now || now->row().generation != connection.row().generation) return;
    parts_.vault.forget(transaction, *now);
    if (const auto after = ConnectionRepository::find(transaction, connection.id())) {
      ConnectionRepository::set_status(transaction, *after, ConnectionStatus::needs_reconnect,
                                       "The vendor no longer accepts the access it granted.");
    }
    parts_.audit.append(transaction, {.action = "connection.refresh",
                                      .target_kind = "connection",
                                      .target_id = to_text(connection.id()),
                                      .result = "refused",
                                      .actor_name = {},
                                      .address = {},
                                      .detail = {{"vendor", connection.row().vendor}}});
  });
  (void)erase_slots(parts_.vault, parts_.audit, access);  // What is left, the upkeep goes on with.
}

void TokenRefresher::release(storage::OrganizationAccess access,
                             const vault::RefreshLease& lease) const {
  parts_.database.organization(access).write([&](storage::Transaction& transaction) {
    vault::RefreshLeases::release(transaction, lease);
  });
}

// What one renewal needs; opened only while the lease is held.
struct TokenRefresher::Material {
  oauth::ClientRegistration client;
  oauth::RefreshTarget target;
  Secret refresh_token;
  vault::CredentialState state;
};

struct TokenRefresher::Renewal {
  Material material;
  oauth::TokenResponse tokens;
};

// A part that is there and cannot be opened ends it: without its secret a client looks like one
// that the vendor forgot, and that answer would cost the grant.
std::expected<TokenRefresher::Material, TokenRefresher::Outcome> TokenRefresher::open_material(
    const Connection& connection, const CredentialUse& use) const {
  using vault::VaultError;
  const audit::RecordedUse& recorded = use.recorded;
  auto state = parts_.vault.state(connection);
  auto token = parts_.vault.open(connection, vault::CredentialField::refresh_token, recorded);
  auto secret = parts_.vault.open(connection, vault::CredentialField::client_secret, recorded);
  auto registration =
      parts_.vault.open(connection, vault::CredentialField::registration_token, recorded);
  for (const auto* opened : {&token, &secret, &registration}) {
    if (!*opened && opened->error() == VaultError::cannot_open)
      return std::unexpected(Outcome::cannot_open);
  }
  if (!state || !token) return std::unexpected(Outcome::look_again);
  auto client = registration_from(std::as_const(state->client_details));
  if (!client) return std::unexpected(Outcome::look_again);
  if (secret) client->client_secret = std::move(*secret);
  if (registration) client->registration_access_token = std::move(*registration);
  const ServerDetails server = server_details(state->client_details);
  oauth::RefreshTarget target{server.token_endpoint, server.resource, state->granted_scope};
  return Material{std::move(*client), std::move(target), std::move(*token), std::move(*state)};
}

// Seals the new tokens and ends the lease in one transaction. False when the connection changed in
// the meantime: then whoever changed it wins.
bool TokenRefresher::keep(storage::OrganizationAccess access, const Connection& connection,
                          const vault::RefreshLease& lease, Renewal renewal) const {
  auto& [material, tokens] = renewal;
  const ServerDetails server = server_details(material.state.client_details);
  vault::TokenSet fresh{
      .access_token = std::move(tokens.access_token),
      .refresh_token = std::move(material.refresh_token),
      .expires_at = parts_.clock.now() + tokens.lifetime,
      .granted_scope = tokens.scope.empty() ? material.state.granted_scope : tokens.scope,
      .client = record_of(server, std::move(material.client))};
  // RFC 6749, section 6: a new refresh token replaces the old one, none keeps it.
  if (!tokens.refresh_token.empty()) fresh.refresh_token = std::move(tokens.refresh_token);
  auto sealed = parts_.vault.reseal(connection, fresh);
  if (!sealed) return false;
  using Stored = std::expected<void, vault::VaultError>;
  const Stored kept =
      parts_.database.organization(access).write([&](storage::Transaction& transaction) -> Stored {
        auto result = parts_.vault.store(transaction, std::move(*sealed));
        if (result) vault::RefreshLeases::release(transaction, lease);
        return result;
      });
  return kept.has_value();
}

// With a client that is registered anew, once: `forgotten` stands where that cannot be.
Task<std::expected<oauth::TokenResponse, oauth::OAuthError>> TokenRefresher::refresh_anew(
    const Connection* connection, Material* material, oauth::OAuthError forgotten) {
  const catalog::Vendor* vendor = parts_.catalog.find(connection->row().vendor);
  if (vendor == nullptr) co_return std::unexpected(std::move(forgotten));
  const oauth::DocumentRules rules = parts_.identity.rules_for(*vendor);
  auto server =
      co_await oauth::fetch_server_metadata(door_, material->client.issuer, std::string(), rules);
  if (!server || !server->registration_endpoint) co_return std::unexpected(std::move(forgotten));
  const bool prefer_public = vendor->client == catalog::ClientKind::public_client;
  auto use = co_await run_blocking(
      parts_.pool, [&] { return uses_.begin(*connection, "connection.register", ""); });
  if (!use) co_return std::unexpected(std::move(forgotten));
  auto client = co_await oauth::register_client(
      door_,
      {std::move(*server), parts_.identity.profile(), material->state.granted_scope, prefer_public,
       parts_.clock.now()},
      rules);
  co_await run_blocking(parts_.pool, [&] { uses_.end(std::move(*use), client.has_value()); });
  if (!client) co_return std::unexpected(std::move(forgotten));
  auto tokens = co_await oauth::refresh(door_, *client, material->target, material->refresh_token);
  log(LogLevel::info, "client_registered_anew",
      {{"vendor", vendor->slug}, {"result", tokens ? "ok" : tokens.error().reason}});
  if (tokens) {
    material->client = std::move(*client);
  } else if (const auto kept = co_await oauth::unregister_client(door_, *client)) {
    log(LogLevel::warning, "client_not_removed",
        {{"vendor", vendor->slug}, {"reason", kept->reason}});
  }
  co_return tokens;
}

Task<TokenRefresher::Outcome> TokenRefresher::ask(storage::OrganizationAccess access,
                                                  const Connection* connection,
                                                  vault::RefreshLease lease) {
  auto use = co_await run_blocking(
      parts_.pool, [&] { return uses_.begin(*connection, "connection.renew", ""); });
  if (!use) co_return Outcome::not_recorded;
  auto material = co_await run_blocking(parts_.pool, [&]() -> std::expected<Material, Outcome> {
    auto opened = open_material(*connection, *use);
    if (opened && parts_.leases.mark_sent(access, lease)) return opened;
    const Outcome outcome = opened ? Outcome::look_again : opened.error();
    if (!opened) release(access, lease);
    const char* reason = outcome == Outcome::cannot_open ? "cannot_open" : "not_sent";
    uses_.end(std::move(*use), false, {{"reason", reason}});
    return std::unexpected(outcome);
  });
  if (!material) co_return material.error();

  auto tokens =
      co_await oauth::refresh(door_, material->client, material->target, material->refresh_token);
  if (!tokens && is_forgotten(tokens.error(), material->client)) {
    tokens = co_await refresh_anew(connection, &*material, std::move(tokens.error()));
  }
  co_await run_blocking(parts_.pool, [&] { uses_.end(std::move(*use), tokens.has_value()); });
  if (!tokens) {
    log(LogLevel::warning, "refresh_failed",
        {{"vendor", connection->row().vendor}, {"reason", tokens.error().reason}});
    const bool final = is_final(tokens.error());
    co_await run_blocking(
        parts_.pool, [&] { return final ? give_up(access, *connection) : release(access, lease); });
    co_return final ? Outcome::dead : Outcome::vendor_down;
  }
  const bool stored = co_await run_blocking(parts_.pool, [&] {
    return keep(access, *connection, lease, {std::move(*material), std::move(*tokens)});
  });
  co_return stored ? Outcome::refreshed : Outcome::look_again;
}

Task<TokenRefresher::Outcome> TokenRefresher::refresh_once(storage::OrganizationAccess access,
                                                           const Connection* connection) {
  auto lease =
      co_await run_blocking(parts_.pool, [&] { return parts_.leases.take(access, *connection); });
  if (!lease) {
    if (lease.error() == vault::LeaseError::too_often) co_return Outcome::too_often;
    if (lease.error() == vault::LeaseError::held) co_await pause();
    co_return Outcome::look_again;
  }
  co_return co_await ask(access, connection, std::move(*lease));
}

Task<std::unexpected<CallError>> TokenRefresher::lose(storage::OrganizationAccess access,
                                                      const Connection* connection) {
  co_await run_blocking(parts_.pool, [&] { give_up(access, *connection); });
  co_return reconnect_needed(*connection);
}

Task<std::expected<Connection, CallError>> TokenRefresher::fresh(storage::OrganizationAccess access,
                                                                 Connection connection,
                                                                 bool force) {
  const std::int64_t known = connection.row().generation;
  const Deadline deadline = Deadline::in(lease_wait_max);
  while (true) {
    const bool changed = connection.row().generation != known;
    // A token that is new and still too short-lived for the margin is as good as this vendor's get.
    const bool needed = !changed && co_await run_blocking(parts_.pool, [&] {
      return needs_refresh(connection, force);
    });
    if (!needed && (changed || !force)) co_return connection;
    // A 401 for a token that cannot be renewed leaves only the user.
    if (!needed) co_return co_await lose(access, &connection);
    const Outcome outcome = co_await refresh_once(access, &connection);
    if (outcome == Outcome::dead) co_return reconnect_needed(connection);
    if (outcome == Outcome::cannot_open) {
      co_return std::unexpected(cannot_open(connection.row().name));
    }
    // The token may still do; if it does not, a 401 says so and comes back with `force`.
    if (outcome == Outcome::too_often && !force) co_return connection;
    if (outcome == Outcome::too_often) co_return renewed_too_often(connection);
    if (outcome == Outcome::not_recorded) co_return std::unexpected(not_recorded());
    const bool over = outcome == Outcome::vendor_down || deadline.passed();
    if (over) {
      co_return std::unexpected(CallError{
          CallError::Kind::vendor_down,
          connection.row().name + " does not renew its access at the moment. Try again in a few "
                                  "minutes."});
    }
    auto again = co_await run_blocking(parts_.pool, [&] {
      return ConnectionRepository(parts_.database, access).find(connection.id());
    });
    if (!again || again->row().status == ConnectionStatus::disconnected) {
      co_return not_connected();
    }
    if (again->row().status == ConnectionStatus::needs_reconnect) {
      co_return reconnect_needed(*again);
    }
    connection = std::move(*again);
  }
}

}  // namespace sluice::calls
