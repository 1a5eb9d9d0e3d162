#pragma once
#include "base/json.h"
#include "catalog/vendor.h"

#include <string>
#include <vector>

namespace sluice::authoring {

// One tool of a row that nobody has reviewed yet.
struct ToolDraft {
  std::string name{};
  // What is proposed. `read` only where a person accepted it: what looks like a read is `unclear`
  // with a reason that says so.
  catalog::Verdict verdict = catalog::Verdict::unclear;
  bool looks_like_read = false;
  std::string reason{};
  std::string summary{};  // Our words; never the vendor's.
  std::string shape{};    // Digest of name and input schema, where a definition was seen.
  std::string digest{};   // Of the whole definition, where the server itself listed it.
  bool verified = true;
  Json input{};                         // The short form of a row; null: none is known.
  std::vector<std::string> comments{};  // For the reviewer, one line each.
};

struct EndpointDraft {
  std::string url{};
  std::string transport{};  // Empty: the ordinary one.
  std::string note{};
};

struct ParameterDraft {
  std::string name{};
  catalog::Parameter::Type type = catalog::Parameter::Type::slug;
};

// A row as far as a machine can write it: what is known stands in it, what is guessed or was only
// said is a comment. row_text() makes a file of it that `catalog check` takes.
struct RowDraft {
  std::string slug{};
  std::string name{};
  std::string category_label{};
  std::string summary{};
  std::string drafted_on{};  // ISO date.
  std::string drafted_from{};
  std::vector<EndpointDraft> endpoints{};  // The first is the row's, the others are comments.
  std::vector<ParameterDraft> parameters{};
  std::vector<catalog::Registration> registration{};
  catalog::ClientKind client = catalog::ClientKind::from_metadata;
  std::vector<std::string> scopes_read{};
  std::vector<std::string> scopes_never{};
  std::vector<std::string> head_comments{};
  std::vector<std::string> questions{};  // Only comments: none of them works yet.
  std::vector<ToolDraft> tools{};
};

// "CRM & Customer Success" -> "crm-and-customer-success".
[[nodiscard]] std::string category_of(const std::string& label);
// "list_invoices" -> "List invoices"; "Get-Query-Schema" -> "Get query schema".
[[nodiscard]] std::string summary_of_name(const std::string& tool);

}  // namespace sluice::authoring
