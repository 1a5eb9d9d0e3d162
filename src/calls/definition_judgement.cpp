#include "calls/definition_judgement.h"

#include "calls/definition_fit.h"
#include "mcp/definition.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::calls {
namespace {

using Word = DefinitionJudgement::Word;

constexpr JsonLimits strict{.duplicate_members_refused = true};

DefinitionJudgement judged(Word word, std::string reason, std::string detail) {
  return {word, std::move(reason), std::move(detail), {}, {}};
}

DefinitionJudgement malformed(const std::string& why) {
  return judged(Word::refuse, "malformed_definition", "the definition cannot be used: " + why);
}

// What no reviewer of the row could have known.
const Finding* new_danger(const std::vector<Finding>& findings) {
  constexpr std::array<std::string_view, 9> dangers{
      "bad_name",       "too_large",    "bad_header",     "hidden_characters", "external_reference",
      "unsafe_pattern", "instructions", "says_it_writes", "describes_a_change"};
  const auto found = std::ranges::find_if(findings, [&](const Finding& finding) {
    return std::ranges::find(dangers, finding.reason) != dangers.end();
  });
  return found == findings.end() ? nullptr : &*found;
}

DefinitionJudgement judge_listed(const catalog::Vendor& vendor, const catalog::Tool& tool,
                                 JsonText definition, const std::string& digest,
                                 const std::vector<Finding>& findings) {
  if (!tool.callable()) {
    return judged(Word::refuse, "not_a_read",
                  vendor.name + "'s row lists this tool as \"" +
                      std::string(catalog::to_text(tool.verdict)) + "\".");
  }
  if (!tool.digest.empty() && tool.digest != digest) {
    return judged(Word::review, "definition_changed",
                  "the definition is not the one that was reviewed.");
  }
  if (const Finding* danger = new_danger(findings)) {
    const bool unusable = danger->reason == "bad_header";
    return judged(unusable ? Word::refuse : Word::review, danger->reason, danger->detail);
  }
  if (const std::string why = misfit(tool, definition.member("inputSchema")); !why.empty()) {
    return judged(Word::review, "cannot_take_arguments", why + ".");
  }
  return judged(Word::allow, "reviewed_read", "a reviewed read of " + vendor.name + ".");
}

DefinitionJudgement judge_unlisted(const std::vector<Finding>& findings) {
  if (!findings.empty()) {
    return judged(Word::refuse, findings.front().reason, findings.front().detail);
  }
  return judged(Word::refuse, "not_listed",
                "no list of reviewed tools holds it; an administrator can approve it after "
                "seeing its definition.");
}

// The one definition of that name in what the server lists now.
std::expected<JsonText, DefinitionJudgement> only_one(JsonText now, const std::string& name) {
  if (!now.is_array()) return now;
  std::vector<JsonText> named;
  for (const JsonText& tool : now.elements()) {
    if (tool.member("name").string() == name) named.push_back(tool);
  }
  if (named.size() == 1) return named.front();
  if (named.empty()) {
    return std::unexpected(judged(Word::refuse, "gone", "the server lists no tool of this name."));
  }
  return std::unexpected(
      judged(Word::refuse, "duplicate_name", "two tools have this name: which one was approved?"));
}

}  // namespace

std::string_view to_text(DefinitionJudgement::Word word) {
  switch (word) {
    case Word::allow: return "allow";
    case Word::review: return "review";
    case Word::refuse: return "refuse";
  }
  return "refuse";
}

DefinitionJudgement judge_definition(const catalog::Vendor* vendor, std::string_view tool) {
  const auto definition = JsonText::check(tool, strict);
  if (!definition) return malformed(definition.error());
  const auto digest = mcp::definition_digest(tool);
  if (!digest) return malformed(digest.error());
  auto findings = definition_findings(*definition);
  const std::string name = definition->member("name").string().value_or("");
  const catalog::Tool* listed = vendor == nullptr ? nullptr : vendor->find_tool(name);
  DefinitionJudgement judgement =
      listed == nullptr ? judge_unlisted(findings)
                        : judge_listed(*vendor, *listed, *definition, *digest, findings);
  judgement.digest = *digest;
  judgement.findings = std::move(findings);
  return judgement;
}

DefinitionJudgement compare_definitions(std::string_view approved, std::string_view now) {
  const auto before = mcp::definition_digest(approved);
  if (!before) return malformed(before.error());
  const std::string name = JsonText::check(approved)->member("name").string().value_or("");
  const auto listed = JsonText::check(now, strict);
  if (!listed) return malformed(listed.error());
  if (listed->is_null()) return judged(Word::refuse, "gone", "the server lists the tool no more.");
  const auto one = only_one(*listed, name);
  if (!one) return one.error();
  const auto after = mcp::definition_digest(one->raw());
  if (!after) return malformed(after.error());
  DefinitionJudgement judgement =
      *before == *after
          ? judged(Word::allow, "unchanged", "the definition is the one that was approved.")
          : judged(Word::review, "definition_changed",
                   "the definition is not the one that was approved.");
  if (one->member("name").string() != name) {
    judgement = judged(Word::refuse, "renamed", "another name is another tool.");
  }
  judgement.digest = *after;
  judgement.findings = definition_findings(*one);
  return judgement;
}

}  // namespace sluice::calls
