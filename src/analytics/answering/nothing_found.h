#pragma once
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"

#include <optional>
#include <string>

namespace sluice::analytics {

// Why an answer that holds nothing may have been asked for in other words: a name that no row has,
// a condition or a group that lies in another source, something that rows were expected to lack. A
// sentence for the person; null where "none" is an answer ("urgent open issues"). With `partial`
// the rows were not all read, so that nothing follows from having found none.
[[nodiscard]] std::optional<std::string> doubt_of_nothing(const QueryPlan& plan,
                                                          const Meaning& meaning, bool partial);

}  // namespace sluice::analytics
