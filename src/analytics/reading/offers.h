#pragma once
#include "analytics/reading/read.h"

#include <optional>
#include <string>
#include <vector>

// Questions that are offered in the place of one that was not read, or that may mean two things.
// Each was read itself before it is offered, and is answered when it is chosen.
namespace sluice::analytics {

// What costs more took too much for granted: it is refused, with the words that were in the way.
inline constexpr double answerable_cost = 1.6;
[[nodiscard]] bool is_answerable(const std::vector<Reading>& readings);

inline constexpr std::size_t options_max = 4;

// The plan in words, if they are read as the same plan again.
[[nodiscard]] std::optional<Option> offer(const PlannerContext& context, const Lexicon& lexicon,
                                          const QueryPlan& plan);

// The question with its misspelt words written as the catalog has them: those that are unknown, and
// those that were corrected in readings that took too much for granted.
[[nodiscard]] std::vector<Option> respelt(const Scene& scene, const std::vector<Reading>& readings);

// Where a corrected word is as near to another word, and the question has an answer with that one
// as well: both. Else nothing: the correction stands, and is told.
[[nodiscard]] std::vector<Option> other_spellings(const Scene& scene, const Reading& best);

// A form without what it is made of ("growth last quarter"): with the key measures of the connected
// vendors in its place. Nothing where no word asks for a form.
[[nodiscard]] std::vector<Option> with_measure(const Scene& scene);

// The misspelt words that say a part of the reading, as they were written and as they were read.
struct Correction {
  std::string written;
  std::string meant;
};
[[nodiscard]] std::vector<Correction> corrections_of(const Scene& scene, const Reading& reading);

}  // namespace sluice::analytics
