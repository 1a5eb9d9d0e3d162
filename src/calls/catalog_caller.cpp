#include "calls/catalog_caller.h"

#include "base/log.h"
#include "calls/call_text.h"
#include "oauth/challenge.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace sluice::calls {

using vault::Connection;
using vault::ConnectionRepository;

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

// Why nothing can be asked with this connection, in the words of Data sources.
[[nodiscard]] std::optional<CallError> not_usable(const Connection& connection) {
  const std::string& name = connection.row().name;
  if (vault::is_usable(connection.row().status)) return std::nullopt;
  if (vault::needs_reconnect(connection.row())) {
    return CallError{Kind::needs_reconnect,
                     name + " has to be reconnected: press Reconnect in Data sources."};
  }
  return CallError{Kind::not_connected, name + " is not connected: press Connect in Data sources."};
}

[[nodiscard]] ListScope scope_of(std::size_t pages_max) {
  return pages_max == mcp::pages_max ? ListScope::whole : ListScope::first_page;
}

// Somebody else reads the list: their turn is short.
Task<void> pause() {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, list_poll_interval);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

// Kept connections are this link's alone, and end with it.
[[nodiscard]] std::string pool_of(const Connection& connection) {
  return to_text(connection.id()) + "/" + std::to_string(connection.row().epoch);
}

[[nodiscard]] std::optional<std::string> tool_name_of(const std::string& definition) {
  const auto json = parse_json(definition);
  return json ? text_member(*json, "name") : std::nullopt;
}

// So exactly does Data sources say when a connection was used; a call more often costs no commit.
constexpr std::chrono::minutes last_used_precision{1};

void note_use(const storage::Database& database, const Connection& connection, Instant now) {
  const vault::ConnectionRow& row = connection.row();
  const bool just_now = row.last_used_at && now >= *row.last_used_at &&
                        now - *row.last_used_at < last_used_precision &&
                        row.last_used_by == connection.access().user();
  if (just_now) return;
  database.organization(connection.access()).write([&](storage::Transaction& transaction) {
    ConnectionRepository::set_last_used(transaction, connection, now);
  });
}

[[nodiscard]] std::vector<std::string> names_of(const mcp::ToolList& tools) {
  std::vector<std::string> names;
  for (const std::string& definition : tools.definitions) {
    if (auto name = tool_name_of(definition)) names.push_back(std::move(*name));
  }
  return names;
}

}  // namespace

Task<CatalogCaller::Result<Connection>> CatalogCaller::connection_of(
    storage::OrganizationAccess access, std::string vendor) {
  auto found = co_await run_blocking(parts_.pool, [&] {
    return ConnectionRepository(parts_.database, access).find_by_vendor(vendor);
  });
  if (!found) co_return failed(Kind::not_connected, "This vendor is not connected.");
  if (auto why = not_usable(*found)) co_return std::unexpected(std::move(*why));
  co_return std::move(*found);
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
  auto client = client_at(connection.row().endpoint, parts_.catalog.find(connection.row().vendor),
                          deadline, list_pages_max, pool_of(connection));
  client->set_state(sessions_.take(connection));
  return client;
}

std::unique_ptr<mcp::McpClient> CatalogCaller::client_at(std::string endpoint,
                                                         const catalog::Vendor* vendor,
                                                         Deadline deadline,
                                                         std::size_t list_pages_max,
                                                         std::string pool) const {
  mcp::McpTarget target{.url = std::move(endpoint), .pool = std::move(pool)};
  if (vendor != nullptr) {
    for (const catalog::Header& header : vendor->headers) {
      target.headers.push_back({header.name, header.value});
    }
  }
  mcp::McpOptions options;
  options.deadline = deadline;
  options.list_pages_max = list_pages_max;
  return std::make_unique<mcp::McpClient>(parts_.http, parts_.egress, parts_.clock,
                                          std::move(target), std::move(options));
}

Task<CatalogCaller::Result<std::vector<std::string>>> CatalogCaller::try_key(
    const vault::SealedCredential* key, Connection connection, std::string endpoint,
    Deadline deadline) {
  const catalog::Vendor* vendor = parts_.catalog.find(connection.row().vendor);
  if (vendor == nullptr || !vendor->api_key) {
    co_return failed(Kind::not_connected, "This vendor takes no key.");
  }
  auto use = co_await run_blocking(parts_.pool,
                                   [&] { return uses_.begin(connection, "connection.list", ""); });
  if (!use) co_return std::unexpected(use.error());
  const catalog::ApiKey& how = *vendor->api_key;
  const audit::RecordedUse& recorded = use->recorded;
  const mcp::Authorize authorize =
      [&](std::string_view /*method*/,
          std::string_view /*url*/) -> std::optional<mcp::Credentials> {
    auto secret = parts_.vault.open(*key, recorded);
    if (!secret) return std::nullopt;
    mcp::Credentials credentials;
    credentials.secret_headers.push_back({how.header, how.prefix, std::move(*secret)});
    return credentials;
  };
  const auto client = client_at(std::move(endpoint), vendor, deadline, mcp::pages_max);
  const auto tools = co_await client->list_tools(authorize);
  co_await run_blocking(parts_.pool, [&] { uses_.end(std::move(*use), tools.has_value()); });
  if (!tools) co_return std::unexpected(call_error(vendor->name, tools.error()));
  co_return names_of(*tools);
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

Task<CatalogCaller::Result<ListedTools>> CatalogCaller::list_once(Connection connection,
                                                                  std::size_t pages_max,
                                                                  Deadline deadline,
                                                                  bool* expired) {
  auto use = co_await run_blocking(parts_.pool,
                                   [&] { return uses_.begin(connection, "connection.list", ""); });
  if (!use) co_return std::unexpected(use.error());
  const auto authorize =
      co_await run_blocking(parts_.pool, [&] { return authorize_with(connection, &*use); });
  const auto client = client_for(connection, deadline, pages_max);
  const auto tools = co_await client->list_tools(authorize);
  sessions_.keep(connection, client->state());
  co_await run_blocking(parts_.pool, [&] {
    if (tools) parts_.reviews.take_list(connection, *tools, scope_of(pages_max));
    uses_.end(std::move(*use), tools.has_value(),
              {{"tools", tools ? tools->definitions.size() : 0}});
  });
  if (!tools) {
    *expired = tools.error().failure == mcp::McpFailure::unauthorized;
    co_return std::unexpected(call_error(connection.row().name, tools.error()));
  }
  co_return ListedTools{names_of(*tools), tools->cut_because};
}

Task<std::optional<CallError>> CatalogCaller::list_by_age(Connection connection,
                                                          Deadline deadline) {
  const auto is_old = [&] { return parts_.reviews.is_older(connection, pin_age_max); };
  while (co_await run_blocking(parts_.pool, is_old)) {
    if (const ListTurn turn(listing_, connection.id()); turn.is_mine()) {
      bool expired = false;
      const auto listed = co_await list_once(connection, mcp::pages_max, deadline, &expired);
      if (listed) co_return std::nullopt;
      co_return listed.error();
    }
    if (deadline.passed()) {
      co_return CallError{Kind::vendor_down, connection.row().name +
                                                 " does not show its tools in time. Try again in a "
                                                 "few minutes."};
    }
    co_await pause();
  }
  co_return std::nullopt;
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
    if (good) note_use(parts_.database, connection, parts_.clock.now());
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
  if (const auto denial = allowlist_.refusal(connection, proposed)) {
    co_return failed(Kind::tool_not_allowed, denial->detail);
  }
  if (auto refused = co_await list_by_age(connection, deadline)) {
    co_return std::unexpected(std::move(*refused));
  }
  if (auto refused = co_await validate_after_idle(connection, deadline)) {
    co_return std::unexpected(std::move(*refused));
  }
  const auto pin = co_await run_blocking(
      parts_.pool, [&] { return parts_.reviews.pin(connection, proposed.tool); });
  if (!pin) co_return failed(Kind::tool_not_allowed, pin.error());
  auto admitted = allowlist_.admit(std::move(connection), std::move(proposed), *pin);
  if (!admitted) co_return failed(Kind::tool_not_allowed, admitted.error().detail);
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
    if (!expired) co_return result;
    if (attempt > 0) co_return co_await parts_.refresher.set_aside(access, std::move(*fresh));
    connection = std::move(fresh);
  }
  co_return failed(Kind::needs_reconnect, "Reconnect the vendor in Data sources.");
}

Task<CatalogCaller::Result<ListedTools>> CatalogCaller::list_tools(
    storage::OrganizationAccess access, ConnectionId id, Deadline deadline) {
  auto found = co_await run_blocking(
      parts_.pool, [&] { return ConnectionRepository(parts_.database, access).find(id); });
  if (!found) co_return failed(Kind::not_connected, "This connection is gone.");
  if (auto why = not_usable(*found)) co_return std::unexpected(std::move(*why));
  const auto plan = co_await run_blocking(parts_.pool, [&] { return uses_.entitle(access); });
  if (!plan) co_return std::unexpected(plan.error());
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto fresh = co_await parts_.refresher.fresh(access, *found, attempt > 0);
    if (!fresh) co_return std::unexpected(fresh.error());
    bool expired = false;
    auto tools = co_await list_once(*fresh, mcp::pages_max, deadline, &expired);
    if (tools || !expired) co_return tools;
    if (attempt > 0) co_return co_await parts_.refresher.set_aside(access, std::move(*fresh));
    found = std::move(*fresh);
  }
  co_return failed(Kind::needs_reconnect, "Reconnect the vendor in Data sources.");
}

}  // namespace sluice::calls
