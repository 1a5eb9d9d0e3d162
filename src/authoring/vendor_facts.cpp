#include "authoring/vendor_facts.h"

#include "authoring/endpoint_draft.h"
#include "base/text.h"

#include <algorithm>
#include <string_view>

namespace sluice::authoring {
namespace {

[[nodiscard]] std::string text_or(const Json& object, std::string_view name,
                                  std::string otherwise = {}) {
  return text_member(object, name).value_or(std::move(otherwise));
}

// The texts of a list, or of one text.
[[nodiscard]] std::vector<std::string> texts_of(const Json& value) {
  std::vector<std::string> texts;
  if (value.is_string()) texts.push_back(value.get<std::string>());
  if (!value.is_array()) return texts;
  for (const Json& each : value)
    texts.push_back(each.is_string() ? each.get<std::string>() : to_wire(each));
  return texts;
}

// Where the first "|" stands that is not inside of <>.
[[nodiscard]] std::size_t end_of_word(std::string_view words) {
  int depth = 0;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (words[at] == '<') ++depth;
    if (words[at] == '>') --depth;
    if (words[at] == '|' && depth == 0) return at;
  }
  return words.size();
}

// NOLINTNEXTLINE(misc-no-recursion): each step reads a shorter text.
[[nodiscard]] Json schema_of_word(std::string_view word) {
  constexpr std::string_view list = "array<";
  if (word.starts_with(list) && word.ends_with('>')) {
    word.remove_prefix(list.size());
    word.remove_suffix(1);
    return {{"type", "array"}, {"items", schema_of_type_words(word)}};
  }
  return word == "any" ? Json::object() : Json{{"type", word}};
}

// Puts a parameter where its dotted name says: "request.limit", "actions[].list_pages".
// NOLINTNEXTLINE(misc-no-recursion): each step reads a shorter name.
void place(Json& schema, std::string_view path, const Json& leaf, bool required) {
  const auto dot = std::min(path.find('.'), path.size());
  std::string_view step = path.substr(0, dot);
  const bool each = step.ends_with("[]");
  if (each) step.remove_suffix(2);
  const std::string name(step);
  if (!schema.is_object()) schema = Json::object();
  schema["type"] = "object";
  Json& slot = schema["properties"][name];
  if (dot < path.size()) {
    if (each && !slot.contains("items")) slot = {{"type", "array"}, {"items", Json::object()}};
    return place(each ? slot["items"] : slot, path.substr(dot + 1), leaf, required);
  }
  // Its members may have come before it.
  if (!slot.contains("properties") && !slot.contains("items")) slot = leaf;
  if (required) schema["required"].push_back(name);
}

[[nodiscard]] FactTool tool_from(const Json& tool) {
  FactTool made;
  const std::string access = text_or(tool, "access");
  if (access == "read") made.claim.access = ToolClaim::Access::read;
  if (access == "write") made.claim.access = ToolClaim::Access::write;
  made.claim.worth_allowing = flag_member(tool, "allow").value_or(true);
  made.claim.why = text_or(tool, "why");
  made.claim.summary = text_or(tool, "description");
  made.claim.paging = text_or(tool, "pagination");
  for (const char* rules : {"arg_rule", "argument_rules"})
    made.claim.arguments += joined(texts_of(member(tool, rules)), "; ");
  Json schema = {{"type", "object"}, {"properties", Json::object()}};
  for (const Json& parameter : member(tool, "params")) {
    place(schema, text_or(parameter, "name"),
          schema_of_type_words(text_or(parameter, "type", "any")),
          flag_member(parameter, "required").value_or(false));
  }
  made.definition = {{"name", text_or(tool, "name")},
                     {"description", made.claim.summary},
                     {"inputSchema", std::move(schema)}};
  return made;
}

// A scope as RFC 6749 spells one; what is written about scopes in words is none.
[[nodiscard]] bool is_scope(const std::string& text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return c > ' ' && c < 0x7f && c != '"' && c != '\\';
  });
}

[[nodiscard]] std::vector<std::string> scopes_in(const Json& list,
                                                 const std::vector<std::string>& but) {
  std::vector<std::string> scopes;
  for (const std::string& scope : texts_of(list))
    if (is_scope(scope) && std::ranges::find(but, scope) == but.end()) scopes.push_back(scope);
  return scopes;
}

void read_sign_in(const Json& facts, RowDraft& head) {
  using catalog::ClientKind;
  using catalog::Registration;
  const Json& auth = member(facts, "auth");
  const std::optional<bool> dynamic = flag_member(auth, "dcr");
  if (dynamic != false) head.registration.push_back(Registration::dynamic);
  head.registration.push_back(Registration::preregistered);
  const std::optional<bool> is_public = flag_member(auth, "public_client");
  if (is_public) head.client = *is_public ? ClientKind::public_client : ClientKind::confidential;
  head.scopes_never = scopes_in(member(auth, "scopes_write"), {});
  head.scopes_read = scopes_in(member(auth, "scopes_read"), head.scopes_never);
  for (const auto& [label, name] : {std::pair{"Sign-in: ", "mode"},
                                    {"Authorization server: ", "authorization_server"},
                                    {"About it: ", "notes"}}) {
    const std::string said = text_or(auth, name);
    if (!said.empty()) head.head_comments.push_back(label + said);
  }
  if (!dynamic) head.head_comments.emplace_back("Dynamic registration is not confirmed.");
}

}  // namespace

Json schema_of_type_words(std::string_view words) {
  Json choices = Json::array();
  while (true) {
    const std::size_t end = end_of_word(words);
    if (words.substr(0, end) != "null") choices.push_back(schema_of_word(words.substr(0, end)));
    if (end == words.size()) break;
    words.remove_prefix(end + 1);
  }
  if (choices.empty()) return Json::object();
  return choices.size() == 1 ? choices.front() : Json{{"anyOf", choices}};
}

bool is_facts(const Json& document) {
  return text_member(document, "slug") && member(document, "tools").is_array() &&
         member(document, "auth").is_object();
}

std::expected<VendorFacts, std::string> read_facts(const Json& document) {
  if (!is_facts(document))
    return std::unexpected("these are no facts: they need slug, auth and tools");
  VendorFacts facts;
  RowDraft& head = facts.head;
  head.slug = text_or(document, "slug");
  head.name = text_or(document, "name", head.slug);
  head.category_label = text_or(document, "category", "Other");
  const std::vector<std::string> holds = texts_of(member(document, "data_available"));
  head.summary = upper_first(joined(holds, ", "));
  for (const Json& endpoint : member(document, "endpoints"))
    add_endpoint(head, {text_or(endpoint, "url"), text_or(endpoint, "transport"),
                        text_or(endpoint, "note")});
  if (head.endpoints.empty())
    return std::unexpected(head.name + " has no MCP server in these facts; a row describes one.");
  read_sign_in(document, head);
  facts.authorization_server = text_or(member(document, "auth"), "authorization_server");
  const std::string read_only = text_or(document, "read_only_switch");
  if (!read_only.empty()) head.head_comments.push_back("Read-only: " + read_only);
  for (const std::string& trap : texts_of(member(document, "traps")))
    head.head_comments.push_back("Mind: " + trap);
  head.questions = texts_of(member(document, "example_questions"));
  for (const Json& tool : member(document, "tools"))
    facts.tools.push_back(tool_from(tool));
  return facts;
}

}  // namespace sluice::authoring
