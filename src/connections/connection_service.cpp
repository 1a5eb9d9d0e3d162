#include "connections/connection_service.h"

#include "base/log.h"
#include "calls/client_details.h"
#include "catalog/connection_parameters.h"
#include "connections/connect_text.h"
#include "connections/flow.h"
#include "oauth/client_management.h"
#include "vault/slot_erasure.h"

#include <algorithm>
#include <utility>

namespace sluice::connections {

using vault::Connection;
using vault::ConnectionRepository;
using vault::ConnectionStatus;

namespace {

// Somebody waits in the pop-up; but a server of the handshake era may leave the probe without an
// answer for the ten seconds that it is given.
constexpr std::chrono::seconds first_list_time{30};
constexpr std::chrono::seconds key_trial_time{30};

// A connection that works goes on working: only a new or broken one becomes "failed".
void mark_failed(storage::Transaction& transaction, ConnectionId id, const std::string& detail) {
  const auto connection = ConnectionRepository::find(transaction, id);
  if (!connection || vault::is_usable(connection->row().status)) return;
  ConnectionRepository::set_status(transaction, *connection, ConnectionStatus::failed, detail);
}

// What tells a further account from the first, as far as it was filled in: a shop, a region.
[[nodiscard]] std::string name_of_another(const catalog::Vendor& vendor, const Json& values) {
  for (const catalog::Parameter& parameter : vendor.parameters) {
    const Json& value = member(values, parameter.name);
    if (!parameter.required || !value.is_string()) continue;
    const auto& text = value.get_ref<const std::string&>();
    if (!text.empty() && text.size() <= static_cast<std::size_t>(name_letters_max)) return text;
  }
  return vendor.name;
}

// The connection that is connected anew, if one is.
[[nodiscard]] std::expected<std::optional<Connection>, ConnectError> known_of(
    const ConnectionRepository& repository, const std::string& slug, const Which& which) {
  if (std::holds_alternative<Another>(which)) return std::nullopt;
  if (const auto* id = std::get_if<ConnectionId>(&which)) {
    auto found = repository.find(*id);
    if (found && found->row().vendor == slug) return found;
    return std::unexpected(
        ConnectError{ConnectReason::unknown_connection, "This connection is gone."});
  }
  auto all = repository.list_of(slug);
  const auto alive = std::ranges::find_if(all, [](const Connection& each) {
    return each.row().status != ConnectionStatus::disconnected;
  });
  if (alive != all.end()) return *alive;
  if (!all.empty()) return all.front();
  return std::nullopt;
}

}  // namespace

std::optional<std::string> ConnectionService::missing_setup(const catalog::Vendor& vendor) const {
  const auto& ways = vendor.registration;
  const auto may = [&](catalog::Registration way) {
    return std::ranges::find(ways, way) != ways.end();
  };
  const bool by_itself = may(catalog::Registration::metadata_document) ||
                         may(catalog::Registration::dynamic) ||
                         catalog::asks_nobody_to_sign_in(vendor);
  if (by_itself || parts_.operator_clients.contains(vendor.slug)) return std::nullopt;
  return setup_text(vendor, redirect_uri());
}

Json ConnectionService::client_metadata() const {
  return Json::parse(
      oauth::client_metadata_document(parts_.identity.profile(), parts_.identity.metadata_url()));
}

std::expected<ConnectionService::Flow, ConnectError> ConnectionService::open_flow(
    const Connector& connector, const std::string& slug, const Json& parameters,
    const Which& which) const {
  const catalog::Vendor* vendor = parts_.catalog.find(slug);
  if (vendor == nullptr) {
    return Failed({ConnectReason::unknown_vendor, "The catalog has no vendor of that name."});
  }
  if (!identity::PlanGate::entitle<identity::Mcp>(connector.who.organization, parts_.clock.now())) {
    return std::unexpected(plan_error(*vendor));
  }
  const ConnectionRepository repository(parts_.database, connector.who.access);
  const auto known = known_of(repository, slug, which);
  if (!known) return std::unexpected(known.error());
  const std::optional<Connection>& kept = *known;
  auto values =
      catalog::read_parameters(*vendor, parameters, kept ? kept->row().parameters : Json::object());
  if (!values) return Failed({ConnectReason::invalid_input, values.error()});
  auto endpoint = catalog::endpoint_of(*vendor, *values);
  if (!endpoint) return Failed({ConnectReason::invalid_input, endpoint.error()});
  std::string name =
      std::holds_alternative<Another>(which) ? name_of_another(*vendor, *values) : vendor->name;
  vault::NewConnection place{slug, std::move(name), std::move(*endpoint), std::move(*values)};
  Connection connection = repository.store().write([&](storage::Transaction& transaction) {
    const Instant now = parts_.clock.now();
    if (std::holds_alternative<Another>(which))
      return ConnectionRepository::add_another(transaction, place, parts_.random, now);
    // By the id, where it was found by one: of a vendor there may be several.
    if (kept) return *kept;
    return ConnectionRepository::find_or_add(transaction, place, parts_.random, now);
  });
  return Flow{connector, vendor, std::move(place), std::move(connection)};
}

Task<std::expected<BeginOutcome, ConnectError>> ConnectionService::begin(Connector connector,
                                                                         std::string slug,
                                                                         BeginOptions options) {
  auto flow = co_await run_blocking(parts_.pool, [this, connector, slug, options = &options] {
    return open_flow(connector, slug, options->parameters, options->which);
  });
  if (!flow) co_return std::unexpected(flow.error());
  if (options.api_key || catalog::asks_nobody_to_sign_in(*flow->vendor)) {
    co_return co_await begin_at_once(std::move(*flow), std::move(options.api_key));
  }
  if (const auto missing = missing_setup(*flow->vendor)) {
    co_return Failed({ConnectReason::operator_setup, *missing});
  }
  co_return co_await begin_authorization(std::move(*flow));
}

std::expected<void, ConnectError> ConnectionService::keep(const Flow& flow,
                                                          vault::SealedCredential&& credential,
                                                          const std::string& granted_scope) const {
  const ConnectionRepository repository(parts_.database, flow.connector.who.access);
  using Stored = std::expected<void, vault::VaultError>;
  const Stored stored = repository.store().write([&](storage::Transaction& transaction) -> Stored {
    if (auto kept = parts_.vault.store(transaction, std::move(credential)); !kept) return kept;
    // What was approved is what the other server had under these names.
    if (catalog::chooses_other_tools(*flow.vendor, flow.connection.row().parameters,
                                     flow.place.parameters))
      calls::ToolReviews::drop(transaction, flow.connection.id());
    ConnectionRepository::move_to(transaction, flow.connection, flow.place);
    audit::AuditRecord record =
        record_of(flow.connector, "connection.connect", flow.connection, "ok");
    if (!granted_scope.empty()) record.detail["granted_scope"] = granted_scope;
    parts_.audit.append(transaction, record);
    return {};
  });
  // The new credential works whether or not the old one's key is gone yet.
  (void)vault::erase_slots(parts_.vault, parts_.audit, flow.connector.who.access);
  if (!stored) {
    return Failed(vault_error(stored.error()));
  }
  parts_.caller.forget(flow.connection.id());
  return {};
}

Task<std::optional<ConnectError>> ConnectionService::first_list(const Flow* flow) {
  const ConnectionId id = flow->connection.id();
  const identity::OrganizationAccess access = flow->connector.who.access;
  const auto tools = co_await parts_.caller.list_tools(access, id, Deadline::in(first_list_time));
  const auto is_read = [&](const std::string& name) {
    const catalog::Tool* tool = flow->vendor->find_tool(name);
    return tool != nullptr && tool->callable();
  };
  if (tools && std::ranges::any_of(tools->names, is_read)) co_return std::nullopt;
  const ConnectError error{
      ConnectReason::first_list_failed,
      tools ? flow->vendor->name +
                  " offers none of the tools that Sluice reads there, so nothing "
                  "could be asked. Check the account's rights at " +
                  flow->vendor->name + ", then press Reconnect."
            : "The access was granted, but the tools could not be listed, so nothing can be asked "
              "yet: " +
                  tools.error().detail + " Then press Reconnect."};
  log(LogLevel::warning, "first_list_failed", {{"vendor", flow->vendor->slug}});
  co_await run_blocking(parts_.pool, [&] {
    ConnectionRepository(parts_.database, access)
        .store()
        .write([&](storage::Transaction& transaction) {
          const auto now = ConnectionRepository::find(transaction, id);
          if (!now || !vault::is_usable(now->row().status)) return;
          ConnectionRepository::set_status(transaction, *now, ConnectionStatus::failed,
                                           error.detail);
        });
  });
  co_return error;
}

// What there is to try is tried where it is going to be used, sealed as it will be stored; what
// does not work replaces nothing. Without a key: at a server that asks nobody to sign in.
Task<std::expected<BeginOutcome, ConnectError>> ConnectionService::begin_at_once(
    Flow flow, std::optional<Secret> key) {
  if (key && !flow.vendor->api_key) {
    const bool open = catalog::asks_nobody_to_sign_in(*flow.vendor);
    co_return Failed(
        {ConnectReason::invalid_input, flow.vendor->name + " is connected " +
                                           (open ? "without any sign-in" : "by its own sign-in") +
                                           ", not by a key."});
  }
  const bool with_key = key.has_value();
  auto sealed = co_await run_blocking(parts_.pool, [&] {
    const vault::TokenSet tokens{.access_token = std::move(key),
                                 .refresh_token = std::nullopt,
                                 .expires_at = std::nullopt,
                                 .granted_scope = "",
                                 .client = {}};
    return parts_.vault.seal(flow.connection, tokens);
  });
  if (!sealed) {
    co_return Failed(vault_error(sealed.error()));
  }
  const auto tried = co_await parts_.caller.try_key(&*sealed, flow.connection, flow.place.endpoint,
                                                    Deadline::in(key_trial_time));
  if (!tried) {
    co_await run_blocking(parts_.pool, [&] { parts_.vault.discard(std::move(*sealed)); });
    ConnectError error = with_key ? key_error(*flow.vendor, tried.error())
                                  : open_server_error(*flow.vendor, tried.error());
    co_await note_failure(&flow, error);
    co_return Failed(std::move(error));
  }
  const auto kept =
      co_await run_blocking(parts_.pool, [&] { return keep(flow, std::move(*sealed), {}); });
  if (!kept) co_return std::unexpected(kept.error());
  if (auto error = co_await first_list(&flow)) co_return Failed(std::move(*error));
  if (const auto proven = co_await prove_parameters(&flow); !proven) {
    co_await note_failure(&flow, proven.error());
    co_return Failed(proven.error());
  }
  co_await name_after_account(&flow);
  const ConnectionRepository repository(parts_.database, flow.connector.who.access);
  const auto row =
      co_await run_blocking(parts_.pool, [&] { return repository.find(flow.connection.id()); });
  if (!row) co_return Failed({ConnectReason::gone, "The connection was removed in the meantime."});
  co_return row->row();
}

Task<audit::RecordedUse> ConnectionService::begin_use(const Flow* flow, std::string action) {
  co_return co_await run_blocking(parts_.pool, [&] {
    const Connection& connection = flow->connection;
    return parts_.audit.begin_use(
        {connection.access(), connection.id(), std::move(action), connection.row().vendor, {}});
  });
}

Task<void> ConnectionService::end_use(audit::RecordedUse use, bool good) {
  co_await run_blocking(parts_.pool,
                        [&] { parts_.audit.end_use(std::move(use), good ? "ok" : "failed"); });
}

Task<void> ConnectionService::note_failure(const Flow* flow, ConnectError error) {
  co_await run_blocking(parts_.pool, [this, flow, &error] {
    audit::AuditRecord record =
        record_of(flow->connector, "connection.connect", flow->connection, "failed");
    record.detail["reason"] = to_text(error.reason);
    const ConnectionRepository repository(parts_.database, flow->connector.who.access);
    repository.store().write([&](storage::Transaction& transaction) {
      mark_failed(transaction, flow->connection.id(), error.detail);
      parts_.audit.append(transaction, record);
    });
  });
}

Task<std::map<ConnectionId, std::string>> ConnectionService::granted_scopes(
    identity::OrganizationAccess access) {
  co_return co_await run_blocking(parts_.pool, [this, access] {
    std::map<ConnectionId, std::string> scopes;
    for (const Connection& connection : ConnectionRepository(parts_.database, access).list()) {
      const auto state = parts_.vault.state(connection);
      const bool by_sign_in = state && calls::registration_from(state->client_details);
      if (by_sign_in) scopes.emplace(connection.id(), state->granted_scope);
    }
    return scopes;
  });
}

Task<std::vector<vault::ConnectionRow>> ConnectionService::list(
    identity::OrganizationAccess access) {
  co_return co_await run_blocking(parts_.pool, [this, access] {
    std::vector<vault::ConnectionRow> rows;
    for (const Connection& connection : ConnectionRepository(parts_.database, access).list()) {
      rows.push_back(connection.row());
    }
    return rows;
  });
}

Task<TestOutcome> ConnectionService::list_tools(Connector connector, ConnectionId id) {
  const auto connection = co_await run_blocking(parts_.pool, [&] {
    return ConnectionRepository(parts_.database, connector.who.access).find(id);
  });
  if (!connection) co_return TestOutcome{false, "Connection test failed: it is not connected."};
  audit::RecordedUse use = co_await run_blocking(parts_.pool, [&] {
    return parts_.audit.begin_use(
        {connector.who.access, id, "connection.test", connection->row().vendor, {}});
  });
  const auto tools = co_await parts_.caller.list_tools(connector.who.access, id,
                                                       Deadline::in(std::chrono::seconds(30)));
  co_await end_use(std::move(use), tools.has_value());
  if (!tools) co_return TestOutcome{false, "Connection test failed: " + tools.error().detail};
  std::string said =
      "The vendor answered and offers " + std::to_string(tools->names.size()) + " tools.";
  if (!tools->cut_because.empty()) said += " The list was cut: " + tools->cut_because;
  co_return TestOutcome{true, std::move(said)};
}

}  // namespace sluice::connections
