#pragma once
#include "analytics/reading/assemble.h"

#include <deque>
#include <optional>
#include <string>
#include <vector>

namespace sluice::analytics {

// A piece with its place: refusals name the words, and order says what belongs to what.
template <class T>
struct Said {
  const Placed* at = nullptr;
  const T* piece = nullptr;
};

// The pieces of one parse by their kind, and the plan that grows out of them. The steps below
// run in the order in which they are declared; each takes its pieces, and none looks back.
struct Parts {
  Parts(const AnchorView& seen, const Parse& from);

  const AnchorView& view;
  const Scene& scene;
  const Parse& parse;
  MeasureSense what;
  const QueryPlan* before = nullptr;  // The plan that is edited; null: a question of its own.
  QueryPlan plan;
  double cost = 0;
  std::optional<std::string> impossible;
  bool contradiction = false;  // Why it is impossible: the conditions hold of no row.

  std::vector<Said<Asked>> asked;
  std::vector<Said<Aggregated>> aggregates;
  std::vector<Said<GroupedBy>> groups;
  std::vector<Said<Bucketed>> buckets;
  std::vector<Said<ByWeekday>> weekdays;
  std::vector<Said<Where>> conditions;
  std::vector<Said<Bounded>> bounds;
  std::vector<Said<Aged>> ages;
  std::vector<Said<During>> periods;
  std::deque<During> ahead;  // Times read anew, as the coming ones; `periods` points at them.
  std::vector<Said<TimeOf>> moments;
  std::vector<Said<ComparedWith>> comparisons;
  std::vector<Said<ChangeAsked>> changes;
  std::vector<Said<Ranked>> ranks;
  std::vector<Said<RankedByTime>> time_ranks;
  std::vector<Said<WithRest>> rests;
  std::vector<Said<Among>> restrictions;
  std::vector<Said<ShareOf>> shares;
  std::vector<Said<Ratio>> ratios;
  std::vector<Said<RatioAsked>> ratios_asked;
  std::vector<Said<Transformed>> transforms;
  std::vector<Said<SideBySide>> besides;
  std::vector<Said<Listed>> lists;
  std::vector<Said<Column>> columns;
  std::vector<Said<LacksPerson>> lacks_person;
  std::vector<Said<DrawnAs>> drawn;
  std::vector<Said<InCurrency>> currencies;
  std::vector<Said<InUnit>> units;
  std::vector<Said<OfVendor>> vendors;
  std::vector<Said<OfRows>> other_rows;
  std::vector<Said<Follows>> follows;
  std::vector<Said<FromMoment>> begins;
  std::vector<Said<UntilMoment>> ends;
  std::vector<Said<LengthBounded>> lengths;
  std::vector<Said<InBands>> bands;
  std::vector<Said<BandedBy>> banded;
  std::vector<Said<Distributed>> distributed;
  std::vector<Said<ByHour>> hours;
  std::vector<Said<AtParts>> at_parts;
  std::vector<Said<FirstWithin>> first_within;
  std::vector<Said<RelatedTo>> related;
  std::vector<Said<FunnelAsked>> funnels;
  std::vector<Said<Steps>> steps;

  std::vector<Said<Ranked>> superlatives;  // As they were said; `ranks` is used up on the way.
  const Placed* stock_said = nullptr;      // The condition that the measure itself is ("open").
  std::string beside_itself;               // "how many and how much": the money of the same rows.
  // "How many reps": these are counted, where a bound says which of them.
  const Said<GroupedBy>* counted_group = nullptr;
  // "How many customers paid more than $10,000": likewise, by the noun in the measure's own name.
  const Placed* counted_noun = nullptr;
  std::optional<std::size_t> group_limit;  // "the 3 repositories with the most".
  bool ranks_rows = false;       // "two largest deals": the rows are ranked by themselves.
  bool is_length = false;        // "From creation to merge": the measure is a length of time,
  std::string length_rows;       // of the rows of this measure; empty: of all that have it.
  bool compares_values = false;  // "Basic or Scale": the values are what is split by.
  bool in_shares = false;        // "by priority, in percent": the share of each.
  bool mean_of_buckets = false;  // "average per day": the mean of a series.
  bool plural_subject = true;    // "which customers": several; "which customer": one.

  [[nodiscard]] bool asks(AskedFor what) const;
  // "Which five": how many are wanted; only a rank says which of all they are.
  [[nodiscard]] std::optional<std::size_t> number_asked() const;
  // Before what is counted: "which" behind it is a relative pronoun.
  [[nodiscard]] bool asks_first(AskedFor what) const;
  // "Who", where it asks: behind a noun it is a relative pronoun.
  [[nodiscard]] bool asks_for_person() const;
  // "Which has more": of several that are said, and not of two times.
  [[nodiscard]] bool asks_for_more() const;
  // "Deals where ...": behind a noun it is a relative pronoun.
  [[nodiscard]] bool asks_for_place() const;
  // "What drove the change", "why did it drop": which parts moved is asked.
  [[nodiscard]] bool explains_change() const;
  // Whether the question holds a word of the list, wherever.
  [[nodiscard]] bool says_any(WordList list) const;
  [[nodiscard]] Reference reference(const MeasureSense& sense) const;
  [[nodiscard]] Reference reference(const FieldSense& sense) const;
  [[nodiscard]] Reference own(std::string name) const;
  [[nodiscard]] bool counts_rows() const;
  [[nodiscard]] bool is_state() const;
  [[nodiscard]] std::string time_field() const;
  [[nodiscard]] PeriodContext period_context() const;
  // The words of a piece as the question wrote them.
  [[nodiscard]] std::string words_of(const Placed& placed) const;
  void fail(const Placed& placed) { fail(words_of(placed)); }
  void fail(std::string words);
  void assume(std::string about, std::string text);
};

// Each is declared here because assemble() lists them in one place; defined in the take_*.cpp that
// the line before it names.
// take_length.cpp: before the measure, of which a length may be made.
void take_length(Parts& parts);
// take_measure.cpp
void take_measure(Parts& parts);
// take_second_measures.cpp
void take_second_measures(Parts& parts);
// take_restriction.cpp
void take_restriction(Parts& parts);
// take_groups.cpp
void take_groups(Parts& parts);
// take_conditions.cpp: after the groups, of which a condition may be an example.
void take_conditions(Parts& parts);
// take_bounds.cpp
void take_bounds(Parts& parts);
// take_group_counts.cpp: within take_groups(), take_bounds() and take_frame().
// Whether "how many" stands right before the group, so that it is counted itself.
[[nodiscard]] bool is_counted(const Parts& parts, const Said<GroupedBy>& said);
// "How many" in front of whoever paid an amount that is bounded; null: nothing asks for them.
[[nodiscard]] const Placed* asks_for_payers(const Parts& parts);
// Where no bound says which groups are counted, those that have rows are.
void settle_counted_group(Parts& parts);
// "How many days had fewer than 5 sign-ups": the shape of such a plan. False: nothing asks for it.
[[nodiscard]] bool counts_groups(Parts& parts);
// Fails where something asks for either: for the shapes that have no place for it.
void check_group_counts(Parts& parts);
// "The first month in which": its shape, likewise.
[[nodiscard]] bool asks_for_first(Parts& parts);
// take_related.cpp: before the time, of which a part may be that of the other rows.
void take_related(Parts& parts);
// take_time.cpp: after the groups, before which a series stands.
void take_time(Parts& parts);
// take_steps.cpp: after the time, which must be made of whole steps of what is counted.
void take_steps(Parts& parts);
// take_parts_of_time.cpp: after the time, whose moment is the one that has the parts.
void take_parts_of_time(Parts& parts);
// take_rows.cpp
void take_rows(Parts& parts);
// take_columns.cpp: within take_rows() and the edits of a list. Fails where the rows have nothing
// for what is asked.
void add_asked_columns(Parts& parts);
// Behind all steps: fails where a column that is asked for is not shown.
void check_columns(Parts& parts);
// take_places.cpp: within take_rows(), before rows are ranked without groups.
void take_places(Parts& parts);
// take_bands.cpp
void take_bands(Parts& parts);
// take_funnel.cpp
void take_funnel(Parts& parts);
// take_frame.cpp: last, because the shape follows from all that was taken.
void take_frame(Parts& parts);
// check_plan.cpp: behind all of them, over the whole plan.
void check_things(Parts& parts);
void check_sources(Parts& parts);
void check_listed_measures(Parts& parts);
void check_number(Parts& parts);
void check_counts(Parts& parts);
void check_versus(Parts& parts);
void check_conditions(Parts& parts);
void check_position(Parts& parts);
void check_asked_values(Parts& parts);
void check_light_words(Parts& parts);
void check_stretches(Parts& parts);

// take_length.cpp: within take_bounds().
void bound_length(Parts& parts, const Said<LengthBounded>& said);

// take_measure.cpp: the sum of money over the same rows as the measure counts; null: none is known.
[[nodiscard]] const catalog::Measure* money_beside(const MeasureSense& what);
// The field that names a person in the counted rows ("who").
[[nodiscard]] std::optional<FieldSense> person_field(const Parts& parts);
// take_restriction.cpp: what customers are ranked by where nobody says by what.
[[nodiscard]] std::optional<Reference> money_of(const Parts& parts, const catalog::Entry& ranked);
// take_groups.cpp and take_conditions.cpp, for the other steps: each says a thing only once.
void add_dimension(Parts& parts, const FieldSense& field, bool noun = true);
void add_condition(Parts& parts, const FieldSense& field, bool negated, const Json& value);
// The instant as a condition on such a field holds it: a day where the rows know only days.
[[nodiscard]] Json moment_value(const catalog::Field& field, Instant instant);

// take_conditions.cpp: whether what is counted holds only such rows already, or only others; and
// the measure that counts the same of the other value (null: there is none).
[[nodiscard]] bool measure_implies(const Parts& parts, const Where& where);
[[nodiscard]] bool measure_contradicts(const Parts& parts, const Where& where);
[[nodiscard]] const catalog::Measure* counterpart_of(const Parts& parts, const Where& where);
// take_conditions.cpp: "Platform or Growth": beside a value of a field, one more of its values.
[[nodiscard]] bool is_linked_to_value(const Parts& parts, const Placed& at);
// take_length.cpp: the catalog's own mean of how long the counted rows took to come to the moment
// that they are counted at; null: it has none.
[[nodiscard]] const catalog::Measure* usual_length(const Parts& parts);
// take_share.cpp: which part of a whole is asked.
void take_share(Parts& parts);
// take_share.cpp: "how often do runs fail, in percent" is a share without the word; true: it was
// taken.
[[nodiscard]] bool is_share_in_percent(Parts& parts);
// take_measure.cpp: how the plan calls a number that is made of a field ("average:").
[[nodiscard]] std::string measure_prefix(const Aggregated& how);

}  // namespace sluice::analytics
