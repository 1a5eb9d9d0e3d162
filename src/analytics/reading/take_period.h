#pragma once
#include "analytics/reading/parts.h"

namespace sluice::analytics {

// "Supposed to close in December", "due by Friday": of what is planned, the coming time is meant.
// Before anything looks at the times.
void look_ahead(Parts& parts);

// The plan's period, from all times that the question names, and the comparison where two of them
// are set against each other. Fails where one of them would be left out.
void take_period(Parts& parts);

// The stretch as the plan holds it; of a state, the edge that the words name.
[[nodiscard]] PeriodSpec spec_of(const Parts& parts, const FoundPeriod& found);

}  // namespace sluice::analytics
