#pragma once
#include "analytics/plan/query_plan.h"
#include "base/time_zone.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// What a time expression is read against.
struct PeriodContext {
  Instant now;
  TimeZone zone;
  WeekStart week = WeekStart::monday;
};

// Which part of the named stretch is meant: "at the end of March" is an instant for a measure of
// a state, and the last days of March for a measure of events.
enum class PeriodEdge { whole, start, end };

// A time expression found in a text. Days are local days of the zone, ends exclusive.
// Conventions: weeks start on the context's day; "last X" is the last complete X; "last N X" the N
// complete ones before the running one; "this X" and everything that is still running ends with
// today and is partial; a month, quarter or weekday without a year is the latest that has started.
struct FoundPeriod {
  std::size_t offset = 0;  // In bytes of the text.
  std::size_t length = 0;
  std::string text;  // Those bytes.
  LocalDay start;
  LocalDay end;
  LocalDay full_end;  // Of the whole stretch, where `end` was cut at today.
  std::optional<Grain> grain;
  bool partial = false;     // Runs up to today, which is not over.
  bool open_start = false;  // "before June": no beginning.
  bool future = false;      // Starts after today: nothing has happened in it yet.
  bool bare = false;        // A lone word that may be something else ("may", "2024", "second").
  PeriodEdge edge = PeriodEdge::whole;
};

// All time expressions of a text, in order, not overlapping.
[[nodiscard]] std::vector<FoundPeriod> find_periods(std::string_view text,
                                                    const PeriodContext& context);

// The one time expression that a text consists of ("last quarter"); nothing when it is none, or
// more than that.
[[nodiscard]] std::optional<FoundPeriod> resolve_period(std::string_view text,
                                                        const PeriodContext& context);

// As the plan holds it: instants, a partial one ending now rather than at the end of today.
[[nodiscard]] PeriodSpec to_spec(const FoundPeriod& found, const PeriodContext& context);

// Where a state is looked at: the first instant of the stretch, or its last day. "At the end of
// last year" is that day, whatever the end of a year is for events.
[[nodiscard]] PeriodSpec edge_of(PeriodSpec spec, PeriodEdge edge, const TimeZone& zone);

// A card's period when it is refreshed: what its text means now, an edge staying an edge. One
// without a text stays as it is.
[[nodiscard]] PeriodSpec as_of_now(const PeriodSpec& spec, const PeriodContext& context);

// "Monday", "mondays": 0 for Monday to 6.
[[nodiscard]] std::optional<int> weekday_named(std::string_view word);
// "week", "weeks": the step of time that a word names.
[[nodiscard]] std::optional<Grain> grain_word(std::string_view word);

// The stretch that a series of this grain shows where none was named: as many steps as a chart
// shows well ("last 12 months").
[[nodiscard]] std::string_view usual_span(Grain grain);
// The grain of a series over a stretch where none was named: neither too few points nor too many.
[[nodiscard]] Grain fitting_grain(const PeriodSpec& period);

// The stretch to compare with: the one before of the same kind ("last quarter" -> the quarter
// before it; a partial period -> the same number of days from the previous one's start) or the
// same days a year earlier.
[[nodiscard]] PeriodSpec comparison_period(const PeriodSpec& period, Comparison comparison,
                                           const PeriodContext& context);

}  // namespace sluice::analytics
