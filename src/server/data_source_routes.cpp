#include "server/data_source_routes.h"

#include "connections/connection_service.h"
#include "server/connect_problem.h"
#include "server/data_source_json.h"
#include "server/problems.h"

#include <algorithm>
#include <utility>

namespace sluice::server {
namespace {

using catalog::Vendor;
using connections::ConnectionRow;
using identity::Action;
using identity::SignedIn;

Task<Answered> list_sources(ServerParts* parts, SignedIn who) {
  const std::string redirect_uri = parts->connections.redirect_uri();
  Json vendors = Json::array();
  for (const connections::DataSource& source : co_await parts->sources.list(std::move(who)))
    vendors.push_back(source_json(source, redirect_uri));
  co_return json_response({{"vendors", vendors}});
}

[[nodiscard]] net::ServerResponse begun_response(const Vendor& vendor,
                                                 const connections::BeginOutcome& outcome) {
  if (const auto* row = std::get_if<ConnectionRow>(&outcome)) {
    return json_response({{"connection", connection_json(*row)}}, 201);
  }
  const auto& begun = std::get<connections::AuthorizationBegun>(outcome);
  return json_response({{"authorization_url", begun.authorization_url},
                        {"vendor", {{"slug", vendor.slug}, {"name", vendor.name}}},
                        {"permissions", Json::array({permissions_in_words(vendor)})},
                        {"scopes", begun.scopes},
                        {"consent_shows_write", to_text(vendor.consent_shows_write)},
                        {"consent_note", vendor.consent_note}});
}

constexpr std::size_t parameters_max = 20;
constexpr std::size_t parameter_bytes_max = 200;

// What somebody filled in is kept and shown to all members.
[[nodiscard]] bool are_short(const Json& parameters) {
  return parameters.size() <= parameters_max &&
         std::ranges::all_of(parameters.items(), [](const auto& each) {
           return each.key().size() <= parameter_bytes_max && each.value().is_string() &&
                  each.value().template get_ref<const std::string&>().size() <= parameter_bytes_max;
         });
}

Task<Answered> begin(ServerParts* parts, Call call, SignedIn who, std::string slug,
                     connections::Which which) {
  const Vendor* vendor = parts->catalog.find(slug);
  if (vendor == nullptr) {
    // Not named: the words of a link never become ours.
    co_return net::problem(not_found,
                           "The catalog has no such vendor. See /integrations for those that can "
                           "be connected.");
  }
  connections::BeginOptions options;
  options.which = which;
  if (std::string key = call.text("api_key"); !key.empty()) {
    options.api_key = Secret::take(std::move(key));
  }
  if (member(call.body, "parameters").is_object()) options.parameters = call.body["parameters"];
  if (!are_short(options.parameters)) {
    co_return net::problem(invalid_input,
                           "What is filled in to connect is text of at most 200 characters each.");
  }
  const auto outcome = co_await parts->connections.begin(
      {std::move(who), call.request.peer_address}, slug, std::move(options));
  if (!outcome) co_return connect_problem(outcome.error());
  co_return begun_response(*vendor, *outcome);
}

// The slug of a connection of the caller's own organization.
Task<std::optional<std::string>> slug_of(ServerParts* parts, identity::OrganizationAccess access,
                                         std::optional<ConnectionId> id) {
  if (!id) co_return std::nullopt;
  co_return co_await parts->sources.vendor_of(access, *id);
}

[[nodiscard]] net::ServerResponse no_such_connection() {
  return net::problem(not_found, "This connection is gone or was never yours.");
}

Task<Answered> reconnect(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<ConnectionId>();
  const auto slug = co_await slug_of(parts, who.access, id);
  if (!id || !slug) co_return no_such_connection();
  co_return co_await begin(parts, std::move(call), std::move(who), *slug, *id);
}

Task<Answered> rename(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<ConnectionId>();
  if (!id || !co_await slug_of(parts, who.access, id)) co_return no_such_connection();
  const auto renamed = co_await parts->connections.rename(
      {std::move(who), call.request.peer_address}, *id, call.text("name"));
  if (!renamed) co_return connect_problem(renamed.error());
  co_return json_response({{"name", *renamed}});
}

Task<Answered> test(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<ConnectionId>();
  if (!id || !co_await slug_of(parts, who.access, id)) co_return no_such_connection();
  const auto outcome =
      co_await parts->connections.test({std::move(who), call.request.peer_address}, *id);
  co_return json_response({{"ok", outcome.ok}, {"detail", outcome.detail}});
}

Task<Answered> changed_tools(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<ConnectionId>();
  if (!id || !co_await slug_of(parts, who.access, id)) co_return no_such_connection();
  Json tools = Json::array();
  for (const auto& tool : co_await parts->connections.changed_tools(
           {std::move(who), call.request.peer_address}, *id)) {
    tools.push_back(changed_tool_json(tool));
  }
  co_return json_response({{"tools", std::move(tools)}});
}

Task<Answered> approve_tool(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<ConnectionId>();
  if (!id || !co_await slug_of(parts, who.access, id)) co_return no_such_connection();
  const auto approved = co_await parts->connections.approve_tool(
      {std::move(who), call.request.peer_address}, *id, call.text("tool"), call.text("digest"));
  if (!approved) co_return connect_problem(approved.error());
  co_return no_content();
}

Task<Answered> show_holdings(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<ConnectionId>();
  const auto slug = co_await slug_of(parts, who.access, id);
  if (!id || !slug) co_return no_such_connection();
  const auto holdings = co_await parts->sources.holdings(who.access, *id, *slug);
  co_return json_text_response(
      holdings_json(holdings).dump(-1, ' ', false, Json::error_handler_t::replace));
}

Task<Answered> disconnect(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<ConnectionId>();
  if (!id || !co_await slug_of(parts, who.access, id)) co_return no_such_connection();
  const auto titles =
      co_await parts->sources.disconnect({std::move(who), call.request.peer_address}, *id);
  if (!titles) co_return connect_problem(titles.error());
  co_return json_response({{"affected_cards", *titles}});
}

}  // namespace

void add_data_source_routes(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  router.readable(
      "GET", "/api/v1/data-sources", "Vendors and their connections", any_member,
      [shared](Call /*call*/, SignedIn who) { return list_sources(shared, std::move(who)); });
  router.member("POST", "/api/v1/connections", "Begin to connect a vendor",
                needs(Action::connect_source), [shared](Call call, SignedIn who) {
                  std::string slug = call.text("vendor");
                  connections::Which which = connections::Only{};
                  if (flag_member(call.body, "another").value_or(false))
                    which = connections::Another{};
                  return begin(shared, std::move(call), std::move(who), std::move(slug), which);
                });
  router.member("PATCH", "/api/v1/connections/{id}", "Rename a connection",
                needs(Action::connect_source), [shared](Call call, SignedIn who) {
                  return rename(shared, std::move(call), std::move(who));
                });
  router.member("POST", "/api/v1/connections/{id}/reconnect", "Run the connect flow again",
                needs(Action::connect_source), [shared](Call call, SignedIn who) {
                  return reconnect(shared, std::move(call), std::move(who));
                });
  router.member("POST", "/api/v1/connections/{id}/test", "Ask the vendor for its tools",
                needs(Action::connect_source), [shared](Call call, SignedIn who) {
                  return test(shared, std::move(call), std::move(who));
                });
  router.member("GET", "/api/v1/connections/{id}/changed-tools",
                "Tools that the vendor changed after they were approved",
                needs(Action::connect_source), [shared](Call call, SignedIn who) {
                  return changed_tools(shared, std::move(call), std::move(who));
                });
  router.member("POST", "/api/v1/connections/{id}/changed-tools",
                "Approve a changed tool by the digest of its new definition",
                needs(Action::connect_source), [shared](Call call, SignedIn who) {
                  return approve_tool(shared, std::move(call), std::move(who));
                });
  router.member("GET", "/api/v1/connections/{id}/data",
                "What disconnecting deletes: the cards, and the caller's own answers",
                needs(Action::connect_source), [shared](Call call, SignedIn who) {
                  return show_holdings(shared, std::move(call), std::move(who));
                });
  router.member("DELETE", "/api/v1/connections/{id}",
                "Disconnect: the credential and all that was read with it are deleted",
                needs(Action::connect_source), [shared](Call call, SignedIn who) {
                  return disconnect(shared, std::move(call), std::move(who));
                });
}

}  // namespace sluice::server
