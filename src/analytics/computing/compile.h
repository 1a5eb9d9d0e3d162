#pragma once
#include "analytics/computing/fetch_plan.h"
#include "analytics/computing/statement.h"
#include "analytics/computing/workbook.h"
#include "analytics/language/spans.h"

#include <expected>
#include <set>
#include <string>
#include <vector>

namespace sluice::analytics {

// A plan turned into what must be fetched and what is computed from it.
struct CompiledPlan {
  std::vector<PlannedFetch> fetches;
  // One per stretch of time: with a comparison the earlier one first, the asked one last.
  std::vector<Statement> statements;
  std::vector<std::vector<Span>> spans;
  // A series without a period: its range is read from the rows first, then compile again.
  std::optional<Statement> range;
  // Bands that nobody named: what the numbers are like is read first, then compile again with
  // edges (round_edges in bands.h).
  std::optional<Statement> spread;
  std::vector<std::string> notes;
  std::vector<std::string> caveats;  // What the sentence has to admit.
};

struct CompileContext {
  const Meaning* meaning = nullptr;  // Outlives the compilation.
  Instant now;
  std::string currency;
  // The range of a series without a period, once it is known.
  std::optional<SpanRange> range;
  // Accounts whose rows count nowhere (account_value): not all of them could be read.
  std::set<std::string> left_out{};
  bool shows_values = false;  // Whether somebody learns from the rows (ShownField).
};

// Reading a plan twice gives the same tables. The fault names what the catalog does not have
// or cannot join, or what is not connected.
[[nodiscard]] std::expected<CompiledPlan, CompileFault> compile(const QueryPlan& plan,
                                                                const CompileContext& context);

}  // namespace sluice::analytics
