#pragma once
#include "analytics/reading/parts.h"

namespace sluice::analytics {

// The plan's period, from all times that the question names, and the comparison where two of them
// are set against each other. Fails where one of them would be left out.
void take_period(Parts& parts);

// The stretch as the plan holds it; of a state, the edge that the words name.
[[nodiscard]] PeriodSpec spec_of(const Parts& parts, const FoundPeriod& found);

}  // namespace sluice::analytics
