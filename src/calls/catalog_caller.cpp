#include "calls/catalog_caller.h"

#include "base/log.h"
#include "calls/call_text.h"
#include "oauth/challenge.h"
#include "oauth/scope.h"

#include <utility>

namespace sluice::calls {

using vault::Connection;
using vault::ConnectionRepository;
using vault::ConnectionStatus;

namespace {

using Kind = CallError::Kind;

[[nodiscard]] std::unexpected<CallError> failed(Kind kind, std::string detail) {
  return std::unexpected(CallError{kind, std::move(detail)});
}

[[nodiscard]] audit::AuditRecord tool_record(const Connection& connection, const std::string& tool,
                                             std::string action, std::string result) {
  return {.action = std::move(action),
          .target_kind = "connection",
          .target_id = to_text(connection.id()),
          .result = std::move(result),
          .actor_name = {},
          .address = {},
          .detail = {{"vendor", connection.row().vendor}, {"tool", tool}}};
}

// What a 403 wants granted beside.
[[nodiscard]] std::optional<std::string> scope_asked(const mcp::McpError& error) {
  if (error.failure != mcp::McpFailure::forbidden) return std::nullopt;
  const auto challenge = oauth::token_challenge(error.challenges);
  if (!challenge || !challenge->insufficient_scope() || !challenge->scope) return std::nullopt;
  return *challenge->scope;
}

[[nodiscard]] std::optional<std::string> tool_name_of(const std::string& definition) {
  const auto json = parse_json(definition);
  return json ? text_member(*json, "name") : std::nullopt;
}

}  // namespace

mcp::McpSessionState SessionCache::take(const Connection& connection) const {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(connection.id());
  if (found == kept_.end() || found->second.epoch != connection.row().epoch) return {};
  mcp::McpSessionState state = found->second.state;
  if (found->second.generation != connection.row().generation) state.drop_session();
  return state;
}

void SessionCache::keep(const Connection& connection, mcp::McpSessionState state) {
  const std::lock_guard lock(mutex_);
  kept_[connection.id()] = {connection.row().epoch, connection.row().generation, std::move(state)};
}

bool SessionCache::claim_validation(const Connection& connection, Instant now) {
  const std::lock_guard lock(mutex_);
  const auto found = kept_.find(connection.id());
  if (found == kept_.end() || found->second.epoch != connection.row().epoch) return false;
  mcp::McpSessionState& state = found->second.state;
  if (state.era == mcp::Era::unknown || now - state.used_at <= mcp::session_idle_max) return false;
  state.used_at = now;  // Whoever comes next relies on this one.
  return true;
}

void SessionCache::forget(ConnectionId connection) {
  const std::lock_guard lock(mutex_);
  kept_.erase(connection);
}

Task<CatalogCaller::Result<Connection>> CatalogCaller::connection_of(
    storage::OrganizationAccess access, std::string vendor) {
  auto found = co_await run_blocking(parts_.pool, [&] {
    return ConnectionRepository(parts_.database, access).find_by_vendor(vendor);
  });
  if (!found) co_return failed(Kind::not_connected, "This vendor is not connected.");
  switch (found->row().status) {
    case ConnectionStatus::connected:
    case ConnectionStatus::needs_more_access: co_return std::move(*found);
    case ConnectionStatus::needs_reconnect:
      co_return failed(Kind::needs_reconnect,
                       found->row().name + " has to be reconnected in Data sources first.");
    case ConnectionStatus::pending:
    case ConnectionStatus::failed:
    case ConnectionStatus::disconnected: break;
  }
  co_return failed(Kind::not_connected, found->row().name + " is not connected.");
}

mcp::Authorize CatalogCaller::authorize_with(const Connection& connection,
                                             const CredentialUse* use) const {
  const catalog::Vendor* vendor = parts_.catalog.find(connection.row().vendor);
  std::string header = "Authorization";
  std::string prefix = "Bearer ";
  const auto state = parts_.vault.state(connection);
  const bool by_key = state && !text_member(state->client_details, "client_id");
  if (by_key && vendor != nullptr && vendor->api_key) {
    header = vendor->api_key->header;
    prefix = vendor->api_key->prefix;
  }
  // Opened for each request, just before it leaves, and only while the connection is still in the
  // epoch that was looked up: a disconnect in between stops it here, and so does a key that does
  // not open it.
  return [this, connection, use, header, prefix](
             std::string_view /*method*/,
             std::string_view /*url*/) -> std::optional<mcp::Credentials> {
    auto token = parts_.vault.open(connection, use->recorded);
    if (!token) {
      log(LogLevel::error, "credential_not_opened",
          {{"vendor", connection.row().vendor}, {"reason", vault::reason(token.error())}});
      return std::nullopt;
    }
    mcp::Credentials credentials;
    credentials.secret_headers.push_back({header, prefix, std::move(*token)});
    return credentials;
  };
}

std::unique_ptr<mcp::McpClient> CatalogCaller::client_for(const Connection& connection,
                                                          Deadline deadline,
                                                          std::size_t list_pages_max) const {
  mcp::McpTarget target{.url = connection.row().endpoint};
  if (const catalog::Vendor* vendor = parts_.catalog.find(connection.row().vendor)) {
    for (const catalog::Header& header : vendor->headers) {
      target.headers.push_back({header.name, header.value});
    }
  }
  mcp::McpOptions options;
  options.deadline = deadline;
  options.list_pages_max = list_pages_max;
  auto client = std::make_unique<mcp::McpClient>(parts_.http, parts_.egress, parts_.clock,
                                                 std::move(target), std::move(options));
  client->set_state(sessions_.take(connection));
  return client;
}

// Taken by rvalue so that a call is spent by it; moved into the frame before anything suspends.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<std::expected<mcp::ToolResult, mcp::McpError>> CatalogCaller::send(AllowedCall&& call,
                                                                        const CredentialUse* use,
                                                                        Deadline deadline) {
  const AllowedCall spent = std::move(call);
  const auto authorize =
      co_await run_blocking(parts_.pool, [&] { return authorize_with(spent.connection(), use); });
  const auto client = client_for(spent.connection(), deadline);
  auto result = co_await client->call_tool({.name = spent.tool(),
                                            .arguments = to_wire(spent.arguments()),
                                            .definition = {},
                                            .repeatable = true},
                                           authorize);
  sessions_.keep(spent.connection(), client->state());
  co_return result;
}

Task<CatalogCaller::Result<std::vector<std::string>>> CatalogCaller::list_once(
    Connection connection, std::size_t pages_max, Deadline deadline, bool* expired) {
  auto use = co_await run_blocking(parts_.pool,
                                   [&] { return uses_.begin(connection, "connection.list", ""); });
  if (!use) co_return std::unexpected(use.error());
  const auto authorize =
      co_await run_blocking(parts_.pool, [&] { return authorize_with(connection, &*use); });
  const auto client = client_for(connection, deadline, pages_max);
  const auto tools = co_await client->list_tools(authorize);
  sessions_.keep(connection, client->state());
  std::vector<std::string> names;
  co_await run_blocking(parts_.pool, [&] {
    if (tools) parts_.reviews.take_list(connection, tools->definitions);
    uses_.end(std::move(*use), tools.has_value(),
              {{"tools", tools ? tools->definitions.size() : 0}});
  });
  if (!tools) {
    *expired = tools.error().failure == mcp::McpFailure::unauthorized;
    co_return std::unexpected(call_error(connection.row().name, tools.error()));
  }
  for (const std::string& definition : tools->definitions) {
    if (auto name = tool_name_of(definition)) names.push_back(std::move(*name));
  }
  co_return names;
}

Task<std::optional<CallError>> CatalogCaller::validate_after_idle(Connection connection,
                                                                  Deadline deadline) {
  if (!sessions_.claim_validation(connection, parts_.clock.now())) co_return std::nullopt;
  // One page, so one request, however long the vendor's list is.
  bool expired = false;
  const auto listed = co_await list_once(std::move(connection), 1, deadline, &expired);
  if (listed) co_return std::nullopt;
  co_return listed.error();
}

Task<std::optional<CallError>> CatalogCaller::record(storage::OrganizationAccess access,
                                                     audit::AuditRecord record) {
  co_return co_await run_blocking(parts_.pool, [&]() -> std::optional<CallError> {
    try {  // A use that cannot be recorded must not happen: the failure becomes the refusal.
      parts_.audit.record(access, record);
      return std::nullopt;
    } catch (const std::exception& error) {
      log(LogLevel::error, "audit_failed", {{"error", error.what()}});
      return CallError{Kind::not_recorded,
                       "The audit trail cannot be written, so nothing was asked of the vendor. "
                       "Tell your operator: the disk may be full."};
    }
  });
}

// The scopes of the step-up wait at the connection until somebody presses Reconnect: nobody else
// can allow them.
Task<CallError> CatalogCaller::step_up(storage::OrganizationAccess access, Connection connection,
                                       std::string asked) {
  co_return co_await run_blocking(parts_.pool, [&] {
    const catalog::Vendor* vendor = parts_.catalog.find(connection.row().vendor);
    oauth::ScopeNarrowing narrowing;
    if (vendor != nullptr) narrowing.read_scopes = vendor->scopes_read;
    const auto wanted = oauth::step_up_scope("", asked, narrowing);
    audit::AuditRecord record =
        tool_record(connection, "", "connection.step_up", wanted ? "asked" : "refused");
    record.detail = {{"vendor", connection.row().vendor}, {"scope", asked}};
    const ConnectionRepository repository(parts_.database, access);
    repository.store().write([&](storage::Transaction& transaction) {
      if (wanted) ConnectionRepository::want_scope(transaction, connection, *wanted);
      parts_.audit.append(transaction, record);
    });
    const std::string& name = connection.row().name;
    if (!wanted) {
      return CallError{Kind::vendor_refused,
                       name +
                           " wants access beyond reading before it answers this. Sluice never "
                           "asks for that, so it cannot be answered."};
    }
    return CallError{Kind::needs_more_access,
                     name +
                         " wants more read access granted before it answers this. Press "
                         "Reconnect in Data sources and allow it."};
  });
}

Task<CatalogCaller::Result<std::string>> CatalogCaller::call_admitted(
    storage::OrganizationAccess access, AllowedCall call, Deadline deadline) {
  const Connection connection = call.connection();
  const std::string tool = call.tool();
  auto use = co_await run_blocking(parts_.pool, [&] {
    const Json detail = {{"arguments", parts_.audit.digest(access, to_wire(call.arguments()))}};
    return uses_.begin(connection, "tool.call", tool, detail);
  });
  if (!use) co_return std::unexpected(use.error());
  auto result = co_await send(std::move(call), &*use, deadline);
  const bool current = co_await run_blocking(parts_.pool, [&] {
    const bool still = ConnectionRepository(parts_.database, access).is_current(connection);
    const bool good = result && !result->is_error && still;
    uses_.end(std::move(*use), good, {{"bytes", result ? result->json.size() : 0}});
    return still;
  });
  if (!current) {
    co_return failed(Kind::not_connected,
                     connection.row().name + " was disconnected in the meantime.");
  }
  if (!result) {
    log(LogLevel::warning, "call_failed",
        {{"vendor", connection.row().vendor},
         {"tool", tool},
         {"failure", mcp::to_text(result.error().failure)},
         {"detail", result.error().detail}});
    if (auto asked = scope_asked(result.error())) {
      co_return std::unexpected(co_await step_up(access, connection, std::move(*asked)));
    }
    co_return std::unexpected(call_error(connection.row().name, result.error()));
  }
  if (result->is_error) {
    co_return failed(Kind::vendor_refused,
                     connection.row().name + " could not carry out the request (its tool " + tool +
                         " reported an error). Ask for something narrower, or try again.");
  }
  co_return std::move(result->json);
}

Task<CatalogCaller::Result<AllowedCall>> CatalogCaller::admit(Connection connection,
                                                              ProposedCall proposed,
                                                              Deadline deadline) {
  const std::string tool = proposed.tool;
  auto admitted = allowlist_.admit(connection, std::move(proposed));
  if (!admitted) co_return failed(Kind::tool_not_allowed, admitted.error().detail);
  if (auto refused = co_await validate_after_idle(connection, deadline)) {
    co_return std::unexpected(std::move(*refused));
  }
  const bool withdrawn = co_await run_blocking(
      parts_.pool, [&] { return parts_.reviews.is_withdrawn(connection, tool); });
  if (withdrawn) {
    co_return failed(Kind::tool_not_allowed,
                     connection.row().name + " changed its tool " + tool +
                         " after it was approved, so it is not called. An administrator can look "
                         "at the change and approve it in Data sources.");
  }
  co_return std::move(*admitted);
}

Task<CatalogCaller::Result<std::string>> CatalogCaller::call(storage::OrganizationAccess access,
                                                             std::string vendor, std::string tool,
                                                             Json arguments, Deadline deadline) {
  auto connection = co_await connection_of(access, std::move(vendor));
  if (!connection) co_return std::unexpected(connection.error());
  // Before anything of it leaves, a refresh too; each use asks again.
  const auto plan = co_await run_blocking(parts_.pool, [&] { return uses_.entitle(access); });
  if (!plan) co_return std::unexpected(plan.error());
  const ProposedCall proposed{tool, std::move(arguments)};
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto fresh = co_await parts_.refresher.fresh(access, *connection, attempt > 0);
    if (!fresh) co_return std::unexpected(fresh.error());
    auto admitted = co_await admit(*fresh, proposed, deadline);
    if (!admitted && admitted.error().kind == Kind::tool_not_allowed) {
      co_await record(access, tool_record(*fresh, tool, "tool.call", "refused"));
    }
    auto result = Result<std::string>();
    if (admitted) {
      result = co_await call_admitted(access, std::move(*admitted), deadline);
    } else {
      result = std::unexpected(admitted.error());
    }
    // A 401 in the middle of a token's life: renew it once and ask once more.
    const bool expired = !result && result.error().kind == Kind::needs_reconnect;
    if (!expired || attempt > 0) co_return result;
    connection = std::move(fresh);
  }
  co_return failed(Kind::needs_reconnect, "Reconnect the vendor in Data sources.");
}

Task<CatalogCaller::Result<std::vector<std::string>>> CatalogCaller::list_tools(
    storage::OrganizationAccess access, ConnectionId id, Deadline deadline) {
  auto found = co_await run_blocking(
      parts_.pool, [&] { return ConnectionRepository(parts_.database, access).find(id); });
  if (!found || !vault::is_usable(found->row().status)) {
    co_return failed(Kind::not_connected, "it is not connected. Press Connect or Reconnect.");
  }
  const auto plan = co_await run_blocking(parts_.pool, [&] { return uses_.entitle(access); });
  if (!plan) co_return std::unexpected(plan.error());
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto fresh = co_await parts_.refresher.fresh(access, *found, attempt > 0);
    if (!fresh) co_return std::unexpected(fresh.error());
    bool expired = false;
    auto tools = co_await list_once(*fresh, mcp::pages_max, deadline, &expired);
    if (tools || !expired || attempt > 0) co_return tools;
    found = std::move(*fresh);
  }
  co_return failed(Kind::needs_reconnect, "Reconnect the vendor in Data sources.");
}

}  // namespace sluice::calls
