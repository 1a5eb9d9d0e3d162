#include "connections/look_up.h"

#include "base/log.h"
#include "catalog/placeholders.h"

#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <expected>
#include <utility>

namespace sluice::connections {
namespace {

using catalog::Parameter;

constexpr std::chrono::seconds lookup_time_max{20};  // Somebody waits in the pop-up.

[[nodiscard]] std::string text_of(const Json& value) {
  return value.is_string() ? value.get<std::string>() : to_wire(value);
}

[[nodiscard]] LookedUp nothing_under(const Parameter& parameter, const Json& value) {
  std::string detail = parameter.lookup ? parameter.lookup->nothing : std::string();
  constexpr std::string_view hole = "{value}";
  if (const auto at = detail.find(hole); at != std::string::npos)
    detail.replace(at, hole.size(), text_of(value));
  return {LookedUp::Kind::nothing,
          detail + ". Look at \"" + parameter.label + "\" and at what the sign-in may read."};
}

[[nodiscard]] LookedUp not_looked_up(const catalog::Vendor& vendor, const Parameter& parameter,
                                     const Json& value, const calls::CallError& error) {
  const std::string what =
      "\"" + text_of(value) + "\" (" + parameter.label + ") could not be looked up: ";
  if (error.kind != calls::CallError::Kind::vendor_refused)
    return {LookedUp::Kind::unknown, what + error.detail};
  return {LookedUp::Kind::refused,
          vendor.name + " does not look there for \"" + text_of(value) + "\": no " +
              parameter.label +
              " of that name can be read. Check its spelling, and what the "
              "sign-in may read."};
}

// How many rows the answer holds. Read in a worker: the vendor's text is never parsed here.
Task<std::expected<std::size_t, std::string>> rows_in(LookupDoor door, std::string rows_path,
                                                      std::string result, Deadline deadline) {
  const auto executor = co_await boost::asio::this_coro::executor;
  auto session = co_await door.spawner.open(executor, {}, {}, deadline);
  if (!session) co_return std::unexpected(session.error().detail);
  const analyst::TableSpec table{
      .name = "t0",
      .rows_path = std::move(rows_path),
      .fields = {{.name = "position", .path = "@index", .type = "integer"}}};
  if (const auto made = co_await (*session)->create_table(table); !made)
    co_return std::unexpected(made.error().detail);
  const auto page = co_await (*session)->add_page(
      {.table = "t0", .result = std::move(result), .arguments = "{}"});
  if (!page) co_return std::unexpected(page.error().detail);
  co_return page->rows;
}

// Where a look-up is made.
struct LookupPlace {
  LookupDoor door;
  storage::OrganizationAccess access;
  ConnectionId connection;
};

Task<LookedUp> look_up_one(LookupPlace place, const catalog::Vendor* vendor,
                           const Parameter* parameter, Json parameters) {
  const catalog::Lookup lookup = parameter->lookup.value_or(catalog::Lookup());
  const Json& value = member(parameters, parameter->name);
  const Deadline deadline = Deadline::in(lookup_time_max);
  auto result = co_await place.door.caller.call(
      place.access, place.connection, lookup.tool,
      catalog::fill_in_connection(lookup.arguments, parameters), deadline);
  if (!result) co_return not_looked_up(*vendor, *parameter, value, result.error());
  const auto rows = co_await rows_in(place.door, lookup.rows, std::move(*result), deadline);
  if (!rows) {
    log(LogLevel::warning, "look_up_unreadable",
        {{"vendor", vendor->slug}, {"tool", lookup.tool}, {"detail", rows.error()}});
    co_return LookedUp{LookedUp::Kind::unknown, vendor->name + "'s answer about " +
                                                    parameter->label +
                                                    " could not be read. Press Test again later."};
  }
  if (*rows == 0) co_return nothing_under(*parameter, value);
  co_return LookedUp{};
}

}  // namespace

Task<LookedUp> look_up(LookupDoor door, storage::OrganizationAccess access, ConnectionId connection,
                       const catalog::Vendor* vendor, Json parameters) {
  for (const Parameter& parameter : vendor->parameters) {
    if (!parameter.lookup || member(parameters, parameter.name).is_null()) continue;
    LookedUp one = co_await look_up_one({door, access, connection}, vendor, &parameter, parameters);
    if (one.kind != LookedUp::Kind::found) co_return one;
  }
  co_return LookedUp{};
}

}  // namespace sluice::connections
