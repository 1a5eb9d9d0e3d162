#pragma once
#include "analytics/reading/read.h"

namespace sluice::analytics {

// Adds to the plan what it takes for granted and the question did not say: that rows are counted
// where no measure was named, and that all records count where no period was.
void note_assumptions(const Scene& scene, Reading& reading);

}  // namespace sluice::analytics
