#pragma once
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"

#include <optional>
#include <string>

namespace sluice::analytics {

// The grammar backwards: a question that means this plan, from the catalog's labels and the phrases
// of language/en/sentences.yaml. Nothing where a part of the plan has no phrase. Whoever offers the
// text reads it first and compares (means_the_same): a name may say something else in a sentence.
[[nodiscard]] std::optional<std::string> say(const Meaning& meaning, const QueryPlan& plan);

// Whether both give the same numbers: all but what is only told (assumptions, confidence, the
// wording of a time, how it is drawn).
[[nodiscard]] bool means_the_same(const QueryPlan& a, const QueryPlan& b);

}  // namespace sluice::analytics
