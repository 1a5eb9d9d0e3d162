#include "analytics/language/spans.h"

#include "base/calendar.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

using std::chrono::days;

[[nodiscard]] Instant wall_clock(Instant instant, const TimeZone& zone) {
  return instant + zone.offset_at(instant);
}

[[nodiscard]] Span span_between(const SpanRange& range, const TimeZone& zone) {
  constexpr std::chrono::milliseconds moment(1);
  Span span;
  span.start = range.start;
  span.end = range.end;
  span.at = std::min(range.end, range.now);
  span.first_day = zone.day_of(range.start);
  span.day_before = zone.day_of(range.start - moment);
  span.day_at = zone.day_of(span.at - moment);
  span.end_day =
      range.end > range.start ? zone.day_of(range.end - moment) + days(1) : span.first_day;
  span.local_start = wall_clock(range.start, zone);
  span.local_end = wall_clock(range.end, zone);
  span.local_at = wall_clock(span.at, zone);
  return span;
}

// "2026-10-01 to 2026-10-21".
[[nodiscard]] std::string days_label(const Span& span) {
  const LocalDay last = span.end_day - days(1);
  if (last <= span.first_day) return day_text(span.first_day);
  return day_text(span.first_day) + " to " + day_text(last);
}

}  // namespace

bool is_whole(const Span& span, Grain grain, WeekStart week) {
  return start_of(grain, span.first_day, week) == span.first_day &&
         add(span.first_day, grain, 1) == span.end_day;
}

std::string bucket_label(LocalDay day, Grain grain, WeekStart week) {
  const LocalDay start = start_of(grain, day, week);
  std::string text = day_text(start);
  switch (grain) {
    case Grain::day:
    case Grain::week: return text;
    case Grain::month: return text.substr(0, 7);
    case Grain::quarter:
      return text.substr(0, 4) + "-Q" + std::to_string((month_of(start) - 1) / 3 + 1);
    case Grain::year: return text.substr(0, 4);
  }
  return text;
}

std::string_view to_text(Grain grain) {
  switch (grain) {
    case Grain::day: return "day";
    case Grain::week: return "week";
    case Grain::month: return "month";
    case Grain::quarter: return "quarter";
    case Grain::year: return "year";
  }
  return "day";
}

std::vector<Span> buckets_of(const SpanRange& range, Grain grain, const TimeZone& zone,
                             WeekStart week) {
  std::vector<Span> spans;
  LocalDay day = start_of(grain, zone.day_of(range.start), week);
  while (zone.start_of(day) < range.end) {
    const LocalDay next = add(day, grain, 1);
    const Instant whole_start = zone.start_of(day);
    const Instant whole_end = zone.start_of(next);
    Span span = span_between({.start = std::max(whole_start, range.start),
                              .end = std::min(whole_end, range.end),
                              .now = range.now},
                             zone);
    span.partial = span.start != whole_start || span.end != whole_end;
    // What still runs has its name and is marked as running.
    const bool runs = span.start == whole_start && span.end >= range.now;
    // A week has no name but its first day; of a cut one the sentence tells where it begins.
    const bool cut = span.partial && !runs && grain != Grain::week;
    span.label = cut ? days_label(span) : bucket_label(day, grain, week);
    spans.push_back(std::move(span));
    day = next;
  }
  if (spans.size() > buckets_max) {
    spans.erase(spans.begin(), spans.end() - static_cast<std::ptrdiff_t>(buckets_max));
  }
  return spans;
}

Span whole_span(const SpanRange& range, std::optional<Grain> grain, const TimeZone& zone,
                WeekStart week) {
  Span span = span_between(range, zone);
  span.partial = range.end > range.now;
  const bool whole = grain && is_whole(span, *grain, week);
  span.label = whole ? bucket_label(span.first_day, *grain, week) : days_label(span);
  return span;
}

}  // namespace sluice::analytics
