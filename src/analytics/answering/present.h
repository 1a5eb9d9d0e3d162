#pragma once
#include "analytics/answering/answer.h"
#include "analytics/computing/compile.h"
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"

#include <vector>

namespace sluice::analytics {

// From computed tables to the answer that a person reads: one table, the number if one number
// answers, the chart, the sentence, the chips. Pure; `tables` are in the order of the statements.
struct Presentation {
  const QueryPlan* plan = nullptr;
  const Meaning* meaning = nullptr;
  const CompiledPlan* compiled = nullptr;
  Instant now;
};
[[nodiscard]] Answer present(const Presentation& presentation, std::vector<analyst::Table> tables);

// "MRR was $115,366.94 at the end of Q3 2026, up 4.1% on Q2 2026."
[[nodiscard]] std::string sentence(const Presentation& presentation, const analyst::Table& table);
// "MRR by month"
[[nodiscard]] std::string title(const Presentation& presentation);
[[nodiscard]] std::vector<AnswerChip> chips(const Presentation& presentation);
// "in Q3 2026", "in November 2026 so far", "from July 1 to July 9, 2026"; for a state "at the end
// of Q3 2026", "on November 21, 2026".
[[nodiscard]] std::string period_phrase(const Presentation& presentation, bool state);

}  // namespace sluice::analytics
