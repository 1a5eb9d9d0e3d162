#include "connections/connection_desk.h"

#include "base/base64.h"
#include "base/log.h"
#include "calls/client_details.h"
#include "connections/connect_text.h"
#include "connections/flow.h"
#include "oauth/authorization_request.h"
#include "oauth/client_management.h"
#include "oauth/scope.h"

#include <algorithm>
#include <fstream>
#include <utility>

namespace sluice::connections {

using calls::ServerDetails;
using vault::Connection;
using vault::ConnectionRepository;
using vault::ConnectionStatus;

namespace {

constexpr std::string_view probe_body =
    R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25",)"
    R"("capabilities":{},"clientInfo":{"name":"sluice","version":"1"}}})";
constexpr std::string_view protocol_version = "2025-11-25";

// "https://{shop}/api/mcp" with the typed fields filled in.
[[nodiscard]] std::expected<std::string, ConnectError> fill_endpoint(const catalog::Vendor& vendor,
                                                                     const Json& parameters) {
  if (vendor.endpoints.empty()) {
    return std::unexpected(ConnectError{"operator_setup", vendor.name + " has no address yet."});
  }
  std::string url = vendor.endpoints.front().url;
  for (const catalog::Parameter& parameter : vendor.parameters) {
    const std::string hole = "{" + parameter.name + "}";
    const std::size_t at = url.find(hole);
    const std::string value = text_member(parameters, parameter.name).value_or(parameter.example);
    if (value.empty() && parameter.required) {
      return std::unexpected(
          ConnectError{"invalid_input", "Fill in \"" + parameter.label + "\" to connect."});
    }
    if (at == std::string::npos) continue;  // Not part of the address: the row's rules check it.
    const bool plain = std::all_of(value.begin(), value.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '-' || c == '.' || c == '_';
    });
    if (!plain) {
      return std::unexpected(ConnectError{
          "invalid_input", "\"" + parameter.label + "\" may hold letters, digits, - . _ only."});
    }
    url.replace(at, hole.size(), value);
  }
  return url;
}

[[nodiscard]] std::vector<std::string> permissions_of(const catalog::Vendor& vendor) {
  if (!vendor.scopes_read.empty()) return vendor.scopes_read;
  return {"Read " + vendor.summary};
}

[[nodiscard]] audit::AuditRecord record_of(const Connector& connector, std::string action,
                                           const Connection& connection, std::string result) {
  return {.action = std::move(action),
          .target_kind = "connection",
          .target_id = to_text(connection.id()),
          .result = std::move(result),
          .actor_name = connector.who.user.email,
          .address = connector.address,
          .detail = {{"vendor", connection.row().vendor}}};
}

[[nodiscard]] std::expected<Secret, std::string> read_secret_file(const std::string& path) {
  std::ifstream file(path);
  std::string text;
  if (!std::getline(file, text) || text.empty()) {
    return std::unexpected("the client secret file " + path + " cannot be read");
  }
  return Secret::take(std::move(text));
}

}  // namespace

std::optional<std::string> ConnectionDesk::missing_setup(const catalog::Vendor& vendor) const {
  const bool only_by_hand = std::all_of(
      vendor.registration.begin(), vendor.registration.end(),
      [](catalog::Registration way) { return way == catalog::Registration::preregistered; });
  if (!only_by_hand || parts_.operator_clients.contains(vendor.slug)) return std::nullopt;
  std::string text = vendor.name +
                     " takes only clients registered by hand. The operator registers one there "
                     "with the redirect address " +
                     redirect_uri() + " and sets vendors." + vendor.slug +
                     ".client_id in sluice.toml.";
  return text;
}

std::string ConnectionDesk::client_metadata_url() const {
  return parts_.public_url + "/oauth/client-metadata.json";
}

oauth::ClientProfile ConnectionDesk::profile() const {
  oauth::ClientProfile profile;
  profile.client_name = "Sluice";
  profile.client_uri = parts_.public_url;
  profile.redirect_uri = redirect_uri();
  profile.software_id = "sluice";
  return profile;
}

Json ConnectionDesk::client_metadata() const {
  return Json::parse(oauth::client_metadata_document(profile(), client_metadata_url()));
}

oauth::DocumentRules ConnectionDesk::rules_for(const catalog::Vendor& vendor) const {
  oauth::DocumentRules rules;
  rules.own_origin = parts_.public_url;
  rules.resource = oauth::ResourceRule::covering;
  rules.pkce_unadvertised_ok = vendor.pkce_unadvertised_ok;
  rules.excepted_origins = parts_.excepted_origins;
  return rules;
}

std::expected<ConnectionDesk::Flow, ConnectError> ConnectionDesk::open_flow(
    const Connector& connector, const std::string& slug, const Json& parameters) const {
  const catalog::Vendor* vendor = parts_.catalog.find(slug);
  if (vendor == nullptr) {
    return Failed({"unknown_vendor", "The catalog has no vendor of that name."});
  }
  if (!identity::PlanGate::entitle<identity::Mcp>(connector.who.organization, parts_.clock.now())) {
    const auto lowest = identity::lowest_plan_with<identity::Mcp>();
    return Failed({"plan_required", "Connecting " + vendor->name + " needs the " +
                                        std::string(identity::display_name(lowest)) +
                                        " plan or above."});
  }
  if (const auto missing = missing_setup(*vendor)) return Failed({"operator_setup", *missing});
  auto endpoint = fill_endpoint(*vendor, parameters);
  if (!endpoint) return std::unexpected(endpoint.error());
  const ConnectionRepository repository(parts_.database, connector.who.access);
  Connection connection = repository.store().write([&](storage::Transaction& transaction) {
    return ConnectionRepository::find_or_add(transaction,
                                             {slug, vendor->name, *endpoint, parameters},
                                             parts_.random, parts_.clock.now());
  });
  return Flow{connector, vendor, std::move(*endpoint), std::move(connection)};
}

Task<std::expected<BeginOutcome, ConnectError>> ConnectionDesk::begin(Connector connector,
                                                                      std::string slug,
                                                                      BeginOptions options) {
  auto flow = co_await run_blocking(parts_.pool, [this, connector, slug, options = &options] {
    return open_flow(connector, slug, options->parameters);
  });
  if (!flow) co_return std::unexpected(flow.error());
  if (options.api_key) {
    co_return co_await begin_with_key(std::move(*flow), std::move(*options.api_key));
  }
  co_return co_await begin_authorization(std::move(*flow));
}

std::expected<void, ConnectError> ConnectionDesk::keep(const Connector& connector,
                                                       const Connection& connection,
                                                       const vault::TokenSet& tokens) const {
  auto sealed = parts_.vault.seal(connection, tokens);
  if (!sealed) {
    return Failed({std::string(vault::reason(sealed.error())),
                   std::string(vault::user_text(sealed.error()))});
  }
  const ConnectionRepository repository(parts_.database, connector.who.access);
  using Stored = std::expected<void, vault::VaultError>;
  const Stored stored = repository.store().write([&](storage::Transaction& transaction) -> Stored {
    if (auto kept = parts_.vault.store(transaction, std::move(*sealed)); !kept) return kept;
    parts_.audit.append(transaction, record_of(connector, "connection.connect", connection, "ok"));
    return {};
  });
  parts_.vault.erase_forgotten(connector.who.access);
  if (!stored) {
    return Failed({std::string(vault::reason(stored.error())),
                   std::string(vault::user_text(stored.error()))});
  }
  return {};
}

Task<std::expected<BeginOutcome, ConnectError>> ConnectionDesk::begin_with_key(Flow flow,
                                                                               Secret key) {
  if (!flow.vendor->api_key) {
    co_return Failed({"invalid_input", flow.vendor->name + " is connected by its own sign-in, "
                                                           "not by a key."});
  }
  vault::TokenSet tokens{.access_token = std::move(key),
                         .refresh_token = std::nullopt,
                         .expires_at = std::nullopt,
                         .granted_scope = "",
                         .client = {}};
  const auto kept = co_await run_blocking(
      parts_.pool, [&] { return keep(flow.connector, flow.connection, tokens); });
  if (!kept) co_return std::unexpected(kept.error());
  parts_.caller.forget(flow.connection.id());
  const TestOutcome tested = co_await test(flow.connector, flow.connection.id());
  if (!tested.ok) {
    ConnectError error{"vendor_refused", tested.detail};
    co_await note_failure(&flow, error);
    co_return Failed(error);
  }
  const ConnectionRepository repository(parts_.database, flow.connector.who.access);
  const auto row =
      co_await run_blocking(parts_.pool, [&] { return repository.find(flow.connection.id()); });
  if (!row) co_return Failed({"gone", "The connection was removed in the meantime."});
  co_return row->row();
}

// What an unauthenticated request is told: where the authorization server is.
Task<std::optional<oauth::TokenChallenge>> ConnectionDesk::challenge_of(std::string endpoint) {
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

Task<std::expected<oauth::ClientRegistration, ConnectError>> ConnectionDesk::registration_for(
    const Flow* flow, oauth::AuthorizationServerMetadata server, std::string scope) {
  const catalog::Vendor& vendor = *flow->vendor;
  if (const auto own = parts_.operator_clients.find(vendor.slug);
      own != parts_.operator_clients.end()) {
    oauth::ClientRegistration client;
    client.kind = oauth::RegistrationKind::preregistered;
    client.issuer = server.issuer;
    client.client_id = own->second.client_id;
    if (!own->second.client_secret_path.empty()) {
      auto secret = read_secret_file(own->second.client_secret_path);
      if (!secret) co_return Failed({"operator_setup", secret.error()});
      client.client_secret = std::move(*secret);
      client.authentication = oauth::choose_authentication(server, false);
    }
    co_return client;
  }
  oauth::RegistrationChoice choice;
  // A client metadata document has to be fetched by the vendor: only a public https server can.
  if (parts_.public_url.starts_with("https://")) {
    choice.metadata_document_url = client_metadata_url();
  }
  choice.order.clear();
  for (const catalog::Registration way : vendor.registration) {
    if (way == catalog::Registration::metadata_document) {
      choice.order.push_back(oauth::RegistrationKind::metadata_document);
    } else if (way == catalog::Registration::dynamic) {
      choice.order.push_back(oauth::RegistrationKind::dynamic);
    }
  }
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
  const oauth::DocumentRules rules = rules_for(vendor);
  auto registered = co_await oauth::register_client(
      door_, {std::move(server), profile(), std::move(scope), prefer_public, parts_.clock.now()},
      rules);
  if (!registered) {
    log(LogLevel::warning, "registration_failed",
        {{"vendor", vendor.slug}, {"reason", registered.error().reason}});
    co_return std::unexpected(connect_error(vendor, registered.error(), redirect_uri()));
  }
  co_return std::move(*registered);
}

Task<void> ConnectionDesk::note_failure(const Flow* flow, ConnectError error) {
  co_await run_blocking(parts_.pool, [this, flow, &error] {
    const ConnectionRepository repository(parts_.database, flow->connector.who.access);
    repository.store().write([&](storage::Transaction& transaction) {
      const auto now = ConnectionRepository::find(transaction, flow->connection.id());
      // A connection that works goes on working: only a new or broken one becomes "failed".
      if (now && now->row().status != ConnectionStatus::connected) {
        ConnectionRepository::set_status(transaction, *now, ConnectionStatus::failed, error.detail);
      }
      audit::AuditRecord record =
          record_of(flow->connector, "connection.connect", flow->connection, "failed");
      record.detail["reason"] = error.reason;
      parts_.audit.append(transaction, record);
    });
  });
}

Task<std::expected<BeginOutcome, ConnectError>> ConnectionDesk::begin_authorization(Flow flow) {
  const catalog::Vendor& vendor = *flow.vendor;
  const oauth::DocumentRules rules = rules_for(vendor);
  auto challenge = co_await challenge_of(flow.endpoint);
  auto discovery = co_await oauth::discover(door_,
                                            {.mcp_server = flow.endpoint,
                                             .challenge = challenge,
                                             .known_issuer = vendor.authorization_server,
                                             .protocol_version = std::string(protocol_version)},
                                            rules);
  if (!discovery) {
    log(LogLevel::warning, "discovery_failed",
        {{"vendor", vendor.slug},
         {"reason", discovery.error().reason},
         {"detail", discovery.error().detail}});
    const ConnectError error = connect_error(vendor, discovery.error(), redirect_uri());
    co_await note_failure(&flow, error);
    co_return Failed(error);
  }
  const std::string scope = oauth::choose_scope(
      challenge, discovery->resource ? &*discovery->resource : nullptr, discovery->server,
      {.read_scopes = vendor.scopes_read, .drop_writing = true});
  auto client = co_await registration_for(&flow, discovery->server, scope);
  if (!client) {
    co_await note_failure(&flow, client.error());
    co_return Failed(client.error());
  }
  oauth::AuthorizationRequest request = oauth::begin_authorization(
      *discovery, *client,
      {.redirect_uri = redirect_uri(),
       .scope = scope,
       .send_resource = vendor.resource == catalog::ResourceIndicator::send},
      parts_.random);

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
                  {"scope", request.pending.scope}}};
  co_await run_blocking(parts_.pool, [&] {
    const ConnectionRepository repository(parts_.database, flow.connector.who.access);
    repository.store().write([&](storage::Transaction& transaction) {
      parts_.pending.put(transaction, request.pending.state, pending);
      parts_.audit.append(transaction, record_of(flow.connector, "connection.authorize",
                                                 flow.connection, "intent"));
    });
  });
  std::string url = parts_.browser_url ? parts_.browser_url(request.url) : request.url;
  co_return AuthorizationBegun{std::move(url), permissions_of(vendor),
                               vendor.consent_shows_write == catalog::WriteConsent::yes};
}

Task<std::vector<vault::ConnectionRow>> ConnectionDesk::list(identity::OrganizationAccess access) {
  co_return co_await run_blocking(parts_.pool, [this, access] {
    std::vector<vault::ConnectionRow> rows;
    for (const Connection& connection : ConnectionRepository(parts_.database, access).list()) {
      rows.push_back(connection.row());
    }
    return rows;
  });
}

Task<TestOutcome> ConnectionDesk::test(Connector connector, ConnectionId id) {
  const auto tools = co_await parts_.caller.list_tools(connector.who.access, id,
                                                       Deadline::in(std::chrono::seconds(30)));
  if (!tools) co_return TestOutcome{false, "Connection test failed: " + tools.error().detail};
  co_return TestOutcome{
      true, "The vendor answered and offers " + std::to_string(tools->size()) + " tools."};
}

}  // namespace sluice::connections
