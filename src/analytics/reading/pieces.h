#pragma once
#include "analytics/language/grammar.h"
#include "analytics/language/period.h"
#include "analytics/plan/query_plan.h"
#include "catalog/semantics.h"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>
#include <vector>

// What parts of a question mean. Each piece is made once, from some of its words, and never
// changed.
namespace sluice::analytics {

// A field of a connected vendor, as one counted thing sees it.
struct FieldSense {
  std::size_t vendor = 0;  // Index into the connected vendors.
  const catalog::Entry* entry = nullptr;
  const catalog::Field* field = nullptr;
  int distance = 0;  // Joins away from what is counted; 2 or more: in another vendor.
};

// Something that can be counted: a measure of the catalog, one made ad hoc, or the rows themselves.
struct MeasureSense {
  std::size_t vendor = 0;
  const catalog::Entry* entry = nullptr;
  const catalog::Measure* measure = nullptr;  // Null: ad hoc, see `name`.
  std::string name;                           // As the plan calls it.
  bool rows = false;                          // Only the rows' noun was said.
};

// The measure's own moment, or that of its rows; empty: it has none.
[[nodiscard]] std::string time_field_of(const MeasureSense& counted);

// What the question word wants of the thing.
enum class AskedFor {
  count,
  amount,
  reason,
  person,
  place,
  moment,
  duration,
  which,
  course,
  overall,
  all_time,
  at_present,
  versus,
  contribution,
  examples,  // "bugs, features and so on": the values only show what is meant.
};
enum class AggregateKind { sum, average, median, percentile, minimum, maximum, distinct };
enum class TimeRank {
  newest,
  oldest,
  next,
  longest,  // "Open the longest": the oldest of those that still are.
};

// Words that are accounted for and mean nothing: left over, they would end the reading.
struct Filler {};
struct Asked {
  AskedFor what = AskedFor::count;
  std::optional<std::size_t> number;  // "Which five": so many are wanted.
};
struct Aggregated {
  AggregateKind how = AggregateKind::sum;
  int percentile = 0;
};
struct GroupedBy {
  FieldSense field;
  bool subject = false;    // "which customers": what the answer is about.
  bool qualified = false;  // "customers with ...": a group only where a bound follows.
  bool plural = false;
  bool announced = false;            // "by", "per", "which": some word makes it a group.
  bool noun = false;                 // The rows' own noun stands for their name.
  std::optional<std::size_t> limit;  // "the 3 repositories with the most".
};
struct Bucketed {
  std::optional<Grain> grain;  // None: "over time".
  bool each = false;           // "a day", "per day": with an average, the mean of them.
  bool of_period = false;      // "each of the last six months": by the period's own unit.
  bool adverb = false;         // "monthly": may be a value as well.
  bool counted = false;        // "how many days": their number, where a bound follows.
};
struct ByWeekday {};
struct Where {
  FieldSense field;
  FilterOp op = FilterOp::eq;
  std::vector<Json> values;
  bool guessed = false;  // A name that the catalog does not know.
};
struct Bounded {
  FilterOp op = FilterOp::gt;
  double value = 0;
  std::optional<double> upper;
  bool money = false;
  bool percent = false;
  std::string unit;                 // "day", "hour" ...; empty: none was said.
  std::optional<FieldSense> field;  // The number that is bounded, if it was said.
};
struct Aged {
  bool older = true;
  bool untouched = false;  // Since its last change rather than its beginning.
  double days = 0;
};
struct During {
  FoundPeriod period;
};
struct TimeOf {
  FieldSense field;  // "merged", "due": the moment that the period is about.
};
struct ComparedWith {
  Comparison how = Comparison::previous_period;
  std::optional<FoundPeriod> period;  // With named_period.
};
struct ChangeAsked {
  bool percent = false;
  bool compares = false;  // "more ... than": only of two times.
  bool amount = false;    // "by how much": the difference itself.
  bool shown = false;     // "in percent": how a change or a share is wanted, if there is one.
};
struct Ranked {
  bool high = true;
  std::optional<std::size_t> limit;
  bool judged = false;  // "best", "worst": by what is good for the measure.
  bool vague = false;   // "Most active": of rows, only the catalog knows by what.
};
struct RankedByTime {
  TimeRank how = TimeRank::newest;
  std::optional<std::size_t> limit;
  bool of_each = false;  // "Current version of each": else it is the time that is meant.
};
// "And the others".
struct WithRest {};
struct Among {
  FieldSense key;
  std::size_t count = 10;
  bool largest = true;
  std::optional<MeasureSense> by;
};
struct ShareOf {};
struct Ratio {
  MeasureSense other;
  bool percent = false;
  bool needs_word = false;  // "to B", which is a ratio only where "ratio of" was said.
  // "How many does it take to get one B", "per hundred B": divided by, whatever B are. Else "per B"
  // may be a split by them.
  bool divides = false;
  bool money = false;  // "Per dollar of B": of amounts alone.
  bool coin = false;   // Behind "for every dollar": what the dollars are of.
};
// "Ratio of": the second measure is another piece.
struct RatioAsked {};
struct Transformed {
  Transform how = Transform::running_total;
  std::size_t window = 0;
  std::optional<Grain> grain;
};
struct SideBySide {
  MeasureSense other;
  bool either = false;  // "Or B": beside it only where it is asked which of them is more.
  bool mean = false;    // "And the average B": of what is a mean already.
};
struct Listed {};
// What a list is to show besides: a field that is named, or the one that the counted rows have for
// what is asked ("and who is on it", "when is it due").
struct Column {
  enum class What { field, holder, author, amount, date, due, name, key };
  What what = What::field;
  std::optional<FieldSense> field{};  // Of a named one.
};
// "Unassigned": the field depends on what is counted.
struct LacksPerson {
  bool has = false;  // "Assigned": the reverse.
};
struct DrawnAs {
  std::string chart;
};
struct InCurrency {
  std::string code;  // ISO 4217, lower case.
};
struct InUnit {
  std::string unit;  // "hours": what a length of time is wanted in.
};
struct OfVendor {
  std::size_t vendor = 0;
};
// "Of the Linear issue behind them": other rows, of which a field or a value is asked.
struct OfRows {
  const catalog::Entry* entry = nullptr;
};
// Leans on the question before: what it wants made of that one's plan.
enum class FollowUp { nothing, add, percent, rows };
struct Follows {
  FollowUp how = FollowUp::nothing;
};

// Where a length of time begins and ends: "from creation", "to merge".
struct FromMoment {
  FieldSense field;
};
struct UntilMoment {
  FieldSense field;
};
// "Within 4 hours", "took more than 3 days": a bound on how long a row took.
struct LengthBounded {
  FilterOp op = FilterOp::lte;
  double value = 0;
  std::string unit;  // "hour"
};
// "Under 50, 50 to 199, 200 and more": the edges between the bands.
struct InBands {
  std::vector<double> edges;
};
// "By size", "in MRR": the number that the bands are of, of each row or of each thing counted.
struct BandedBy {
  std::optional<FieldSense> field;
  std::optional<MeasureSense> measure;
};
struct Distributed {
  bool by_size = false;  // Only "by size": behind a rank that says by what is ranked.
};
struct ByHour {};
// "On Saturdays", "after 6 pm": only rows whose moment has that part.
struct AtParts {
  DatePart part = DatePart::weekday;
  std::vector<int> values;  // As a filter of the plan has them.
  bool negated = false;
};
// "The first month in which": the first step of time that is within the bound.
struct FirstWithin {
  std::optional<Grain> grain;  // None: "for the first time".
};
// "With an open ticket", "who never had a dispute".
struct RelatedTo {
  MeasureSense rows;
  bool present = true;
  bool done = false;  // A verb says it ("who filed a ticket"): a time behind it is the deed's.
  std::vector<Where> where;  // What those rows are: "an urgent ticket", "on the Scale plan".
};
struct FunnelAsked {};
struct Steps {
  std::vector<FieldSense> moments;
};

using Piece =
    std::variant<Filler, Asked, Aggregated, GroupedBy, Bucketed, ByWeekday, Where, Bounded, Aged,
                 During, TimeOf, ComparedWith, ChangeAsked, Ranked, RankedByTime, WithRest, Among,
                 ShareOf, Ratio, RatioAsked, Transformed, SideBySide, Listed, Column, LacksPerson,
                 DrawnAs, InCurrency, InUnit, OfVendor, FromMoment, UntilMoment, LengthBounded,
                 InBands, BandedBy, Distributed, ByHour, AtParts, FirstWithin, RelatedTo,
                 FunnelAsked, Steps, OfRows, Follows>;

// A piece and the words that say it: [first, end).
struct Placed {
  std::size_t first = 0;
  std::size_t end = 0;
  Piece piece;
  Make make = Make::filler;
  std::string rule;  // For explanations: which rule of the grammar, or which word of the catalog.
  double cost = 0;
  std::vector<Make> after;  // Only right behind a piece of one of these kinds; empty: anywhere.
};

// One way to account for the words: pieces that do not overlap, and the words left over.
struct Parse {
  std::vector<Placed> pieces;
  std::vector<std::size_t> unexplained;  // Content words that no piece takes.
  std::vector<std::size_t> light;        // Words without weight that no piece takes.
  double cost = 0;
};

}  // namespace sluice::analytics
