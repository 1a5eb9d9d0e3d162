#pragma once
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"
#include "base/clock.h"

#include <optional>
#include <string>

namespace sluice::analytics {

// A vendor that counts whole weeks itself (different users of a week) begins them on Monday, and
// they cannot be cut into others: the plan goes by the vendor's weeks, whatever the organization's
// setting. The sentence that says so; nothing where the plan stays as it is.
[[nodiscard]] std::optional<std::string> go_by_vendors_weeks(QueryPlan& plan,
                                                             const Meaning& meaning, Instant now);

}  // namespace sluice::analytics
