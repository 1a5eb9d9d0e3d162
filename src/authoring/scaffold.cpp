#include "authoring/scaffold.h"

#include "authoring/endpoint_draft.h"
#include "authoring/paging_guess.h"
#include "authoring/schema_shape.h"
#include "base/text.h"
#include "calls/statement_arguments.h"
#include "catalog/input_shape.h"
#include "mcp/definition.h"

#include <algorithm>
#include <map>
#include <utility>

namespace sluice::authoring {
namespace {

constexpr std::size_t said_bytes_max = 300;  // Of a vendor's description, for the reviewer.

// What both sources hold about one tool.
struct ToolSources {
  std::string definition{};  // Raw JSON; empty: none was listed.
  const FactTool* fact = nullptr;
};

// Whether an argument is left that could carry a statement: no row may let it through.
[[nodiscard]] bool has_open_argument(const ToolDraft& draft) {
  catalog::Tool tool;
  tool.name = draft.name;
  tool.verdict = catalog::Verdict::read;
  const auto schema = catalog::schema_from_shape(draft.input);
  if (!schema) return true;
  tool.input = *schema;
  return !calls::open_arguments(tool).empty();
}

void add_comments(ToolDraft& draft, JsonText definition, const std::optional<ToolClaim>& claim) {
  const std::string said = definition.member("description").string().value_or("");
  // Of facts the words are ours already, and stand in the summary.
  if (!claim && !said.empty())
    draft.comments.push_back("It says: \"" + said.substr(0, said_bytes_max) + "\"");
  if (claim && !claim->arguments.empty())
    draft.comments.push_back("Its arguments: " + claim->arguments);
  if (const std::string guess = paging_guess(draft.input); !guess.empty())
    draft.comments.push_back("paging: " + guess + " (guessed from the names of its arguments)");
  if (claim && !claim->paging.empty())
    draft.comments.push_back("Its pages, as said: " + claim->paging);
}

[[nodiscard]] ToolDraft draft_tool(const ToolSources& from, const ScaffoldSources& sources) {
  std::optional<ToolClaim> claim;
  if (from.fact != nullptr) claim = from.fact->claim;
  const bool listed = !from.definition.empty();
  const std::string raw = listed ? from.definition : to_wire(from.fact->definition);
  const auto definition = JsonText::check(raw);
  ToolDraft draft;
  if (!definition) return draft;  // Both sources were checked when they were read.
  draft.name = definition->member("name").string().value_or("");
  const auto schema = parse_json(definition->member("inputSchema").raw());
  draft.input = shape_of_schema(schema.value_or(Json::object()));
  const VerdictProposal proposal = propose_verdict(*definition, claim);
  draft.verdict = proposal.verdict;
  draft.reason = proposal.reason;
  draft.looks_like_read = proposal.looks_like_read;
  draft.summary = claim && !claim->summary.empty() ? claim->summary : summary_of_name(draft.name);
  draft.verified = listed;
  if (listed) draft.shape = mcp::definition_shape(raw).value_or("");
  if (listed && !sources.url.empty()) draft.digest = mcp::definition_digest(raw).value_or("");
  if (draft.looks_like_read && sources.accept_reads) {
    if (has_open_argument(draft)) {
      draft.reason += "; an argument of it is open: close it by `input` or a rule";
    } else {
      draft.verdict = catalog::Verdict::read;
      draft.reason.clear();
    }
  }
  add_comments(draft, *definition, claim);
  return draft;
}

[[nodiscard]] RowDraft head_of(const ScaffoldSources& sources) {
  RowDraft draft;
  if (sources.facts) draft = sources.facts->head;
  draft.slug = sources.slug;
  draft.drafted_on = sources.today;
  draft.drafted_from = sources.named;
  if (draft.name.empty()) draft.name = summary_of_name(sources.slug);
  if (draft.category_label.empty()) draft.category_label = "Other";
  if (draft.summary.empty()) draft.summary = "What " + draft.name + " knows";
  if (draft.registration.empty()) {
    draft.registration = {catalog::Registration::metadata_document, catalog::Registration::dynamic};
  }
  if (!sources.url.empty()) {
    // The server that was asked is the row's; what facts say beside it stays as a comment.
    auto others = std::exchange(draft.endpoints, {});
    add_endpoint(draft, {sources.url, "", ""});
    for (EndpointDraft& other : others)
      if (other.url != sources.url) draft.endpoints.push_back(std::move(other));
  }
  return draft;
}

}  // namespace

std::expected<RowDraft, std::string> draft_row(ScaffoldSources sources) {
  RowDraft draft = head_of(sources);
  std::map<std::string, ToolSources> tools;
  for (std::string& definition : sources.definitions) {
    const auto checked = JsonText::check(definition);
    if (!checked) return std::unexpected(checked.error());
    tools[checked->member("name").string().value_or("")].definition = std::move(definition);
  }
  if (sources.facts) {
    for (const FactTool& fact : sources.facts->tools)
      tools[text_member(fact.definition, "name").value_or("")].fact = &fact;
  }
  tools.erase("");
  if (tools.empty()) return std::unexpected("there is no tool in it.");
  if (draft.endpoints.empty()) {
    // A row needs an address; this one belongs to nobody (RFC 2606), so nothing can be sent there.
    add_endpoint(draft, {"https://" + draft.slug + ".example.com/mcp", "", ""});
    draft.head_comments.emplace_back("The address is made up: put the server's own in its place.");
  }
  for (const auto& [name, from] : tools)
    draft.tools.push_back(draft_tool(from, sources));
  return draft;
}

ScaffoldSummary summary_of(const RowDraft& draft) {
  ScaffoldSummary summary{.tools = draft.tools.size()};
  for (const ToolDraft& tool : draft.tools) {
    if (tool.looks_like_read) ++summary.look_like_reads;
    if (tool.verdict == catalog::Verdict::read) ++summary.accepted;
  }
  return summary;
}

}  // namespace sluice::authoring
