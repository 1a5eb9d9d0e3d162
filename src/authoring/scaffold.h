#pragma once
#include "authoring/row_draft.h"
#include "authoring/vendor_facts.h"

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace sluice::authoring {

// What a draft is made of: facts, definitions, or both (then the definitions say what a tool takes
// and the facts what it does).
struct ScaffoldSources {
  std::string slug;
  std::string today;  // ISO date.
  std::string named;  // Where it came from, for the first line of the file.
  std::optional<VendorFacts> facts;
  std::vector<std::string> definitions;  // Raw JSON.
  std::string url;  // Of the server that listed them; empty: they lie in a file.
  // A person looked at what seems to read: those tools become `read`, unless an argument of theirs
  // is open for a statement.
  bool accept_reads = false;
};

// How the proposals came out, to be said to the author.
struct ScaffoldSummary {
  std::size_t tools = 0;
  std::size_t look_like_reads = 0;
  std::size_t accepted = 0;
};

// Every tool of both sources, in the order of their names. The error is a sentence.
[[nodiscard]] std::expected<RowDraft, std::string> draft_row(ScaffoldSources sources);
[[nodiscard]] ScaffoldSummary summary_of(const RowDraft& draft);

}  // namespace sluice::authoring
