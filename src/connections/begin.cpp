// The first half of ConnectionService's flow: finds the authorization server, registers, and builds
// the address for the vendor's pop-up.
#include "base/log.h"
#include "calls/client_details.h"
#include "calls/reading_scopes.h"
#include "catalog/connection_parameters.h"
#include "connections/connect_text.h"
#include "connections/connection_service.h"
#include "connections/flow.h"
#include "oauth/authorization_request.h"
#include "oauth/client_management.h"
#include "oauth/scope.h"
#include "vault/slot_erasure.h"

#include <fstream>
#include <utility>

namespace sluice::connections {

using calls::ServerDetails;
using vault::ConnectionRepository;

namespace {

constexpr std::string_view probe_body =
    R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",)"
    R"("capabilities":{},"clientInfo":{"name":"sluice","version":"1"}}})";
constexpr std::string_view protocol_version = "2025-11-25";

[[nodiscard]] std::expected<Secret, std::string> read_secret_file(const std::string& path) {
  std::ifstream file(path);
  std::string text;
  if (!std::getline(file, text) || text.empty()) {
    return std::unexpected("the client secret file " + path + " cannot be read");
  }
  return Secret::take(std::move(text));
}

}  // namespace

// What an unauthenticated request is told: where the authorization server is.
Task<std::optional<oauth::TokenChallenge>> ConnectionService::challenge_of(std::string endpoint) {
  auto admitted = co_await parts_.egress.admit(std::move(endpoint));
  if (!admitted) co_return std::nullopt;
  net::HttpRequest request;
  request.method = "POST";
  request.headers = {{"Content-Type", "application/json"},
                     {"Accept", "application/json, text/event-stream"}};
  request.body = probe_body;
  net::HttpLimits limits;
  limits.deadline = Deadline::in(oauth::document_timeout);
  limits.body_bytes_max = oauth::document_bytes_max;
  const auto response = co_await parts_.http.send(std::move(*admitted), std::move(request), limits);
  if (!response || response->status != 401) co_return std::nullopt;
  const auto values = response->header_values("WWW-Authenticate");
  co_return oauth::token_challenge(values);
}

// The client that the operator registered by hand, at the row's own authorization server.
static std::expected<oauth::ClientRegistration, ConnectError> operators_client(
    const catalog::Vendor& vendor, const OperatorClient& own,
    const oauth::AuthorizationServerMetadata& server) {
  // Of the row's one issuer, whatever server was chosen: a client with a secret is of one place.
  if (!calls::admits_issuer(vendor, Json::object(), server.issuer,
                            oauth::RegistrationKind::preregistered)) {
    return std::unexpected(
        ConnectError{ConnectReason::operator_setup,
                     "The row of " + vendor.name +
                         " names no authorization server, so the operator's client is not used: "
                         "its secret would go wherever the vendor's server points. Add "
                         "authorization_server to the row, or take vendors." +
                         vendor.slug + " out of sluice.toml."});
  }
  oauth::ClientRegistration client;
  client.kind = oauth::RegistrationKind::preregistered;
  client.issuer = server.issuer;
  client.client_id = own.client_id;
  if (own.client_secret_path.empty()) return client;
  auto secret = read_secret_file(own.client_secret_path);
  if (!secret) return std::unexpected(ConnectError{ConnectReason::operator_setup, secret.error()});
  client.client_secret = std::move(*secret);
  client.authentication = oauth::choose_authentication(server, false);
  return client;
}

// What the row lets be tried by itself, in its order.
static oauth::RegistrationChoice choice_of(const catalog::Vendor& vendor,
                                           const calls::ClientIdentity& identity) {
  oauth::RegistrationChoice choice;
  // A client metadata document has to be fetched by the vendor: only a public https server can.
  if (identity.public_url.starts_with("https://")) {
    choice.metadata_document_url = identity.metadata_url();
  }
  choice.order.clear();
  for (const catalog::Registration way : vendor.registration) {
    if (way == catalog::Registration::metadata_document) {
      choice.order.push_back(oauth::RegistrationKind::metadata_document);
    } else if (way == catalog::Registration::dynamic) {
      choice.order.push_back(oauth::RegistrationKind::dynamic);
    }
  }
  return choice;
}

Task<std::expected<oauth::ClientRegistration, ConnectError>> ConnectionService::registration_for(
    const Flow* flow, oauth::AuthorizationServerMetadata server, std::string scope) {
  const catalog::Vendor& vendor = *flow->vendor;
  const auto own = parts_.operator_clients.find(vendor.slug);
  if (own != parts_.operator_clients.end()) co_return operators_client(vendor, own->second, server);
  const oauth::RegistrationChoice choice = choice_of(vendor, parts_.identity);
  const auto kind = oauth::choose_registration(server, choice);
  if (kind == oauth::RegistrationKind::metadata_document) {
    oauth::ClientRegistration client;
    client.kind = *kind;
    client.issuer = server.issuer;
    client.client_id = choice.metadata_document_url;
    co_return client;
  }
  if (!kind) {
    oauth::OAuthError not_supported;
    not_supported.failure = oauth::OAuthFailure::not_supported;
    co_return std::unexpected(connect_error(vendor, not_supported, redirect_uri()));
  }
  const bool prefer_public = vendor.client == catalog::ClientKind::public_client;
  const oauth::DocumentRules rules = parts_.identity.rules_for(vendor);
  audit::RecordedUse use = co_await begin_use(flow, "connection.register");
  auto registered =
      co_await oauth::register_client(door_,
                                      {std::move(server), parts_.identity.profile(),
                                       std::move(scope), prefer_public, parts_.clock.now()},
                                      rules);
  co_await end_use(std::move(use), registered.has_value());
  if (!registered) {
    log(LogLevel::warning, "registration_failed",
        {{"vendor", vendor.slug}, {"reason", oauth::reason_of(registered.error())}});
    co_return std::unexpected(connect_error(vendor, registered.error(), redirect_uri()));
  }
  if (const auto widened = calls::refused_registration(vendor, registered->scope)) {
    calls::Farewell farewell{
        co_await begin_use(flow, "connection.revoke"), std::move(*registered), {}};
    co_await calls::say_farewell(door_, parts_.pool, parts_.audit, std::move(farewell));
    co_return std::unexpected(registration_error(vendor, *widened));
  }
  co_return std::move(*registered);
}

std::optional<ConnectError> ConnectionService::refused_server(const Flow& flow,
                                                              const oauth::Discovery& found) const {
  const catalog::Vendor& vendor = *flow.vendor;
  // Whatever way of registering comes next: what only the preregistered one must not, it says.
  if (!calls::admits_issuer(vendor, flow.place.parameters, found.server.issuer,
                            oauth::RegistrationKind::dynamic)) {
    return issuer_error(vendor);
  }
  if (calls::offers_only_writing(vendor, found)) return only_writing_error(vendor);
  return std::nullopt;
}

// What the callback will need, with the intent in the trail.
Task<std::expected<void, ConnectError>> ConnectionService::remember(
    const Flow* flow, std::string state, vault::PendingAuthorization pending) {
  co_return co_await run_blocking(parts_.pool, [&]() -> std::expected<void, ConnectError> {
    const auto slot = parts_.pending.make_slot();
    if (!slot) {
      constexpr auto failed = vault::VaultError::slot_failed;
      return Failed(vault_error(failed));
    }
    const ConnectionRepository repository(parts_.database, flow->connector.who.access);
    repository.store().write([&](storage::Transaction& transaction) {
      parts_.pending.put(transaction, state, *slot, pending);
      parts_.audit.append(transaction, record_of(flow->connector, "connection.authorize",
                                                 flow->connection, "intent"));
    });
    (void)vault::erase_slots(parts_.vault, parts_.audit, flow->connector.who.access);
    return {};
  });
}

// The request as the row wants it written.
static oauth::AuthorizationAsk ask_for(const catalog::Vendor& vendor, std::string redirect_uri,
                                       std::string scope) {
  return {.redirect_uri = std::move(redirect_uri),
          .scope = std::move(scope),
          .scope_separator = vendor.scope_separator,
          .resource = vendor.resource_uri,
          .send_resource = vendor.resource != catalog::ResourceIndicator::omit};
}

Task<std::expected<BeginOutcome, ConnectError>> ConnectionService::begin_authorization(Flow flow) {
  const catalog::Vendor& vendor = *flow.vendor;
  const oauth::DocumentRules rules = parts_.identity.rules_for(vendor);
  auto challenge = co_await challenge_of(flow.place.endpoint);
  auto discovery = co_await oauth::discover(
      door_,
      {.mcp_server = flow.place.endpoint,
       .challenge = challenge,
       .known_issuer = std::string(catalog::known_issuer(vendor, flow.place.parameters)),
       .protocol_version = std::string(protocol_version)},
      rules);
  if (!discovery) {
    log(LogLevel::warning, "discovery_failed",
        {{"vendor", vendor.slug},
         {"reason", oauth::reason_of(discovery.error())},
         {"detail", discovery.error().detail}});
    const ConnectError error = connect_error(vendor, discovery.error(), redirect_uri());
    co_await note_failure(&flow, error);
    co_return Failed(error);
  }
  if (const auto refused = refused_server(flow, *discovery)) {
    co_await note_failure(&flow, *refused);
    co_return Failed(*refused);
  }
  const std::string scope =
      calls::scope_to_ask(vendor, challenge, *discovery, flow.connection.row().wanted_scope);
  auto client = co_await registration_for(&flow, discovery->server, scope);
  if (!client) {
    co_await note_failure(&flow, client.error());
    co_return Failed(client.error());
  }
  oauth::AuthorizationRequest request = oauth::begin_authorization(
      *discovery, *client, ask_for(vendor, redirect_uri(), scope), parts_.random);

  const ServerDetails server{
      .issuer = discovery->server.issuer,
      .token_endpoint = discovery->server.token_endpoint,
      .revocation_endpoint = discovery->server.revocation_endpoint.value_or(""),
      .resource = request.pending.resource};
  vault::PendingAuthorization pending{
      .connection = flow.connection.id(),
      .vendor = vendor.slug,
      .user = flow.connector.who.user.id,
      .session = flow.connector.who.session.value,
      .verifier = std::move(request.pending.code_verifier),
      .client = calls::record_of(server, std::move(*client)),
      .request = {{"iss_parameter_supported", request.pending.iss_parameter_supported},
                  {"redirect_uri", request.pending.redirect_uri},
                  {"scope", request.pending.scope},
                  {"endpoint", flow.place.endpoint},
                  {"parameters", flow.place.parameters}}};
  if (auto kept = co_await remember(&flow, request.pending.state, std::move(pending)); !kept) {
    co_return Failed(kept.error());
  }
  std::string url = parts_.browser_url ? parts_.browser_url(request.url) : request.url;
  co_return AuthorizationBegun{std::move(url), oauth::split_scope(scope)};
}

}  // namespace sluice::connections
