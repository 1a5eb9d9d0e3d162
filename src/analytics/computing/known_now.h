#pragma once
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"
#include "base/clock.h"

#include <optional>
#include <string>

namespace sluice::analytics {

// Why a plan cannot be answered: it asks what some measure was at an earlier time, and the vendor
// only says what it is now. A zero, or what of today's stock is that old, would be another number.
[[nodiscard]] std::optional<std::string> known_only_now(const QueryPlan& plan,
                                                        const Meaning& meaning, Instant now);

}  // namespace sluice::analytics
