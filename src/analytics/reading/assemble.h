#pragma once
#include "analytics/plan/query_plan.h"
#include "analytics/reading/derive.h"

#include <expected>
#include <string>
#include <vector>

namespace sluice::analytics {

// A wish of the question that no plan around this anchor can meet; the words that say it.
struct Impossible {
  std::string words;
  bool contradiction = false;  // They hold of no row: "in Germany and not in Germany".
};

struct Assembled {
  QueryPlan plan;
  double cost = 0;  // What it had to take for granted or to bend.
};

// The plan that the pieces make around what is counted. Every piece is in the plan, or the
// parse is impossible: nothing that was said is left out.
[[nodiscard]] std::expected<Assembled, Impossible> assemble(const AnchorView& view,
                                                            const Parse& parse);

}  // namespace sluice::analytics
