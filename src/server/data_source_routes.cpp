#include "server/data_source_routes.h"

#include "base/time_format.h"
#include "connections/connection_service.h"
#include "identity/plan.h"
#include "server/holdings.h"
#include "server/people.h"
#include "server/problems.h"

#include <algorithm>
#include <map>
#include <utility>

namespace sluice::server {
namespace {

using catalog::Vendor;
using identity::Action;
using identity::SignedIn;
using vault::ConnectionRow;
using vault::ConnectionStatus;

[[nodiscard]] std::string status_text(const ConnectionRow& row) {
  switch (row.status) {
    case ConnectionStatus::pending: return "Waiting for the vendor's sign-in";
    case ConnectionStatus::connected: return "Connected";
    case ConnectionStatus::needs_reconnect: return "Needs to be reconnected";
    case ConnectionStatus::needs_more_access: return "The vendor asks for more access";
    case ConnectionStatus::failed: return "The last attempt failed";
    case ConnectionStatus::disconnected: return "Disconnected";
  }
  return "Unknown";
}

[[nodiscard]] Json instant_json(const std::optional<Instant>& instant) {
  if (!instant) return nullptr;
  return to_rfc3339(*instant);
}

[[nodiscard]] std::string name_of(const People& people, const std::optional<UserId>& user) {
  const auto person = user ? people.find(*user) : people.end();
  return person == people.end() ? "" : person->second.name;
}

[[nodiscard]] Json connection_json(const ConnectionRow& row, const People& people) {
  return {{"id", to_text(row.id)},
          {"vendor", row.vendor},
          {"status", vault::to_text(row.status)},
          {"status_text", status_text(row)},
          {"connected_by", name_of(people, row.connected_by)},
          {"connected_at", instant_json(row.connected_at)},
          {"last_used_at", instant_json(row.last_used_at)},
          {"parameters", row.parameters},
          {"last_used_by", name_of(people, row.last_used_by)},
          {"detail", row.status_detail}};
}

[[nodiscard]] Json tools_json(const Vendor& vendor) {
  Json tools = Json::array();
  for (const catalog::Tool& tool : vendor.tools) {
    if (!tool.callable()) continue;
    tools.push_back(
        {{"name", tool.name}, {"summary", tool.summary}, {"reviewed", vendor.reviewed}});
  }
  return tools;
}

[[nodiscard]] Json parameters_json(const Vendor& vendor) {
  Json parameters = Json::array();
  for (const catalog::Parameter& parameter : vendor.parameters) {
    parameters.push_back({{"name", parameter.name},
                          {"label", parameter.label},
                          {"type", catalog::to_text(parameter.type)},
                          {"required", parameter.required},
                          {"choices", parameter.choices},
                          {"example", parameter.example},
                          {"help", parameter.help}});
  }
  return parameters;
}

// "Deals, pipeline and contacts" -> "Reads deals, pipeline and contacts"; a name keeps its capital.
[[nodiscard]] std::string permissions_in_words(const Vendor& vendor) {
  std::string what = vendor.summary;
  const auto is_capital = [&what](std::size_t at) {
    return at < what.size() && what[at] >= 'A' && what[at] <= 'Z';
  };
  if (is_capital(0) && !is_capital(1)) what[0] = static_cast<char>(what[0] - 'A' + 'a');
  return "Reads " + what;
}

struct SourceView {
  const ServerParts& parts;
  identity::Plan plan;
  std::map<std::string, ConnectionRow> connections;
  std::map<std::string, std::size_t> changed_tools;  // By vendor; how many wait for a look.
  std::map<std::string, std::vector<std::string>> drifted_tools;  // By vendor.
  std::map<ConnectionId, std::string> granted_scopes;
  People people;
};

[[nodiscard]] Json vendor_json(const Vendor& vendor, const SourceView& view) {
  Json locked = nullptr;
  if (!identity::includes<identity::Mcp>(view.plan)) {
    locked = identity::display_name(identity::lowest_plan_with<identity::Mcp>());
  }
  Json needs = nullptr;
  if (const auto missing = view.parts.connections.missing_setup(vendor)) needs = *missing;
  Json connection = nullptr;
  if (const auto found = view.connections.find(vendor.slug); found != view.connections.end()) {
    connection = connection_json(found->second, view.people);
    const auto changed = view.changed_tools.find(vendor.slug);
    const auto granted = view.granted_scopes.find(found->second.id);
    connection["granted_scope"] =
        granted == view.granted_scopes.end() ? Json(nullptr) : Json(granted->second);
    connection["changed_tools"] = changed == view.changed_tools.end() ? 0 : changed->second;
    const auto drifted = view.drifted_tools.find(vendor.slug);
    connection["drifted_tools"] =
        drifted == view.drifted_tools.end() ? Json::array() : Json(drifted->second);
  }
  return {{"slug", vendor.slug},
          {"name", vendor.name},
          {"category", vendor.category},
          {"category_label", vendor.category_label},
          {"summary", vendor.summary},
          {"badge", "Live via MCP"},
          {"available", true},
          {"locked_by_plan", locked},
          {"needs", needs},
          {"redirect_uri", view.parts.connections.redirect_uri()},
          {"scopes_in_words", Json::array({permissions_in_words(vendor)})},
          {"scopes", vendor.scopes_read},
          {"consent_shows_write", to_text(vendor.consent_shows_write)},
          {"consent_note", vendor.consent_note},
          {"example_questions", vendor.questions},
          {"api_key_label", vendor.api_key ? Json(vendor.api_key->label) : Json(nullptr)},
          {"api_key_help", vendor.api_key ? vendor.api_key->help : ""},
          {"parameters", parameters_json(vendor)},
          {"tools", tools_json(vendor)},
          {"connection", connection}};
}

Task<Answered> list_sources(ServerParts* parts, SignedIn who) {
  SourceView view{.parts = *parts,
                  .plan = identity::plan_at(who.organization, parts->clock.now()),
                  .connections = {},
                  .changed_tools = {},
                  .drifted_tools = {},
                  .granted_scopes = co_await parts->connections.granted_scopes(who.access),
                  .people = {}};
  for (ConnectionRow& row : co_await parts->connections.list(who.access)) {
    const auto changed = co_await parts->connections.changed_tools({who, {}}, row.id);
    view.changed_tools.emplace(row.vendor, changed.size());
    view.drifted_tools.emplace(row.vendor,
                               co_await parts->connections.drifted_tools({who, {}}, row.id));
    std::string slug = row.vendor;
    view.connections.emplace(std::move(slug), std::move(row));
  }
  view.people = co_await run_blocking(
      parts->pool, [parts, access = who.access] { return people_of(*parts, access); });
  Json vendors = Json::array();
  for (const Vendor& vendor : parts->catalog.all())
    vendors.push_back(vendor_json(vendor, view));
  co_return json_response({{"vendors", vendors}});
}

[[nodiscard]] net::ServerResponse connect_problem(const connections::ConnectError& error) {
  const Json extra = {{"reason", error.reason}};
  if (error.reason == "plan_required") return net::problem(plan_required, error.detail, extra);
  if (error.reason == "unknown_vendor" || error.reason == "unknown_connection") {
    return net::problem(not_found, error.detail, extra);
  }
  if (error.reason == "slot_kept") return net::problem(slot_kept, error.detail, extra);
  if (error.reason == "invalid_input" || error.reason == "operator_setup") {
    return net::problem(invalid_input, error.detail, extra);
  }
  return net::problem(vendor_failed, error.detail, extra);
}

[[nodiscard]] net::ServerResponse begun_response(const Vendor& vendor,
                                                 const connections::BeginOutcome& outcome) {
  if (const auto* row = std::get_if<ConnectionRow>(&outcome)) {
    return json_response({{"connection", connection_json(*row, {})}}, 201);
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

Task<Answered> begin(ServerParts* parts, Call call, SignedIn who, std::string slug) {
  const Vendor* vendor = parts->catalog.find(slug);
  if (vendor == nullptr) {
    // Not named: the words of a link never become ours.
    co_return net::problem(not_found,
                           "The catalog has no such vendor. See /integrations for those that can "
                           "be connected.");
  }
  connections::BeginOptions options;
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
  for (const ConnectionRow& row : co_await parts->connections.list(access)) {
    if (row.id == *id) co_return row.vendor;
  }
  co_return std::nullopt;
}

[[nodiscard]] net::ServerResponse no_such_connection() {
  return net::problem(not_found, "This connection is gone or was never yours.");
}

Task<Answered> reconnect(ServerParts* parts, Call call, SignedIn who) {
  const auto slug = co_await slug_of(parts, who.access, call.id<ConnectionId>());
  if (!slug) co_return no_such_connection();
  co_return co_await begin(parts, std::move(call), std::move(who), *slug);
}

Task<Answered> test(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<ConnectionId>();
  if (!id || !co_await slug_of(parts, who.access, id)) co_return no_such_connection();
  const auto outcome =
      co_await parts->connections.test({std::move(who), call.request.peer_address}, *id);
  co_return json_response({{"ok", outcome.ok}, {"detail", outcome.detail}});
}

[[nodiscard]] Json changed_tool_json(const calls::WithdrawnTool& tool) {
  Json findings = Json::array();
  for (const calls::Finding& finding : tool.findings)
    findings.push_back({{"reason", finding.reason}, {"detail", finding.detail}});
  return {{"tool", tool.tool},
          {"why", calls::to_text(tool.why)},
          {"detail", tool.detail},
          {"digest", tool.listed_digest},
          {"approved", parse_json(tool.approved_definition).value_or(Json())},
          {"listed", parse_json(tool.listed_definition).value_or(Json())},
          {"findings", std::move(findings)}};
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
  const auto slug = co_await slug_of(parts, who.access, call.id<ConnectionId>());
  if (!slug) co_return no_such_connection();
  co_return co_await run_blocking(parts->pool, [parts, who = std::move(who), slug = *slug] {
    return holdings_of(*parts, who, slug);
  });
}

Task<Answered> disconnect(ServerParts* parts, Call call, SignedIn who) {
  const auto id = call.id<ConnectionId>();
  const auto slug = co_await slug_of(parts, who.access, id);
  if (!id || !slug) co_return no_such_connection();
  const auto titles = co_await run_blocking(
      parts->pool, [parts, &who, &slug] { return cards_of(*parts, who.access, *slug); });
  const auto done =
      co_await parts->connections.disconnect({std::move(who), call.request.peer_address}, *id);
  if (!done) co_return connect_problem(done.error());
  co_return json_response({{"affected_cards", titles}});
}

}  // namespace

void add_data_source_routes(Router& router, ServerParts& parts) {
  ServerParts* const shared = &parts;
  router.readable(
      "GET", "/api/v1/data-sources", "Vendors and their connections", std::nullopt,
      [shared](Call /*call*/, SignedIn who) { return list_sources(shared, std::move(who)); });
  router.member("POST", "/api/v1/connections", "Begin to connect a vendor", Action::connect_source,
                [shared](Call call, SignedIn who) {
                  std::string slug = call.text("vendor");
                  return begin(shared, std::move(call), std::move(who), std::move(slug));
                });
  router.member("POST", "/api/v1/connections/{id}/reconnect", "Run the connect flow again",
                Action::connect_source, [shared](Call call, SignedIn who) {
                  return reconnect(shared, std::move(call), std::move(who));
                });
  router.member("POST", "/api/v1/connections/{id}/test", "Ask the vendor for its tools",
                Action::connect_source, [shared](Call call, SignedIn who) {
                  return test(shared, std::move(call), std::move(who));
                });
  router.member("GET", "/api/v1/connections/{id}/changed-tools",
                "Tools that the vendor changed after they were approved", Action::connect_source,
                [shared](Call call, SignedIn who) {
                  return changed_tools(shared, std::move(call), std::move(who));
                });
  router.member("POST", "/api/v1/connections/{id}/changed-tools",
                "Approve a changed tool by the digest of its new definition",
                Action::connect_source, [shared](Call call, SignedIn who) {
                  return approve_tool(shared, std::move(call), std::move(who));
                });
  router.member("GET", "/api/v1/connections/{id}/data",
                "What disconnecting deletes: the cards, and the caller's own answers",
                Action::connect_source, [shared](Call call, SignedIn who) {
                  return show_holdings(shared, std::move(call), std::move(who));
                });
  router.member("DELETE", "/api/v1/connections/{id}",
                "Disconnect: the credential and all that was read with it are deleted",
                Action::connect_source, [shared](Call call, SignedIn who) {
                  return disconnect(shared, std::move(call), std::move(who));
                });
}

}  // namespace sluice::server
