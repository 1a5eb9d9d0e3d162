#pragma once
#include "analytics/reading/read.h"

namespace sluice::analytics {

// One reading as a choice: "MRR (Stripe)", and the question said again so that only it fits.
[[nodiscard]] Option option_of(const Scene& scene, const Reading& reading);

}  // namespace sluice::analytics
