#pragma once
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"
#include "base/time_zone.h"

#include <optional>
#include <string>

namespace sluice::analytics {

// Where the records begin that a question is about, as far as that is known: a glossary says since
// when there are any, a row for how long the vendor keeps them (`reaches_back`). What lies before
// is missing, not zero.
struct History {
  LocalDay first_day;
  std::string sentence;  // "Stripe has no invoices before January 1, 2026."
  // There was more, which the vendor does not give any more: a number over a longer time is wrong.
  bool forgotten = false;
};

// When a question is asked, and where days begin.
struct AskedAt {
  Instant now;
  TimeZone zone;
};

// `measure` null: of the rows themselves.
[[nodiscard]] std::optional<History> history_of(const catalog::Vendor& vendor,
                                                const catalog::Entry& entry,
                                                const catalog::Measure* measure,
                                                const AskedAt& asked);
// Of all that the plan measures or lists, the one that begins last.
[[nodiscard]] std::optional<History> history_of(const Meaning& meaning, const QueryPlan& plan,
                                                const AskedAt& asked);

}  // namespace sluice::analytics
