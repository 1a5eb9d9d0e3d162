#pragma once
#include "base/calendar.h"
#include "base/clock.h"
#include "base/json.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// The plan behind every number: typed, made before any vendor row is read, stored with a pinned
// card and run again on refresh. Names are catalog names; nothing here is SQL.

// "stripe.subscriptions.mrr": vendor, entry and field or measure. A measure that the catalog does
// not name is made ad hoc: "count" (rows of the entry, where it has no measure of that name), or
// "sum:FIELD", "average:FIELD", "median:FIELD", "percentile_90:FIELD", "min:FIELD", "max:FIELD",
// "distinct:FIELD" over a field of the entry. There and in a filter FIELD may be a length of time
// between two moments of a row: "hours_between(created, closed)".
struct Reference {
  std::string vendor;
  std::string entry;
  std::string name;
  friend bool operator==(const Reference&, const Reference&) = default;
};

using sluice::Grain;
using sluice::WeekStart;
enum class FilterOp { eq, ne, in, not_in, gt, gte, lt, lte, contains, is_null, is_not_null };

// A part of a moment that comes round again: Monday to Sunday, or the hours 0 to 23 of a day.
enum class DatePart { weekday, hour };

struct Filter {
  Reference field;
  FilterOp op = FilterOp::eq;
  std::vector<Json> values;
  // Of a moment only this part is compared, by the clock of the plan's zone, and only by being one
  // of the values or none (in, not_in): weekdays from 1, Monday, to 7 (ISO 8601), or hours.
  std::optional<DatePart> part{};
};

struct Dimension {
  Reference field;
  std::optional<Grain> grain{};  // Set for a time field: bucket by it.
  // A weekday stands beside grain day, whose days are gathered by it; an hour stands alone.
  std::optional<DatePart> part{};
};

// A time range as the question said it, so that a card's "last quarter" moves on, with the range
// it meant when it was made. Half-open, both ends first instants of local days (or now).
struct PeriodSpec {
  std::string text;  // "last quarter"; resolved anew on refresh. Empty: absolute, never moves.
  Instant start;
  Instant end;
  std::optional<Grain> grain;  // The period's own kind ("last quarter" -> quarter), if it has one.
  bool partial = false;        // Runs up to now: its last bucket is incomplete.
  bool open_start = false;     // "before June": everything up to the end.
};

enum class Comparison { none, previous_period, previous_year, named_period };

// What is made of the first two measures, group by group, instead of showing both: first over
// second, the same times 100, or first minus second.
enum class Derivation { none, ratio, percent, difference };
// What is made of a series once it is computed. Rolling windows take the buckets before the period
// into account, so that its first value is as whole as the others.
enum class Transform { none, running_total, moving_average };
// What is shown of a comparison beside its two values: later less earlier, or that in percent of
// the earlier one.
enum class Change { none, absolute, percent };
enum class Frame {
  total,
  trend,
  breakdown,
  top,
  comparison,
  share,
  list,
  record_count,
  distribution,
  funnel,
};

// A year of days is the longest window that still says something.
inline constexpr std::size_t window_max = 366;

struct OrderBy {
  bool by_measure = true;  // Else by the first dimension.
  bool descending = true;
  std::optional<Reference> field{};  // Frame::list: by this field, whether it is shown or not.
};

// Frame::distribution: how many there are from one edge to the next, the lower one included. The
// first dimension is the number of the rows that goes by bands.
struct Bands {
  std::vector<double> edges;  // Ascending. None: round numbers that fit what the rows hold.
  // The only dimension is a group instead: its measure's value goes by bands, and groups are
  // counted ("how many customers pay less than 100").
  bool of_groups = false;
};
inline constexpr std::size_t band_edges_max = 20;
inline constexpr double band_edge_max = 1e15;

// Only rows that have a row of another entry, or have none: "issues without a pull request".
struct Related {
  Reference rows;  // A measure of the other entry: the rows that it counts.
  bool present = true;
  std::optional<PeriodSpec> period;  // By the measure's own time; none: whenever.
  bool part = false;                 // Not of all rows, but of the part that a share asks for.
  std::vector<Filter> filters{};     // On fields of the other entry: "with a ticket on billing".
};

// Only rows whose `key` is among the N largest by another measure: "our ten largest customers".
struct Restriction {
  Reference key;
  Reference measure;
  std::size_t count = 10;
  bool largest = true;
};

// "customers with more than 3 open tickets": a bound on a measure after grouping.
struct Having {
  Reference measure;
  FilterOp op = FilterOp::gt;
  double value = 0;
};

// What the question did not say and the plan takes for granted: shown beside every answer.
struct Assumption {
  std::string about;  // period | measure | filter | ranking | join | currency
  std::string text;   // "the last 30 days, because no period was named"
};

struct QueryPlan {
  // Frame::total with a time dimension is the mean of its buckets: "average sign-ups per day".
  Frame frame = Frame::total;
  std::vector<Reference> measures;  // One or more, all reachable from the first one's entry.
  std::vector<Dimension> dimensions;
  std::vector<Filter> filters;
  // Frame::share: the rows whose share of all rows is asked ("what percentage of issues are
  // bugs": filters say issues, part says bugs). Empty: each group's share of the whole.
  std::vector<Filter> part;
  std::vector<Having> having;
  // Frame::total with one dimension and `having`: how many of its groups are within the bounds.
  bool count_groups = false;
  Derivation derivation = Derivation::none;
  Transform transform = Transform::none;
  std::size_t window = 0;  // Buckets of a moving average, the bucket itself included.
  bool rest = false;       // Frame::top: the others together as one more row.
  std::string currency;    // Amounts in this one (ISO 4217, lower case); empty: the organization's.
  std::optional<PeriodSpec> period;  // None: the current state.
  std::optional<Reference> time;     // The field the period restricts; none: the measure's own.
  Comparison comparison = Comparison::none;
  std::optional<PeriodSpec> other_period;  // With named_period: "July against March".
  Change change = Change::none;            // With a comparison.
  std::optional<Restriction> restriction;
  std::vector<Related> related;
  std::optional<Bands> bands;    // With Frame::distribution, and only there.
  std::vector<Reference> steps;  // Frame::funnel: moments of the rows, in their order.
  // Each dimension by itself, one below the other: what contributed to a change.
  bool each_dimension = false;
  std::optional<OrderBy> order;
  std::optional<std::size_t> limit;
  // `limit` counts within each value of this field: a dimension, or a column of a list.
  std::optional<Reference> limit_within;
  std::vector<Reference> columns;  // Frame::list: what is shown of each row.
  std::string timezone = "UTC";
  WeekStart week_starts_on = WeekStart::monday;
  std::string chart_hint;  // What the question asked for: "pie", "table", ... or empty.
  double confidence = 0;
  std::vector<std::string> unused_words;
  std::vector<Assumption> assumptions;
};

[[nodiscard]] std::string_view to_text(WeekStart start);  // "monday"
[[nodiscard]] std::optional<WeekStart> parse_week_start(std::string_view text);

[[nodiscard]] Json to_json(const QueryPlan& plan);
// The reverse; the error names the member that is wrong.
[[nodiscard]] std::expected<QueryPlan, std::string> plan_from_json(const Json& json);

}  // namespace sluice::analytics
