#include "analytics/meaning/meaning.h"
#include "analytics/reading/edit_plan.h"
#include "analytics/reading/parts.h"

#include <algorithm>
#include <utility>

// The steps that make a plan of one parse, in their order.
namespace sluice::analytics {
namespace {

// Sorts the pieces by kind: a new kind does not compile until it has a place here.
class Sorter {
 public:
  Sorter(Parts& parts, const Placed& at) : parts_(parts), at_(at) {}

  // These two were accounted for when the words were: they add nothing to the plan.
  void operator()(const Filler&) const {}
  void operator()(const OfRows& p) const { parts_.other_rows.push_back({&at_, &p}); }
  void operator()(const OfVendor& p) const { parts_.vendors.push_back({&at_, &p}); }
  void operator()(const Follows& p) const { parts_.follows.push_back({&at_, &p}); }
  void operator()(const Asked& p) const { parts_.asked.push_back({&at_, &p}); }
  void operator()(const Aggregated& p) const { parts_.aggregates.push_back({&at_, &p}); }
  void operator()(const GroupedBy& p) const { parts_.groups.push_back({&at_, &p}); }
  void operator()(const Bucketed& p) const { parts_.buckets.push_back({&at_, &p}); }
  void operator()(const ByWeekday& p) const { parts_.weekdays.push_back({&at_, &p}); }
  void operator()(const Where& p) const { parts_.conditions.push_back({&at_, &p}); }
  void operator()(const Bounded& p) const { parts_.bounds.push_back({&at_, &p}); }
  void operator()(const Aged& p) const { parts_.ages.push_back({&at_, &p}); }
  void operator()(const During& p) const { parts_.periods.push_back({&at_, &p}); }
  void operator()(const TimeOf& p) const { parts_.moments.push_back({&at_, &p}); }
  void operator()(const ComparedWith& p) const { parts_.comparisons.push_back({&at_, &p}); }
  void operator()(const ChangeAsked& p) const { parts_.changes.push_back({&at_, &p}); }
  void operator()(const Ranked& p) const { parts_.ranks.push_back({&at_, &p}); }
  void operator()(const RankedByTime& p) const { parts_.time_ranks.push_back({&at_, &p}); }
  void operator()(const WithRest& p) const { parts_.rests.push_back({&at_, &p}); }
  void operator()(const Among& p) const { parts_.restrictions.push_back({&at_, &p}); }
  void operator()(const ShareOf& p) const { parts_.shares.push_back({&at_, &p}); }
  void operator()(const Ratio& p) const { parts_.ratios.push_back({&at_, &p}); }
  void operator()(const RatioAsked& p) const { parts_.ratios_asked.push_back({&at_, &p}); }
  void operator()(const Transformed& p) const { parts_.transforms.push_back({&at_, &p}); }
  void operator()(const SideBySide& p) const { parts_.besides.push_back({&at_, &p}); }
  void operator()(const Listed& p) const { parts_.lists.push_back({&at_, &p}); }
  void operator()(const Column& p) const { parts_.columns.push_back({&at_, &p}); }
  void operator()(const LacksPerson& p) const { parts_.lacks_person.push_back({&at_, &p}); }
  void operator()(const DrawnAs& p) const { parts_.drawn.push_back({&at_, &p}); }
  void operator()(const InUnit& p) const { parts_.units.push_back({&at_, &p}); }
  void operator()(const FromMoment& p) const { parts_.begins.push_back({&at_, &p}); }
  void operator()(const UntilMoment& p) const { parts_.ends.push_back({&at_, &p}); }
  void operator()(const LengthBounded& p) const { parts_.lengths.push_back({&at_, &p}); }
  void operator()(const InBands& p) const { parts_.bands.push_back({&at_, &p}); }
  void operator()(const BandedBy& p) const { parts_.banded.push_back({&at_, &p}); }
  void operator()(const Distributed& p) const { parts_.distributed.push_back({&at_, &p}); }
  void operator()(const ByHour& p) const { parts_.hours.push_back({&at_, &p}); }
  void operator()(const AtParts& p) const { parts_.at_parts.push_back({&at_, &p}); }
  void operator()(const FirstWithin& p) const { parts_.first_within.push_back({&at_, &p}); }
  void operator()(const RelatedTo& p) const { parts_.related.push_back({&at_, &p}); }
  void operator()(const FunnelAsked& p) const { parts_.funnels.push_back({&at_, &p}); }
  void operator()(const Steps& p) const { parts_.steps.push_back({&at_, &p}); }
  void operator()(const InCurrency& p) const { parts_.currencies.push_back({&at_, &p}); }

 private:
  Parts& parts_;
  const Placed& at_;
};

// "In Germany and not in Germany", "over 10 and under 5": no row is both.
[[nodiscard]] std::optional<Impossible> contradiction_of(const Parts& parts) {
  const auto is_only = [](const Filter& filter) {
    return filter.op == FilterOp::eq || filter.op == FilterOp::in;
  };
  const auto is_never = [](const Filter& filter) {
    return filter.op == FilterOp::ne || filter.op == FilterOp::not_in;
  };
  const auto number = [](const Filter& filter) -> std::optional<double> {
    if (filter.values.size() != 1 || !filter.values.front().is_number()) return std::nullopt;
    return filter.values.front().get<double>();
  };
  for (const Filter& one : parts.plan.filters)
    for (const Filter& other : parts.plan.filters) {
      // The same of two sources is one thing ("country").
      if (one.field.name != other.field.name) continue;
      const bool excluded =
          is_only(one) && is_never(other) &&
          std::all_of(one.values.begin(), one.values.end(), [&](const Json& value) {
            return std::find(other.values.begin(), other.values.end(), value) != other.values.end();
          });
      // "Boston vs Berlin", of which each row is one: neither by itself is what is asked.
      const bool two = &one != &other && one.field == other.field && is_only(one) &&
                       is_only(other) && std::ranges::none_of(one.values, [&](const Json& value) {
                         return std::ranges::find(other.values, value) != other.values.end();
                       });
      const auto low = number(one);
      const auto high = number(other);
      const bool above = one.op == FilterOp::gt || one.op == FilterOp::gte;
      const bool below = other.op == FilterOp::lt || other.op == FilterOp::lte;
      if (excluded || two || (above && below && low && high && *low > *high))
        return Impossible{one.field.name, true};
    }
  return std::nullopt;
}

}  // namespace

Parts::Parts(const AnchorView& seen, const Parse& from)
    : view(seen), scene(seen.scene()), parse(from), what(seen.anchor().what) {
  for (const Placed& placed : from.pieces)
    std::visit(Sorter(*this, placed), placed.piece);
  superlatives = ranks;
  // The plan carries them, so that it is worked out the same wherever it runs.
  before = scene.before;
  plan.timezone = scene.context.timezone.name();
  plan.week_starts_on = scene.context.week_starts_on;
}

bool Parts::asks(AskedFor wanted) const {
  return std::any_of(asked.begin(), asked.end(),
                     [&](const Said<Asked>& said) { return said.piece->what == wanted; });
}

std::optional<std::size_t> Parts::number_asked() const {
  for (const Said<Asked>& said : asked)
    if (said.piece->number) return said.piece->number;
  return std::nullopt;
}

bool Parts::asks_first(AskedFor wanted) const {
  const auto& words = view.anchor().words;
  return std::any_of(asked.begin(), asked.end(), [&](const Said<Asked>& said) {
    return said.piece->what == wanted && (words.empty() || said.at->first < words.back());
  });
}

namespace {

// "Tell me who", "and, who": nothing stands in front that "who" could refer to.
[[nodiscard]] bool asks_unrelated(const Parts& parts, AskedFor wanted) {
  return std::ranges::any_of(parts.asked, [&](const Said<Asked>& said) {
    if (said.piece->what != wanted) return false;
    if (said.at->first == 0) return true;
    const TextWord& in_front = parts.scene.words[said.at->first - 1];
    return in_front.sign || parts.scene.grammar.is(WordList::harmless, in_front.text);
  });
}

}  // namespace

bool Parts::asks_for_person() const {
  return asks_unrelated(*this, AskedFor::person);
}

bool Parts::asks_for_place() const {
  // "Customers are where": only a noun right in front makes a pronoun of it.
  const bool noun = std::ranges::any_of(asked, [&](const Said<Asked>& said) {
    return said.piece->what == AskedFor::place && said.at->first > 0 &&
           (view.is_taken(said.at->first - 1) || !view.own_nouns(said.at->first - 1).empty());
  });
  return asks(AskedFor::place) && (!noun || asks_unrelated(*this, AskedFor::place));
}

bool Parts::asks_for_more() const {
  return comparisons.empty() && std::ranges::any_of(changes, [](const Said<ChangeAsked>& said) {
           return said.piece->compares;
         });
}

bool Parts::explains_change() const {
  return asks(AskedFor::contribution) || (asks(AskedFor::reason) && !changes.empty());
}

bool Parts::says_any(WordList list) const {
  return std::any_of(scene.words.begin(), scene.words.end(),
                     [&](const TextWord& word) { return scene.grammar.is(list, word.text); });
}

Reference Parts::reference(const MeasureSense& sense) const {
  return {scene.lexicon.vendors()[sense.vendor].vendor->slug, sense.entry->name, sense.name};
}

Reference Parts::reference(const FieldSense& sense) const {
  return {scene.lexicon.vendors()[sense.vendor].vendor->slug, sense.entry->name, sense.field->name};
}

Reference Parts::own(std::string name) const {
  return {scene.lexicon.vendors()[what.vendor].vendor->slug, what.entry->name, std::move(name)};
}

bool Parts::counts_rows() const {
  // Ad hoc, "count" is the only measure that is no number of the rows.
  if (what.measure == nullptr) return what.name == "count";
  return what.measure->aggregation == catalog::Aggregation::count ||
         what.measure->aggregation == catalog::Aggregation::snapshot_count;
}

bool Parts::is_state() const {
  return what.measure != nullptr && analytics::is_state(*what.entry, *what.measure);
}

std::string Parts::time_field() const {
  return time_field_of(what);
}

PeriodContext Parts::period_context() const {
  return {scene.context.now, scene.context.timezone, scene.context.week_starts_on};
}

std::string Parts::words_of(const Placed& placed) const {
  const TextWord& first = scene.words[placed.first];
  const TextWord& last = scene.words[placed.end - 1];
  return scene.text.substr(first.offset, last.offset + last.length - first.offset);
}

void Parts::fail(std::string words) {
  // The first reason is told: what fails later may only follow from it.
  if (!impossible) impossible = std::move(words);
}

void Parts::assume(std::string about, std::string text) {
  plan.assumptions.push_back({std::move(about), std::move(text)});
}

std::expected<Assembled, Impossible> assemble(const AnchorView& view, const Parse& parse) {
  Parts parts(view, parse);
  if (parts.before != nullptr) return assemble_edit(parts);
  for (const auto step : {take_length,       take_measure,       take_second_measures,
                          take_restriction,  take_groups,        take_conditions,
                          take_bounds,       take_related,       take_time,
                          take_steps,        take_parts_of_time, take_rows,
                          take_bands,        take_funnel,        take_frame,
                          check_things,      check_sources,      check_listed_measures,
                          check_number,      check_counts,       check_versus,
                          check_conditions,  check_position,     check_asked_values,
                          check_light_words, check_stretches,    check_columns}) {
    step(parts);
    if (parts.impossible)
      return std::unexpected(Impossible{*parts.impossible, parts.contradiction});
  }
  if (auto contradiction = contradiction_of(parts))
    return std::unexpected(*std::move(contradiction));
  return Assembled{std::move(parts.plan), parts.cost};
}

}  // namespace sluice::analytics
