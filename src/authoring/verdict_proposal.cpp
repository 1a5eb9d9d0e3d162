#include "authoring/verdict_proposal.h"

#include "calls/definition_findings.h"
#include "calls/definition_words.h"

#include <algorithm>
#include <array>
#include <vector>

namespace sluice::authoring {
namespace {

using catalog::Verdict;

[[nodiscard]] const calls::Finding* found(const std::vector<calls::Finding>& findings,
                                          std::span<const std::string_view> reasons) {
  const auto hit = std::ranges::find_if(findings, [&](const calls::Finding& finding) {
    return std::ranges::find(reasons, finding.reason) != reasons.end();
  });
  return hit == findings.end() ? nullptr : &*hit;
}

[[nodiscard]] std::string claimed(const std::optional<ToolClaim>& claim) {
  return claim && !claim->why.empty() ? claim->why : std::string();
}

}  // namespace

VerdictProposal propose_verdict(JsonText definition, const std::optional<ToolClaim>& claim) {
  constexpr std::array<std::string_view, 4> writing{"says_it_writes", "describes_a_change",
                                                    "lying_annotation", "writes"};
  constexpr std::array<std::string_view, 1> secret{"reads_secrets"};
  constexpr std::array<std::string_view, 2> deciding{"runs_anything", "sends_elsewhere"};
  const auto findings = calls::definition_findings(definition);
  const bool said_to_read = claim && claim->access == ToolClaim::Access::read;
  const std::string why = claimed(claim);
  if (const auto* finding = found(findings, secret))
    return {Verdict::secret, false, "proposed: " + finding->detail};
  if (claim && claim->access == ToolClaim::Access::write)
    return {Verdict::write, false, why.empty() ? "proposed: said to write" : "proposed: " + why};
  // Somebody who read the vendor's sources knows better than a word in a name ("post", "order").
  if (const auto* finding = found(findings, writing); finding != nullptr && !said_to_read)
    return {Verdict::write, false, "proposed: " + finding->detail};
  if (const auto* finding = found(findings, deciding))
    return {Verdict::unclear, false, "proposed: unclear, " + finding->detail};
  const std::optional<bool> hint = definition.member("annotations").member("readOnlyHint").flag();
  if (claim && !claim->worth_allowing)
    return {Verdict::unclear, false, "proposed: not needed (" + why + ")"};
  if (said_to_read || (!claim && hint == true && findings.empty())) {
    return {Verdict::unclear, true,
            "proposed: read (" + (why.empty() ? "readOnlyHint, and harmless words" : why) + ")"};
  }
  return {
      Verdict::unclear, false,
      "proposed: unclear" + (why.empty() ? ", nothing says that it only reads" : " (" + why + ")")};
}

}  // namespace sluice::authoring
