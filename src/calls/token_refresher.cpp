#include "calls/token_refresher.h"

#include "base/log.h"
#include "calls/call_text.h"
#include "calls/client_details.h"
#include "calls/farewell.h"
#include "calls/reading_scopes.h"
#include "calls/refresh_question.h"
#include "calls/refresh_text.h"
#include "calls/refresh_verdict.h"
#include "oauth/scope.h"
#include "vault/connection_repository.h"
#include "vault/slot_erasure.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace sluice::calls {

using vault::Connection;
using vault::ConnectionRepository;
using vault::ConnectionStatus;

namespace {

Task<void> pause() {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, lease_poll_interval);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

// Beside the scope that only asks for refresh tokens.
[[nodiscard]] bool loses_scope(std::string_view before, std::string_view now) {
  auto lost = oauth::scopes_beyond(before, now);
  std::erase(lost, oauth::offline_access);
  return !lost.empty();
}

}  // namespace

TokenRefresher::Known TokenRefresher::look_at(const Connection& connection, bool force) const {
  const auto state = parts_.vault.state(connection);
  Known known;
  known.failures = parts_.leases.failures(connection);
  if (!state) return known;
  const Instant now = parts_.clock.now();
  known.granted_scope = state->granted_scope;
  known.still_good = !force && state->expires_at && *state->expires_at > now;
  const bool ends = state->expires_at && *state->expires_at <= now + refresh_margin;
  known.refresh = state->has_refresh_token && (force || ends);
  return known;
}

void TokenRefresher::stop_using(storage::OrganizationAccess access, const Connection& connection,
                                const std::string& detail, Tokens tokens) const {
  const ConnectionRepository repository(parts_.database, access);
  repository.store().write([&](storage::Transaction& transaction) {
    const auto now = ConnectionRepository::find(transaction, connection.id());
    if (!now || now->row().generation != connection.row().generation) return;
    if (!vault::is_usable(now->row().status)) return;
    if (tokens == Tokens::drop) parts_.vault.forget(transaction, *now);
    if (const auto after = ConnectionRepository::find(transaction, connection.id())) {
      ConnectionRepository::set_status(transaction, *after, ConnectionStatus::needs_reconnect,
                                       detail);
    }
    parts_.audit.append(transaction, {.action = "connection.refresh",
                                      .target_kind = "connection",
                                      .target_id = to_text(connection.id()),
                                      .result = "refused",
                                      .actor_name = {},
                                      .address = {},
                                      .detail = {{"vendor", connection.row().vendor}}});
  });
  (void)vault::erase_slots(parts_.vault, parts_.audit,
                           access);  // What is left, the upkeep goes on with.
}

void TokenRefresher::release(storage::OrganizationAccess access,
                             const vault::RefreshLease& lease) const {
  parts_.database.organization(access).write([&](storage::Transaction& transaction) {
    vault::RefreshLeases::release(transaction, lease);
  });
}

struct TokenRefresher::Material {
  RefreshQuestion question;
  ServerDetails server;
};

struct TokenRefresher::Renewal {
  Material material;
  oauth::TokenResponse tokens;
};

// A part that is there and cannot be opened ends it: without its secret a client looks like one
// that the vendor forgot, and that answer would cost the grant.
std::expected<TokenRefresher::Material, TokenRefresher::Outcome> TokenRefresher::open_material(
    const Connection& connection, const CredentialUse& use, const std::string& scope) const {
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
  const catalog::Vendor* vendor = parts_.catalog.find(connection.row().vendor);
  if (vendor == nullptr || !state || !token) return std::unexpected(Outcome::look_again);
  auto client = registration_from(std::as_const(state->client_details));
  if (!client) return std::unexpected(Outcome::look_again);
  if (secret) client->client_secret = std::move(*secret);
  if (registration) client->registration_access_token = std::move(*registration);
  ServerDetails server = server_details(state->client_details);
  oauth::RefreshTarget target{.token_endpoint = server.token_endpoint,
                              .resource = server.resource,
                              .scope = scope.empty() ? state->granted_scope : scope,
                              .name_scope = !scope.empty()};
  return Material{{vendor, std::move(*client), std::move(target), std::move(*token),
                   std::move(state->granted_scope)},
                  std::move(server)};
}

// Seals the new tokens and ends the lease in one transaction. False when the connection changed in
// the meantime: then whoever changed it wins.
bool TokenRefresher::keep(storage::OrganizationAccess access, const Connection& connection,
                          const vault::RefreshLease& lease, Renewal renewal) const {
  auto& [question, server] = renewal.material;
  oauth::TokenResponse& tokens = renewal.tokens;
  server.resource = question.target.resource;  // Left out once, left out from now on.
  vault::TokenSet fresh{
      .access_token = std::move(tokens.access_token),
      .refresh_token = std::move(question.refresh_token),
      .expires_at = parts_.clock.now() + tokens.lifetime,
      .granted_scope = tokens.scope.empty() ? question.granted_scope : tokens.scope,
      .client = record_of(server, std::move(question.client))};
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

Task<TokenRefresher::Outcome> TokenRefresher::end_refused(storage::OrganizationAccess access,
                                                          const Connection* connection,
                                                          const vault::RefreshLease* lease,
                                                          oauth::OAuthError error, bool beside) {
  log(LogLevel::warning, "refresh_failed",
      {{"vendor", connection->row().vendor}, {"reason", oauth::reason_of(error)}});
  const RefreshVerdict verdict = verdict_on(error);
  co_await run_blocking(parts_.pool, [&] {
    if (beside && verdict != RefreshVerdict::ended) return release(access, *lease);
    switch (verdict) {
      case RefreshVerdict::ended:
        return stop_using(access, *connection,
                          "The vendor no longer accepts the access it granted.", Tokens::drop);
      case RefreshVerdict::client_unknown:
      case RefreshVerdict::request_refused:
        stop_using(access, *connection, refused_detail(error), Tokens::keep);
        return release(access, *lease);
      case RefreshVerdict::passing: return parts_.leases.fail(access, *lease);
    }
  });
  co_return verdict == RefreshVerdict::passing ? Outcome::vendor_down : Outcome::dead;
}

// The vendor widened the grant beyond what its row lets be kept: it is given back.
Task<TokenRefresher::Outcome> TokenRefresher::give_back(storage::OrganizationAccess access,
                                                        const Connection* connection,
                                                        Renewal renewal, std::string scope) {
  auto& [question, server] = renewal.material;
  oauth::TokenResponse& tokens = renewal.tokens;
  co_await run_blocking(parts_.pool, [&] {
    stop_using(access, *connection,
               "The vendor widened the access beyond reading (" + scopes_in_words(scope) +
                   "), so it was not kept. Press Reconnect and allow reading only.",
               Tokens::drop);
  });
  const bool rotated = !tokens.refresh_token.empty();
  auto use = co_await run_blocking(parts_.pool, [&] {
    return parts_.audit.begin_use(
        {access, connection->id(), "connection.revoke", connection->row().vendor, {}});
  });
  Farewell farewell{std::move(use), std::move(question.client), server.revocation_endpoint,
                    rotated ? std::move(tokens.refresh_token) : std::move(question.refresh_token),
                    std::move(tokens.access_token)};
  co_await say_farewell(door_, parts_.pool, parts_.audit, std::move(farewell));
  co_return Outcome::dead;
}

Task<TokenRefresher::Outcome> TokenRefresher::ask(storage::OrganizationAccess access,
                                                  const Connection* connection,
                                                  vault::RefreshLease lease, std::string scope) {
  auto use = co_await run_blocking(
      parts_.pool, [&] { return uses_.begin(*connection, "connection.renew", ""); });
  if (!use) co_return Outcome::not_recorded;
  auto material = co_await run_blocking(parts_.pool, [&]() -> std::expected<Material, Outcome> {
    auto opened = open_material(*connection, *use, scope);
    if (opened && parts_.leases.mark_sent(access, lease)) return opened;
    const Outcome outcome = opened ? Outcome::look_again : opened.error();
    if (!opened) release(access, lease);
    const char* reason = outcome == Outcome::cannot_open ? "cannot_open" : "not_sent";
    uses_.end(std::move(*use), false, {{"reason", reason}});
    return std::unexpected(outcome);
  });
  if (!material) co_return material.error();
  RefreshQuestion& question = material->question;
  if (!admits_issuer(*question.vendor, connection->row().parameters, question.client.issuer,
                     question.client.kind)) {
    co_await run_blocking(parts_.pool, [&] {
      stop_using(access, *connection,
                 "The access was granted by another server than the one of this vendor, which is "
                 "not asked for more. Press Reconnect.",
                 Tokens::keep);
      uses_.end(std::move(*use), false, {{"reason", "not_sent"}});
    });
    co_return Outcome::dead;
  }
  auto tokens = co_await last_word(
      {door_, parts_.pool, parts_.identity, uses_, *connection, parts_.clock.now()}, &question);
  co_await run_blocking(parts_.pool, [&] { uses_.end(std::move(*use), tokens.has_value()); });
  if (!tokens) {
    co_return co_await end_refused(access, connection, &lease, std::move(tokens.error()),
                                   question.target.name_scope);
  }
  auto refused = refused_scope(*question.vendor, tokens->scope);
  const bool lost = loses_scope(question.granted_scope, tokens->scope);
  Renewal renewal{std::move(*material), std::move(*tokens)};
  if (refused) {
    co_return co_await give_back(access, connection, std::move(renewal), std::move(*refused));
  }
  const bool stored = co_await run_blocking(
      parts_.pool, [&] { return keep(access, *connection, lease, std::move(renewal)); });
  if (!stored) co_return Outcome::look_again;
  co_return (lost && scope.empty()) ? Outcome::narrowed : Outcome::refreshed;
}

Task<TokenRefresher::Outcome> TokenRefresher::refresh_once(storage::OrganizationAccess access,
                                                           const Connection* connection,
                                                           std::int64_t failures_known,
                                                           std::string scope) {
  auto lease = co_await run_blocking(
      parts_.pool, [&] { return parts_.leases.take(access, *connection, failures_known); });
  if (lease) co_return co_await ask(access, connection, std::move(*lease), std::move(scope));
  switch (lease.error()) {
    case vault::LeaseError::too_often: co_return Outcome::too_often;
    case vault::LeaseError::resting: co_return Outcome::vendor_down;
    case vault::LeaseError::held: co_await pause(); break;
    case vault::LeaseError::superseded: break;
  }
  co_return Outcome::look_again;
}

Task<std::unexpected<CallError>> TokenRefresher::set_aside(storage::OrganizationAccess access,
                                                           Connection connection) {
  co_await run_blocking(parts_.pool, [&] {
    stop_using(access, connection, "The vendor no longer accepts the access it granted.",
               Tokens::keep);
  });
  co_return reconnect_needed(connection);
}

Task<std::expected<Connection, CallError>> TokenRefresher::reread(
    storage::OrganizationAccess access, ConnectionId id) {
  auto again = co_await run_blocking(
      parts_.pool, [&] { return ConnectionRepository(parts_.database, access).find(id); });
  if (!again || again->row().status == ConnectionStatus::disconnected) co_return not_connected();
  if (again->row().status == ConnectionStatus::needs_reconnect) co_return reconnect_needed(*again);
  co_return std::move(*again);
}

Task<std::expected<Connection, CallError>> TokenRefresher::fresh(storage::OrganizationAccess access,
                                                                 Connection connection,
                                                                 bool force) {
  const std::int64_t generation = connection.row().generation;
  const Deadline deadline = Deadline::in(lease_wait_max);
  const Known known =
      co_await run_blocking(parts_.pool, [&] { return look_at(connection, force); });
  if (!known.refresh && !force) co_return connection;
  // A 401 for a token that cannot be renewed leaves only the user.
  if (!known.refresh) co_return co_await set_aside(access, std::move(connection));
  // A token that is new and still too short-lived for the margin is as good as this vendor's get.
  while (connection.row().generation == generation) {
    const Outcome outcome =
        co_await refresh_once(access, &connection, known.failures, std::string());
    if (outcome == Outcome::dead) co_return reconnect_needed(connection);
    if (outcome == Outcome::cannot_open) {
      co_return std::unexpected(cannot_open(connection.row().name_in_sentences));
    }
    // The token may still do; if it does not, a 401 says so and comes back with `force`.
    if (outcome == Outcome::too_often && !force) co_return connection;
    if (outcome == Outcome::too_often) co_return renewed_too_often(connection);
    if (outcome == Outcome::not_recorded) co_return not_recorded();
    if (outcome == Outcome::vendor_down && known.still_good) co_return connection;
    if (outcome == Outcome::vendor_down || deadline.passed()) co_return not_renewed(connection);
    auto again = co_await reread(access, connection.id());
    if (!again) co_return std::unexpected(again.error());
    connection = std::move(*again);
    if (outcome == Outcome::narrowed) {
      // The answer lost a scope: asked once more by name. If that does not help, this is the token.
      co_await refresh_once(access, &connection, known.failures, known.granted_scope);
      co_return co_await reread(access, connection.id());
    }
  }
  co_return connection;
}

}  // namespace sluice::calls
