#include "connections/account_name.h"

#include "base/log.h"
#include "catalog/placeholders.h"
#include "connections/connection_name.h"

#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <expected>
#include <utility>

namespace sluice::connections {
namespace {

using Name = std::expected<std::string, std::string>;  // The error is for the log.

// Shorter than a look-up: the connection works already, and somebody waits for a mere name.
constexpr std::chrono::seconds naming_time_max{10};

// Two are asked for: of several names none is the account's.
constexpr const char* names_in_answer =
    "SELECT DISTINCT name FROM t0 WHERE name IS NOT NULL LIMIT 2";

// Read in a worker: the vendor's text is never parsed here.
Task<Name> name_in(LookupDoor door, std::string path, std::string result, Deadline deadline) {
  const auto executor = co_await boost::asio::this_coro::executor;
  auto session = co_await door.spawner.open(executor, {}, {}, deadline);
  if (!session) co_return std::unexpected(session.error().detail);
  // The whole answer is the row, so that the path may lead anywhere in it.
  const analyst::TableSpec table{
      .name = "t0",
      .rows_path = "$",
      .fields = {{.name = "name", .path = std::move(path), .type = "text"}}};
  if (const auto made = co_await (*session)->create_table(table); !made)
    co_return std::unexpected(made.error().detail);
  const auto page = co_await (*session)->add_page(
      {.table = "t0", .result = std::move(result), .arguments = "{}"});
  if (!page) co_return std::unexpected(page.error().detail);
  const auto names =
      co_await (*session)->run(names_in_answer, {{.name = "name", .type = "text", .unit = ""}});
  if (!names) co_return std::unexpected(names.error().detail);
  if (names->rows.size() != 1 || !names->rows.front().front().is_string())
    co_return std::unexpected(std::to_string(names->rows.size()) + " names in the answer");
  auto name = fitting_name(names->rows.front().front().get<std::string>());
  // An object or a list comes as its JSON: the answer has another shape than the row says.
  if (!name || name->starts_with('{') || name->starts_with('['))
    co_return std::unexpected("what the answer holds is no name");
  co_return std::move(*name);
}

Task<Name> asked_name(LookupDoor door, storage::OrganizationAccess access, ConnectionId connection,
                      catalog::AccountName way, Json parameters) {
  const Deadline deadline = Deadline::in(naming_time_max);
  auto result =
      co_await door.caller.call(access, connection, way.tool,
                                catalog::fill_in_connection(way.arguments, parameters), deadline);
  if (!result) co_return std::unexpected(result.error().detail);
  co_return co_await name_in(door, std::move(way.name), std::move(*result), deadline);
}

}  // namespace

Task<std::optional<std::string>> account_name(LookupDoor door, storage::OrganizationAccess access,
                                              ConnectionId connection,
                                              const catalog::Vendor* vendor, Json parameters) {
  if (!vendor->account) co_return std::nullopt;
  auto name =
      co_await asked_name(door, access, connection, *vendor->account, std::move(parameters));
  if (name) co_return std::move(*name);
  // Nobody is told: the connection works, and is called as before.
  log(LogLevel::info, "account_not_named",
      {{"vendor", vendor->slug}, {"tool", vendor->account->tool}, {"detail", name.error()}});
  co_return std::nullopt;
}

}  // namespace sluice::connections
