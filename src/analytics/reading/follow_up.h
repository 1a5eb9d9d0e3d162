#pragma once
#include "analytics/reading/scene.h"

#include <optional>

namespace sluice::analytics {

// How a question leans on the one before it.
enum class Leaning {
  none,   // "How many deals were won?"
  part,   // "By country", "without trials": a part of a question, which names no measure.
  whole,  // "And refunds?", "what about those in Germany": takes over what it leaves out.
};
[[nodiscard]] Leaning leaning_of(const Grammar& grammar, const std::vector<TextWord>& words);

// What the plan before counts, as the anchor of its follow-up: no word of the question says it.
// Nothing: its vendor or its measure is not there any more.
[[nodiscard]] std::optional<Anchor> anchor_of(const Lexicon& lexicon, const QueryPlan& before);

// The anchors of a question that follows the plan: what that one counts, and what this one names;
// the vendor asked before is preferred.
[[nodiscard]] std::vector<Anchor> anchors_after(const Scene& scene, const QueryPlan& before);

}  // namespace sluice::analytics
