#include "calls/catalog_caller.h"

#include "base/log.h"
#include "calls/call_text.h"
#include "mcp/pause.h"
#include "oauth/challenge.h"

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
  const std::string& name = connection.row().name_in_sentences;
  if (vault::is_usable(connection.row().status)) return std::nullopt;
  if (vault::needs_reconnect(connection.row())) {
    return CallError{Kind::needs_reconnect,
                     name + " has to be reconnected: press Reconnect in Data sources."};
  }
  return CallError{Kind::not_connected, name + " is not connected: press Connect in Data sources."};
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

}  // namespace

Task<CatalogCaller::Result<Connection>> CatalogCaller::connection_of(
    storage::OrganizationAccess access, ConnectionId id) {
  auto found = co_await run_blocking(
      parts_.pool, [&] { return ConnectionRepository(parts_.database, access).find(id); });
  if (!found) co_return failed(Kind::not_connected, "This vendor is not connected.");
  if (auto why = not_usable(*found)) co_return std::unexpected(std::move(*why));
  co_return std::move(*found);
}

// Taken by rvalue so that a call is spent by it; moved into the frame before anything suspends.
// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<std::expected<mcp::ToolResult, mcp::McpError>> CatalogCaller::send(AllowedCall&& call,
                                                                        const CredentialUse* use,
                                                                        Deadline deadline) {
  const AllowedCall spent = std::move(call);
  const auto authorize = co_await run_blocking(
      parts_.pool, [&] { return clients_.authorize_with(spent.connection(), use); });
  const auto client = clients_.open(spent.connection(), deadline);
  auto result = co_await client->call_tool({.name = spent.tool(),
                                            .arguments = to_wire(spent.arguments()),
                                            .definition = {},
                                            .repeatable = true},
                                           authorize);
  clients_.keep(spent.connection(), *client);
  co_return result;
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

Task<std::optional<CallError>> CatalogCaller::keep_pace(Connection connection, std::string tool,
                                                        Deadline deadline) {
  const catalog::Vendor* vendor = parts_.catalog.find(connection.row().vendor);
  const catalog::Tool* row = vendor == nullptr ? nullptr : vendor->find_tool(tool);
  if (!parts_.paced || row == nullptr) co_return std::nullopt;
  const CallPace::Place place =
      pace_.book(connection.id(), *vendor, *row, std::chrono::steady_clock::now(), deadline.left());
  if (!place.booked) co_return too_often(connection.row().name_in_sentences, place.wait);
  if (place.wait.count() == 0) co_return std::nullopt;
  log(LogLevel::info, "call_waits",
      {{"vendor", connection.row().vendor}, {"tool", tool}, {"wait_ms", place.wait.count()}});
  if (co_await mcp::pause(place.wait, deadline)) co_return std::nullopt;
  co_return too_often(connection.row().name_in_sentences, place.wait);
}

Task<CatalogCaller::Result<std::string>> CatalogCaller::call_admitted(
    storage::OrganizationAccess access, AllowedCall call, Deadline deadline) {
  const Connection connection = call.connection();
  const std::string tool = call.tool();
  if (auto busy = co_await keep_pace(connection, tool, deadline))
    co_return std::unexpected(std::move(*busy));
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
                     connection.row().name_in_sentences + " was disconnected in the meantime.");
  }
  if (!result) {
    log(LogLevel::warning, "call_failed",
        {{"vendor", connection.row().vendor},
         {"tool", tool},
         {"failure", mcp::to_text(result.error().failure)},
         {"detail", result.error().detail}});
    if (const auto& back = result.error().retry_after)
      pace_.hold(connection.id(), std::chrono::steady_clock::now() + *back);
    if (auto asked = scope_asked(result.error())) {
      co_return std::unexpected(co_await step_up(access, connection, std::move(*asked)));
    }
    co_return std::unexpected(call_error(connection.row().name_in_sentences, result.error()));
  }
  if (result->is_error) {
    co_return failed(Kind::vendor_refused,
                     connection.row().name_in_sentences +
                         " could not carry out the request (its tool " + tool +
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
  if (auto refused = co_await lists_.read_by_age(connection, deadline)) {
    co_return std::unexpected(std::move(*refused));
  }
  if (auto refused = co_await lists_.validate_after_idle(connection, deadline)) {
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
                                                             ConnectionId id, std::string tool,
                                                             Json arguments, Deadline deadline) {
  auto connection = co_await connection_of(access, id);
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

Task<CatalogCaller::Result<std::vector<std::string>>> CatalogCaller::try_key(
    const vault::SealedCredential* key, Connection connection, std::string endpoint,
    Deadline deadline) {
  return lists_.read_with_key(key, std::move(connection), std::move(endpoint), deadline);
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
    auto tools = co_await lists_.read(*fresh, mcp::pages_max, deadline);
    if (tools) co_return std::move(*tools);
    if (!tools.error().token_refused) co_return std::unexpected(std::move(tools.error().error));
    if (attempt > 0) co_return co_await parts_.refresher.set_aside(access, std::move(*fresh));
    found = std::move(*fresh);
  }
  co_return failed(Kind::needs_reconnect, "Reconnect the vendor in Data sources.");
}

}  // namespace sluice::calls
