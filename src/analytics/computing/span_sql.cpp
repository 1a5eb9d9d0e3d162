#include "analytics/computing/span_sql.h"

#include "analytics/computing/sql_text.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

// The first moment of the new offset: clocks change on a whole minute.
[[nodiscard]] Instant change_within(const TimeZone& zone, Instant before, Instant after) {
  const std::chrono::minutes old = zone.offset_at(before);
  while (after - before > std::chrono::seconds(1)) {
    const Instant middle = before + (after - before) / 2;
    (zone.offset_at(middle) == old ? before : after) = middle;
  }
  return std::chrono::ceil<std::chrono::minutes>(before);
}

}  // namespace

std::string in_span(const SqlValue& time, bool open_start) {
  std::string start = "s.start_at";
  std::string end = "s.end_at";
  if (time.type == "date") {
    start = "s.first_day";
    end = "s.end_day";
  } else if (time.type == "local") {
    start = "s.local_start";
    end = "s.local_end";
  }
  const std::string upper = time.sql + " < " + end;
  return open_start ? upper : time.sql + " >= " + start + " AND " + upper;
}

std::string in_period(const SqlValue& time, const PeriodSpec& period, const TimeZone& zone) {
  const Instant last = period.end - std::chrono::milliseconds(1);
  std::string start = sql_timestamp(period.start);
  std::string end = sql_timestamp(period.end);
  if (time.type == "date") {
    start = sql_date(zone.day_of(period.start));
    end = sql_date(zone.day_of(last) + std::chrono::days(1));
  } else if (time.type == "local") {
    start = sql_timestamp(period.start + zone.offset_at(period.start));
    end = sql_timestamp(period.end + zone.offset_at(last));
  }
  const std::string upper = time.sql + " < " + end;
  return period.open_start ? upper : time.sql + " >= " + start + " AND " + upper;
}

std::string local_time_sql(const SqlValue& time, const TimeZone& zone, Instant from,
                           Instant until) {
  if (time.type == "date" || time.type == "local") return time.sql;
  std::string minutes;
  const auto minutes_at = [&zone](Instant instant) {
    return std::to_string(zone.offset_at(instant).count());
  };
  for (Instant day = from; day < until; day += std::chrono::days(1)) {
    const Instant next = std::min<Instant>(day + std::chrono::days(1), until);
    if (zone.offset_at(day) == zone.offset_at(next)) continue;
    minutes += " WHEN " + time.sql + " < " + sql_timestamp(change_within(zone, day, next)) +
               " THEN " + minutes_at(day);
  }
  const std::string last = minutes_at(until);
  const std::string offset = minutes.empty() ? last : "CASE" + minutes + " ELSE " + last + " END";
  return time.sql + " + to_minutes(" + offset + ")";
}

std::string local_hour_sql(const SqlValue& time, const TimeZone& zone, Instant from,
                           Instant until) {
  if (time.type == "date") return "NULL";
  return "hour(" + local_time_sql(time, zone, from, until) + ")";
}

std::string spans_sql(const std::vector<Span>& spans) {
  std::string rows;
  for (std::size_t at = 0; at < spans.size(); ++at) {
    const Span& span = spans[at];
    if (at > 0) rows += ", ";
    rows += "(" + std::to_string(at) + ", " + sql_text(span.label) + ", " +
            sql_timestamp(span.start) + ", " + sql_timestamp(span.end) + ", " +
            sql_timestamp(span.at) + ", " + sql_date(span.first_day) + ", " +
            sql_date(span.end_day) + ", " + sql_date(span.day_before) + ", " +
            sql_date(span.day_at) + ", " + sql_timestamp(span.local_start) + ", " +
            sql_timestamp(span.local_end) + ", " + sql_timestamp(span.local_at) + ")";
  }
  return "SELECT * FROM (VALUES " + rows +
         ") v(i, label, start_at, end_at, \"at\", first_day, end_day, day_before, day_at, "
         "local_start, local_end, local_at)";
}

}  // namespace sluice::analytics
