#pragma once
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"
#include "base/time_zone.h"

#include <optional>
#include <string>

namespace sluice::analytics {

// Where the records begin that a question is about, as far as that is known (a glossary says it):
// what lies before is missing, not zero.
struct History {
  LocalDay first_day;
  std::string sentence;  // "Stripe has no invoices before January 1, 2026."
};

[[nodiscard]] std::optional<History> history_of(const std::string& vendor_name,
                                                const catalog::Entry& entry);
// Of all that the plan measures or lists, the one that begins last.
[[nodiscard]] std::optional<History> history_of(const Meaning& meaning, const QueryPlan& plan);

}  // namespace sluice::analytics
