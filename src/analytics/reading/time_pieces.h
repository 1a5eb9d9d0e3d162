#pragma once
#include "analytics/language/grammar.h"
#include "analytics/reading/phrases.h"
#include "analytics/reading/pieces.h"

#include <optional>

namespace sluice::analytics {

// The days of the week that a phrase names ("Mondays", "weekends"), as a filter has them: 1 for
// Monday to 7. Nothing where the rule names no days.
[[nodiscard]] std::optional<Piece> at_days(const GrammarRule& rule, const Captured& captured);
// The hours of the day that a phrase names. Nothing where they are none or all, or where an hour
// may be of either half of the day.
[[nodiscard]] std::optional<Piece> at_hours(const GrammarRule& rule, const Captured& captured);

}  // namespace sluice::analytics
