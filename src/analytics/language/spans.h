#pragma once
#include "analytics/plan/query_plan.h"
#include "base/clock.h"
#include "base/time_zone.h"

#include <optional>
#include <string>
#include <vector>

namespace sluice::analytics {

// One stretch of time that rows are counted in: a whole period, or one bucket of a series. Kept
// three ways, because rows carry instants, days without a zone, or readings of a wall clock.
struct Span {
  std::string label;  // 2026-07-01 (day; week: its Monday), 2026-07, 2026-Q3, 2026
  Instant start;
  Instant end;  // Exclusive.
  Instant at;   // Where a state is looked at: the end, or now while the span runs.
  LocalDay first_day;
  LocalDay end_day;     // Exclusive; today is inside while it runs.
  LocalDay day_before;  // The last day that is over (or running) at `start` ...
  LocalDay day_at;      // ... and at `at`.
  Instant local_start;  // The wall clock's readings, as if they were UTC.
  Instant local_end;
  Instant local_at;
  bool partial = false;  // Cut by the period's edge, or still running.
};

// The buckets of [start, end) in the zone. At most buckets_max: a longer
// series is cut at its start.
inline constexpr std::size_t buckets_max = 1'000;
struct SpanRange {
  Instant start;
  Instant end;
  Instant now;
};
[[nodiscard]] std::vector<Span> buckets_of(const SpanRange& range, Grain grain,
                                           const TimeZone& zone, WeekStart week);
// The range as one span, labelled with the bucket of `grain` if it is the whole of it; a cut period
// never carries the name of the whole, but says its days.
[[nodiscard]] Span whole_span(const SpanRange& range, std::optional<Grain> grain,
                              const TimeZone& zone, WeekStart week);

[[nodiscard]] bool is_whole(const Span& span, Grain grain, WeekStart week);

// The name of the bucket that a day lies in.
[[nodiscard]] std::string bucket_label(LocalDay day, Grain grain, WeekStart week);
[[nodiscard]] std::string_view to_text(Grain grain);

}  // namespace sluice::analytics
