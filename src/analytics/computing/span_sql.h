#pragma once
#include "analytics/computing/sql_value.h"
#include "analytics/language/spans.h"
#include "analytics/plan/query_plan.h"
#include "base/time_zone.h"

#include <string>
#include <vector>

namespace sluice::analytics {

// The spans as a CTE body that leaves join: VALUES with a name for each form of each bound.
[[nodiscard]] std::string spans_sql(const std::vector<Span>& spans);

// Whether a row's time lies in the span s.
[[nodiscard]] std::string in_span(const SqlValue& time, bool open_start);

// Whether a row's time lies in a period that is no span of the statement.
[[nodiscard]] std::string in_period(const SqlValue& time, const PeriodSpec& period,
                                    const TimeZone& zone);

// What a clock and a calendar of the zone showed at the row's time, as a timestamp or a day.
// `from` and `until` bound the times whose changes of the clock are looked up: what lies outside
// has the offset of the nearer end.
[[nodiscard]] std::string local_time_sql(const SqlValue& time, const TimeZone& zone, Instant from,
                                         Instant until);
// The hour of it, 0 to 23; of a day without a time it is null.
[[nodiscard]] std::string local_hour_sql(const SqlValue& time, const TimeZone& zone, Instant from,
                                         Instant until);

}  // namespace sluice::analytics
