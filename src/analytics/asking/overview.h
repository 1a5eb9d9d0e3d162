#pragma once
#include "analytics/asking/run.h"
#include "analytics/language/grammar.h"
#include "analytics/reading/plan_outcome.h"

#include <string_view>
#include <vector>

namespace sluice::analytics {

// "How are we doing?" names no measure: it is answered with the key measures of what is connected,
// as the catalog's rows list them (`overview`).

// At most so many are read, each by a plan of its own.
inline constexpr std::size_t overview_measures_max = 16;

// Whether the text says one of the phrases and nothing that carries weight beside it.
[[nodiscard]] bool says_only(const Grammar& grammar, PhraseList list, std::string_view text);

// "How are things in Linear": the overview of the sources that are named. Empty where none is, or
// where the text says more than an overview and sources.
[[nodiscard]] std::vector<VendorMeaning> overview_sources(const Grammar& grammar,
                                                          const PlannerContext& context,
                                                          std::string_view text);

// What is read, in one plan, so that rows are fetched once: of a flow this month until now and the
// last whole month, of a state now and the end of the last month, of what is known as of now only
// that.
struct OverviewLine {
  std::string vendor;  // As a person knows it.
  std::string label;
  bool flow = false;
  QueryPlan plan;
};
[[nodiscard]] std::vector<OverviewLine> overview_of(const PlannerContext& context);

// Runs them one after the other. A line that fails says "no data"; where all fail, so does the
// answer. It has no plan: it cannot be pinned or followed.
[[nodiscard]] Task<Answer> run_overview(std::vector<OverviewLine> lines, RunContext context);

}  // namespace sluice::analytics
