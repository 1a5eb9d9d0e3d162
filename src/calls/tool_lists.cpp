#include "calls/tool_lists.h"

#include "calls/call_text.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <utility>

namespace sluice::calls {

using vault::Connection;

namespace {

using Kind = CallError::Kind;

// A list that was cut by us says nothing about what stands behind the cut.
[[nodiscard]] ListScope scope_of(std::size_t pages_max) {
  return pages_max == mcp::pages_max ? ListScope::whole : ListScope::first_page;
}

// Somebody else reads the list: their turn is short.
Task<void> pause() {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, list_poll_interval);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

[[nodiscard]] std::optional<std::string> tool_name_of(const std::string& definition) {
  const auto json = parse_json(definition);
  return json ? text_member(*json, "name") : std::nullopt;
}

[[nodiscard]] std::vector<std::string> names_of(const mcp::ToolList& tools) {
  std::vector<std::string> names;
  for (const std::string& definition : tools.definitions) {
    if (auto name = tool_name_of(definition)) names.push_back(std::move(*name));
  }
  return names;
}

}  // namespace

ListTurn::ListTurn(Listing& listing, ConnectionId connection)
    : listing_(listing), connection_(connection) {
  const std::lock_guard lock(listing_.mutex);
  mine_ = listing_.connections.insert(connection).second;
}

ListTurn::~ListTurn() {
  const std::lock_guard lock(listing_.mutex);
  if (mine_) listing_.connections.erase(connection_);
}

Task<std::expected<ListedTools, ListFailure>> ToolLists::read(Connection connection,
                                                              std::size_t pages_max,
                                                              Deadline deadline) {
  auto use = co_await run_blocking(
      parts_.pool, [&] { return parts_.uses.begin(connection, "connection.list", ""); });
  if (!use) co_return std::unexpected(ListFailure{use.error()});
  const auto authorize = co_await run_blocking(
      parts_.pool, [&] { return parts_.clients.authorize_with(connection, &*use); });
  const auto client = parts_.clients.open(connection, deadline, pages_max);
  const auto tools = co_await client->list_tools(authorize);
  parts_.clients.keep(connection, *client);
  co_await run_blocking(parts_.pool, [&] {
    if (tools) parts_.reviews.take_list(connection, *tools, scope_of(pages_max));
    parts_.uses.end(std::move(*use), tools.has_value(),
                    {{"tools", tools ? tools->definitions.size() : 0}});
  });
  // Kept and recorded first: a list that withdraws a tool has done so before anybody hears of it.
  if (tools) co_return ListedTools{names_of(*tools), tools->cut_because};
  co_return std::unexpected(
      ListFailure{call_error(connection.row().name_in_sentences, tools.error()),
                  tools.error().failure == mcp::McpFailure::unauthorized});
}

Task<std::optional<CallError>> ToolLists::read_by_age(Connection connection, Deadline deadline) {
  const auto is_old = [&] { return parts_.reviews.is_older(connection, pin_age_max); };
  while (co_await run_blocking(parts_.pool, is_old)) {
    if (const ListTurn turn(listing_, connection.id()); turn.is_mine()) {
      const auto listed = co_await read(connection, mcp::pages_max, deadline);
      if (listed) co_return std::nullopt;
      co_return listed.error().error;
    }
    if (deadline.passed()) {
      co_return CallError{Kind::vendor_down, connection.row().name_in_sentences +
                                                 " does not show its tools in time. Try again in a "
                                                 "few minutes."};
    }
    co_await pause();
  }
  co_return std::nullopt;
}

Task<std::optional<CallError>> ToolLists::validate_after_idle(Connection connection,
                                                              Deadline deadline) {
  if (!parts_.clients.claim_validation(connection)) co_return std::nullopt;
  // One page, so one request, however long the vendor's list is.
  const auto listed = co_await read(std::move(connection), 1, deadline);
  if (listed) co_return std::nullopt;
  co_return listed.error().error;
}

Task<std::expected<std::vector<std::string>, CallError>> ToolLists::read_with_key(
    const vault::SealedCredential* key, Connection connection, std::string endpoint,
    Deadline deadline) {
  const catalog::Vendor* vendor = parts_.catalog.find(connection.row().vendor);
  // Asked of the row and not of the person: a vendor without keys is not tried with one.
  const bool open = vendor != nullptr && catalog::asks_nobody_to_sign_in(*vendor);
  if (vendor == nullptr || (!vendor->api_key && !open)) {
    co_return std::unexpected(CallError{Kind::not_connected, "This vendor takes no key."});
  }
  auto use = co_await run_blocking(
      parts_.pool, [&] { return parts_.uses.begin(connection, "connection.list", ""); });
  if (!use) co_return std::unexpected(use.error());
  const catalog::ApiKey how = vendor->api_key.value_or(catalog::ApiKey{});
  const audit::RecordedUse& recorded = use->recorded;
  const mcp::Authorize authorize =
      [&](std::string_view /*method*/,
          std::string_view /*url*/) -> std::optional<mcp::Credentials> {
    if (open) return mcp::Credentials();
    auto secret = parts_.vault.open(*key, recorded);
    if (!secret) return std::nullopt;
    mcp::Credentials credentials;
    credentials.secret_headers.push_back({how.header, how.prefix, std::move(*secret)});
    return credentials;
  };
  const auto client =
      parts_.clients.open_at(std::move(endpoint), vendor, connection.row().parameters, deadline);
  const auto tools = co_await client->list_tools(authorize);
  co_await run_blocking(parts_.pool, [&] { parts_.uses.end(std::move(*use), tools.has_value()); });
  if (!tools) co_return std::unexpected(call_error(vendor->name, tools.error()));
  co_return names_of(*tools);
}

}  // namespace sluice::calls
