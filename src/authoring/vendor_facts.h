#pragma once
#include "authoring/row_draft.h"
#include "authoring/verdict_proposal.h"
#include "base/json.h"

#include <expected>
#include <string>
#include <vector>

namespace sluice::authoring {

// One tool as a file of facts tells of it.
struct FactTool {
  ToolClaim claim;
  Json definition;  // Name, description and an input schema made of its parameters.
};

// What somebody gathered about a vendor from its documents: a JSON object with slug, name,
// category, kind, endpoints, auth, tools (name, access, why, description, params, pagination),
// data_available, example_questions and traps. Nothing in it is proven.
struct VendorFacts {
  RowDraft head;  // Everything but the tools.
  // What is said of the authorization server, in words: its address, paths in parentheses.
  std::string authorization_server;
  std::vector<FactTool> tools;
};

// Whether the document looks like facts and not like a list of tools.
[[nodiscard]] bool is_facts(const Json& document);
// The error is a sentence: a member is missing, or the vendor has no MCP server.
[[nodiscard]] std::expected<VendorFacts, std::string> read_facts(const Json& document);

// "array<string>|string|null" as a schema; what has no word there is open.
[[nodiscard]] Json schema_of_type_words(std::string_view words);

}  // namespace sluice::authoring
