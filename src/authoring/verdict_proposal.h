#pragma once
#include "base/json_text.h"
#include "catalog/vendor.h"

#include <optional>
#include <string>

namespace sluice::authoring {

// What somebody who looked at the vendor's documents or sources says of a tool.
struct ToolClaim {
  enum class Access { read, write, unclear };
  Access access = Access::unclear;
  bool worth_allowing = true;  // False: a read, but nothing that an analysis needs.
  std::string why{};
  std::string summary{};
  std::string paging{};     // In words.
  std::string arguments{};  // What its arguments have to be held to, in words.
};

struct VerdictProposal {
  catalog::Verdict verdict = catalog::Verdict::unclear;  // Never `read`.
  bool looks_like_read = false;  // Nothing speaks against it, and a claim or a hint speaks for it.
  std::string reason{};
};

// What a definition and a claim let guess. A hint of the server may narrow and never opens: where
// its words speak of a change, a secret or of arguments that decide, the tool is no read.
[[nodiscard]] VerdictProposal propose_verdict(JsonText definition,
                                              const std::optional<ToolClaim>& claim);

}  // namespace sluice::authoring
