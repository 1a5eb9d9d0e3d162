#include "authoring/stand_in_draft.h"

#include "base/text.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace sluice::authoring {
namespace {

[[nodiscard]] OrderedJson ordered(const Json& json) {
  return OrderedJson::parse(json.dump());
}

[[nodiscard]] std::string_view access_word(ToolClaim::Access access) {
  switch (access) {
    case ToolClaim::Access::read: return "read";
    case ToolClaim::Access::write: return "write";
    case ToolClaim::Access::unclear: return "unclear";
  }
  return "unclear";
}

// Of a captured definition what a server's list sends and a client reads.
[[nodiscard]] OrderedJson kept_of(const OrderedJson& captured) {
  OrderedJson definition = OrderedJson::object();
  for (const char* name : {"name", "title", "description", "inputSchema", "annotations"})
    // A list may say null where nothing was seen; then the facts' own word stays.
    if (captured.contains(name) && !captured[name].is_null()) definition[name] = captured[name];
  return definition;
}

using Captured = std::map<std::string, OrderedJson, std::less<>>;

[[nodiscard]] std::expected<Captured, std::string> by_name(
    const std::vector<std::string>& definitions) {
  Captured captured;
  for (const std::string& raw : definitions) {
    OrderedJson definition = OrderedJson::parse(raw, nullptr, false);
    if (!definition.is_object() || !definition.contains("name") || !definition["name"].is_string())
      return std::unexpected("a tool of the list cannot be read");
    std::string name = definition["name"].get<std::string>();
    captured.insert_or_assign(std::move(name), std::move(definition));
  }
  return captured;
}

[[nodiscard]] OrderedJson tool_list(const VendorFacts& facts, Captured captured) {
  OrderedJson tools = OrderedJson::array();
  for (const FactTool& tool : facts.tools) {
    const std::string name = text_member(tool.definition, "name").value_or("");
    const auto seen = captured.find(name);
    OrderedJson definition = {{"name", name},
                              {"description", tool.claim.summary},
                              {"inputSchema", ordered(member(tool.definition, "inputSchema"))}};
    if (seen != captured.end()) {
      const OrderedJson kept = kept_of(seen->second);
      definition.update(kept);
      captured.erase(seen);
    }
    tools.push_back(
        {{"access", access_word(tool.claim.access)}, {"definition", std::move(definition)}});
  }
  for (const auto& [name, definition] : captured)
    tools.push_back({{"access", "unclear"}, {"definition", kept_of(definition)}});
  return {{"vendor", facts.head.slug}, {"tools", std::move(tools)}};
}

// The first https address in a sentence, without what follows its host.
[[nodiscard]] std::string origin_in(std::string_view words) {
  constexpr std::string_view scheme = "https://";
  const std::size_t at = words.find(scheme);
  if (at == std::string_view::npos) return {};
  const std::size_t end = words.find_first_of("/ ),;", at + scheme.size());
  return std::string(words.substr(at, std::min(end, words.size()) - at));
}

// "(authorize /oidc/authorize, token /oidc/token)": the path behind a word; else the usual one.
[[nodiscard]] std::string path_behind(std::string_view words, std::string_view word) {
  const std::string mark = std::string(word) + " /";
  const std::size_t at = words.find(mark);
  if (at == std::string_view::npos) return "/" + std::string(word);
  const std::size_t from = at + mark.size() - 1;
  return std::string(words.substr(from, words.find_first_of(" ),;", from) - from));
}

[[nodiscard]] OrderedJson sign_in(const VendorFacts& facts, const std::string& endpoint) {
  using catalog::ClientKind;
  using catalog::Registration;
  const RowDraft& head = facts.head;
  const std::string_view words = facts.authorization_server;
  const std::string said = origin_in(words);
  const bool confidential = head.client == ClientKind::confidential;
  OrderedJson server = {{"issuer", said.empty() ? origin_in(endpoint) : said},
                        {"metadata", "oauth"},
                        {"authorize", path_behind(words, "authorize")},
                        {"token", path_behind(words, "token")}};
  if (std::ranges::find(head.registration, Registration::dynamic) != head.registration.end()) {
    server["register"] = path_behind(words, "register");
  } else {
    server["client"] = {{"id", "sandbox-" + head.slug + "-client"},
                        {"secret", confidential ? "sandbox-" + head.slug + "-secret" : ""}};
  }
  server["methods"] = confidential ? OrderedJson::array({"client_secret_post"})
                                   : OrderedJson::array({"none", "client_secret_post"});
  OrderedJson scopes = OrderedJson::array();
  for (const auto* list : {&head.scopes_read, &head.scopes_never})
    for (const std::string& scope : *list)
      scopes.push_back(scope);
  server["scopes"] = std::move(scopes);
  server["rotates"] = true;
  return server;
}

}  // namespace

std::expected<StandInDraft, std::string> draft_stand_in(
    const VendorFacts& facts, const std::vector<std::string>& definitions) {
  auto captured = by_name(definitions);
  if (!captured) return std::unexpected(captured.error());
  OrderedJson endpoints = OrderedJson::array();
  for (const EndpointDraft& endpoint : facts.head.endpoints)
    // A stand-in answers at addresses that are known beforehand, and no old transport.
    if (endpoint.transport.empty() && !endpoint.url.contains('{'))
      endpoints.push_back({{"url", endpoint.url}});
  if (endpoints.empty())
    return std::unexpected("no address of " + facts.head.name +
                           " is known without a parameter; a stand-in needs one");
  const std::string first = endpoints.front()["url"].get<std::string>();
  OrderedJson profile = {{"slug", facts.head.slug},
                         {"name", facts.head.name},
                         {"mcp",
                          {{"endpoints", std::move(endpoints)},
                           {"legacy", OrderedJson::array({"2025-06-18", "2025-03-26"})},
                           {"sessions", false},
                           {"answers", "json"}}},
                         {"authorization", sign_in(facts, first)}};
  return StandInDraft{std::move(profile), tool_list(facts, std::move(*captured))};
}

}  // namespace sluice::authoring
