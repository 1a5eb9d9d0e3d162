#include "server/data_source_json.h"

#include "base/text.h"
#include "base/time_format.h"
#include "catalog/confirmation.h"
#include "catalog/row_digest.h"
#include "connections/connect_text.h"

namespace sluice::server {
namespace {

using catalog::Vendor;
using connections::ConnectionRow;
using connections::ConnectionStatus;

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

[[nodiscard]] Json tools_json(const Vendor& vendor) {
  Json tools = Json::array();
  for (const catalog::Tool& tool : vendor.tools) {
    // What is never called is not promised to anybody either.
    if (!tool.callable()) continue;
    tools.push_back({{"name", tool.name},
                     {"summary", tool.summary},
                     {"reviewed", catalog::reviewed_on(vendor, tool)},
                     {"verified", tool.verified}});
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
                          {"choice_labels", parameter.choice_labels},
                          {"example", parameter.example},
                          {"help", parameter.help}});
  }
  return parameters;
}

[[nodiscard]] Json view_json(const connections::ConnectionView& view) {
  Json json = connection_json(view.row);
  json["connected_by"] = view.connected_by;
  json["last_used_by"] = view.last_used_by;
  json["granted_scope"] = view.granted_scope ? Json(*view.granted_scope) : Json(nullptr);
  json["changed_tools"] = view.changed_tools;
  json["drifted_tools"] = view.drifted_tools;
  json["tool_news"] = view.tool_news;
  return json;
}

}  // namespace

std::string permissions_in_words(const Vendor& vendor) {
  const std::string& what = vendor.summary;
  const auto is_capital = [&what](std::size_t at) {
    return at < what.size() && is_upper(what[at]);
  };
  // "MRR and ..." keeps its capital; an ordinary word loses it behind "Reads".
  return "Reads " + (is_capital(1) ? what : lower_first(what));
}

Json connection_json(const ConnectionRow& row) {
  return {{"id", to_text(row.id)},
          {"vendor", row.vendor},
          {"name", row.name},
          {"status", to_text(row.status)},
          {"status_text", status_text(row)},
          // Names are the organization's to tell (view_json); the shape has them all the same.
          {"connected_by", ""},
          {"connected_at", instant_json(row.connected_at)},
          {"last_used_at", instant_json(row.last_used_at)},
          {"parameters", row.parameters},
          {"last_used_by", ""},
          {"detail", row.status_detail}};
}

Json source_json(const connections::DataSource& source, const std::string& redirect_uri) {
  const Vendor& vendor = *source.vendor;
  Json locked = nullptr;
  Json accounts = Json::array();
  for (const connections::ConnectionView& view : source.accounts)
    accounts.push_back(view_json(view));
  if (source.locked_below) locked = identity::display_name(*source.locked_below);
  return {{"slug", vendor.slug},
          {"name", vendor.name},
          {"category", vendor.category},
          {"category_label", vendor.category_label},
          {"summary", vendor.summary},
          {"badge", "Live via MCP"},
          {"available", true},
          {"locked_by_plan", locked},
          {"needs", source.missing_setup ? Json(*source.missing_setup) : Json(nullptr)},
          {"redirect_uri", redirect_uri},
          {"signs_in", !catalog::asks_nobody_to_sign_in(vendor)},
          {"scopes_in_words", Json::array({permissions_in_words(vendor)})},
          {"scopes", vendor.scopes_read},
          {"consent_shows_write", to_text(vendor.consent_shows_write)},
          {"consent_note", vendor.consent_note},
          {"unconfirmed", catalog::unconfirmed_text(vendor)},
          {"row_origin", catalog::origin_text(vendor)},
          {"approval", connections::approval_text(vendor, redirect_uri)},
          {"example_questions", vendor.questions},
          {"api_key_label", vendor.api_key ? Json(vendor.api_key->label) : Json(nullptr)},
          {"api_key_help", vendor.api_key ? vendor.api_key->help : ""},
          {"parameters", parameters_json(vendor)},
          {"tools", tools_json(vendor)},
          {"connection", source.connection ? view_json(*source.connection) : Json(nullptr)},
          {"accounts", std::move(accounts)}};
}

Json changed_tool_json(const connections::WithdrawnTool& tool) {
  Json findings = Json::array();
  for (const connections::Finding& finding : tool.findings)
    findings.push_back({{"reason", finding.reason}, {"detail", finding.detail}});
  return {
      {"tool", tool.tool},
      {"why", to_text(tool.why)},
      {"detail", tool.detail},
      {"digest", tool.listed_digest},
      // Parsed again, so that the page compares values and the vendor's layout never reaches it.
      {"approved", parse_json(tool.approved_definition).value_or(Json())},
      {"listed", parse_json(tool.listed_definition).value_or(Json())},
      {"findings", std::move(findings)}};
}

OrderedJson holdings_json(const connections::Holdings& holdings) {
  OrderedJson cards = OrderedJson::array();
  for (const connections::Holdings::Card& card : holdings.cards)
    cards.push_back({{"title", card.title}, {"question", card.question}, {"answer", card.answer}});
  return {{"vendor", holdings.vendor}, {"cards", std::move(cards)}, {"answers", holdings.answers}};
}

}  // namespace sluice::server
