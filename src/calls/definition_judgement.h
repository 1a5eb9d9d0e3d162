#pragma once
#include "calls/definition_findings.h"
#include "catalog/vendor.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::calls {

// What becomes of a tool that a server defines. `allow`: it may be called as far as its definition
// goes. `review`: not until somebody has looked at it again. `refuse`: not at all.
struct DefinitionJudgement {
  // In the order of their force.
  enum class Word { allow, review, refuse };
  Word word = Word::refuse;
  std::string reason;  // A stable code.
  std::string detail;
  std::string digest;             // Of the definition; empty when it has none.
  std::vector<Finding> findings;  // For the reviewer.
};
[[nodiscard]] std::string_view to_text(DefinitionJudgement::Word word);

// The judgement that admits a tool when a vendor is connected (ToolReviews), and that `sluice check
// definition` gives: a tool as a server lists it, against the vendor's row; `vendor` null: a server
// of one's own, whose list of approved tools begins empty, so that every tool is refused, with what
// an administrator should know before approving it. The name is compared byte for byte.
[[nodiscard]] DefinitionJudgement judge_definition(const catalog::Vendor* vendor,
                                                   std::string_view tool);

// A tool that was approved, and what the server lists now: one definition, or an array of all that
// have the name. Any change of what the digest covers wants a review; another name, the same name
// twice, or nothing at all ends the approval.
[[nodiscard]] DefinitionJudgement compare_definitions(std::string_view approved,
                                                      std::string_view now);

}  // namespace sluice::calls
