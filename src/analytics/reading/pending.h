#pragma once
#include "analytics/reading/parts.h"

namespace sluice::analytics {

// "That nobody has started yet", "that haven't been paid": of rows with a state of being open only
// those that still are, for what was given up will not happen any more. Adds that state to the
// plan; gives whether it says all of the condition, so that nothing else is to be added for it.
[[nodiscard]] bool take_pending(Parts& parts, const Said<Where>& said);
// "Meant to close before December": what has closed already is not expected to.
void take_expected(Parts& parts);

}  // namespace sluice::analytics
