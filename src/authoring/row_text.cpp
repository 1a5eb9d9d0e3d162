#include "authoring/row_text.h"

#include "authoring/yaml_text.h"

#include <string_view>

namespace sluice::authoring {
namespace {

[[nodiscard]] std::string_view client_word(catalog::ClientKind client) {
  switch (client) {
    case catalog::ClientKind::public_client: return "public";
    case catalog::ClientKind::confidential: return "confidential";
    case catalog::ClientKind::from_metadata: return "from-metadata";
  }
  return "from-metadata";
}

[[nodiscard]] std::string card_text(const RowDraft& draft) {
  std::string text = yaml_comment(draft.name + ": drafted by `sluice catalog scaffold` on " +
                                      draft.drafted_on + " from " + draft.drafted_from +
                                      ". No tool is reviewed yet: a tool is called when its "
                                      "verdict is `read`, and that is a person's word.",
                                  0);
  for (const std::string& comment : draft.head_comments)
    text += yaml_comment(comment, 0);
  text += yaml_member("slug", draft.slug, 0) + yaml_member("name", draft.name, 0) +
          yaml_member("category", category_of(draft.category_label), 0) +
          yaml_member("category_label", draft.category_label, 0) +
          yaml_member("summary", draft.summary, 0);
  text +=
      yaml_comment("The day of the draft: yours, once you have compared it with the vendor.", 0);
  return text + "reviewed: " + draft.drafted_on + "\n";
}

[[nodiscard]] std::string endpoints_text(const RowDraft& draft) {
  std::string text = "endpoints:\n";
  bool first = true;
  for (const EndpointDraft& endpoint : draft.endpoints) {
    Json one = {{"url", endpoint.url}};
    if (!endpoint.transport.empty()) one["transport"] = endpoint.transport;
    const std::string note = endpoint.note.empty() ? "" : " (" + endpoint.note + ")";
    if (!first) {
      text += yaml_comment("Also: " + endpoint.url + note, 2);
      continue;
    }
    first = false;
    if (!note.empty()) text += yaml_comment(endpoint.note, 2);
    text += "  - url: " + yaml_text(endpoint.url) + "\n";
    if (!endpoint.transport.empty()) text += "    transport: " + endpoint.transport + "\n";
  }
  if (draft.parameters.empty()) return text;
  text += "parameters:\n";
  for (const ParameterDraft& parameter : draft.parameters)
    text += yaml_member(
        parameter.name,
        {{"label", summary_of_name(parameter.name)}, {"type", catalog::to_text(parameter.type)}},
        2);
  return text;
}

[[nodiscard]] std::string sign_in_text(const RowDraft& draft) {
  Json registration = Json::array();
  bool by_hand = false;
  for (const catalog::Registration each : draft.registration) {
    registration.push_back(catalog::to_text(each));
    by_hand = by_hand || each == catalog::Registration::preregistered;
  }
  std::string text = yaml_member("registration", registration, 0);
  if (by_hand)
    text += yaml_member("operator_setup",
                        "Register an application at " + draft.name +
                            " with this server's redirect address, and configure its client.",
                        0);
  text += yaml_member("client", client_word(draft.client), 0);
  Json scopes = Json::object();
  if (!draft.scopes_read.empty()) scopes["read"] = draft.scopes_read;
  if (!draft.scopes_never.empty()) scopes["never"] = draft.scopes_never;
  return scopes.empty() ? text : text + yaml_member("scopes", scopes, 0);
}

[[nodiscard]] std::string tool_text(const ToolDraft& tool) {
  std::string text = "  " + yaml_text(tool.name) + ":\n";
  for (const std::string& comment : tool.comments)
    text += yaml_comment(comment, 4);
  text += yaml_member("verdict", catalog::to_text(tool.verdict), 4);
  if (!tool.reason.empty()) text += yaml_member("reason", tool.reason, 4);
  // What is never called needs no more than its name; what may be one day keeps what was seen.
  const bool kept = tool.looks_like_read || tool.verdict == catalog::Verdict::unclear;
  if (!kept) return text;
  text += yaml_member("summary", tool.summary, 4);
  if (!tool.digest.empty()) text += yaml_member("digest", tool.digest, 4);
  if (!tool.shape.empty()) text += yaml_member("shape", tool.shape, 4);
  if (!tool.verified) text += yaml_member("verified", false, 4);
  return text + yaml_member("input", tool.input.is_null() ? Json::object() : tool.input, 4);
}

}  // namespace

std::string row_text(const RowDraft& draft) {
  std::string text = card_text(draft) + endpoints_text(draft) + sign_in_text(draft);
  for (const std::string& question : draft.questions)
    text += yaml_comment("Asked of it: " + question, 0);
  text += "questions: []\n";
  text += yaml_member("article", "docs/knowledge-base/" + draft.slug + ".md", 0);
  text += "tools:\n";
  for (const ToolDraft& tool : draft.tools)
    text += tool_text(tool);
  text += yaml_comment("What answers mean: docs/catalog-rows.md, \"Entries\".", 0);
  return text + "entries: []\n";
}

}  // namespace sluice::authoring
