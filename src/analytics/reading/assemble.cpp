#include "analytics/meaning/meaning.h"
#include "analytics/reading/edit_plan.h"
#include "analytics/reading/parts.h"
#include "analytics/reading/take_related.h"

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
      const auto low = number(one);
      const auto high = number(other);
      const bool above = one.op == FilterOp::gt || one.op == FilterOp::gte;
      const bool below = other.op == FilterOp::lt || other.op == FilterOp::lte;
      if (excluded || (above && below && low && high && *low > *high))
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

namespace {

// Whether some part of the plan is about rows that `of` holds for.
template <class Of>
[[nodiscard]] bool reads(const QueryPlan& plan, Of of) {
  const auto field_of = [&](const auto& each) { return of(each.field); };
  return std::ranges::any_of(plan.measures, of) || std::ranges::any_of(plan.dimensions, field_of) ||
         std::ranges::any_of(plan.filters, field_of) || std::ranges::any_of(plan.part, field_of) ||
         std::ranges::any_of(plan.columns, of) || std::ranges::any_of(plan.steps, of) ||
         std::ranges::any_of(plan.related, [&](const Related& each) { return of(each.rows); }) ||
         (plan.restriction && (of(plan.restriction->key) || of(plan.restriction->measure)));
}

// "MRR of customers with an open deal": the rows that what is counted and the deal both belong to.
[[nodiscard]] bool lies_on_the_way(const Parts& parts, const catalog::Entry& rows) {
  return std::ranges::any_of(parts.related, [&](const Said<RelatedTo>& said) {
    const auto path = way_to_related(parts.scene.lexicon, parts.what, said.piece->rows);
    return path &&
           std::ranges::any_of(*path, [&](const Hop& hop) { return hop.to.entry == &rows; });
  });
}

// A source or other rows that were named and are not read: the answer would be about something
// else.
void check_sources(Parts& parts) {
  constexpr double elsewhere = 3;
  constexpr double own_vendor_named = 0.4;
  for (const Said<OfVendor>& said : parts.vendors) {
    // "Who never opened a ticket in HubSpot": it names the source of the ticket.
    const bool of_related = std::ranges::any_of(parts.related, [&](const Said<RelatedTo>& rows) {
      return rows.piece->rows.vendor == said.piece->vendor && rows.at->end <= said.at->first &&
             said.at->first <= rows.at->end + 1;
    });
    if (of_related && said.piece->vendor == parts.what.vendor) parts.cost += own_vendor_named;
    const std::string& slug = parts.scene.lexicon.vendors()[said.piece->vendor].vendor->slug;
    if (!reads(parts.plan, [&](const Reference& each) { return each.vendor == slug; }))
      parts.cost += elsewhere;
  }
  for (const Said<OfRows>& said : parts.other_rows) {
    const catalog::Entry* rows = said.piece->entry;
    if (!reads(parts.plan, [&](const Reference& each) { return each.entry == rows->name; }) &&
        !lies_on_the_way(parts, *rows))
      parts.fail(*said.at);
  }
}

// "What happened in Linear": without anything that they are, things are no rows.
void check_things(Parts& parts) {
  const auto& words = parts.view.anchor().words;
  const bool things = words.size() == 1 &&
                      parts.scene.grammar.is(WordList::things, parts.scene.words, words.front());
  if (things && parts.conditions.empty() && parts.moments.empty() && parts.ages.empty())
    parts.fail(parts.scene.words[words.front()].text);
}

// In a list, as one of its members: parted from what stands around it.
[[nodiscard]] bool is_listed(const Scene& scene, const Match& match) {
  const std::size_t behind = match.last() + 1;
  const auto parts = [&](std::size_t at) {
    return scene.grammar.is(WordList::links, scene.words, at);
  };
  const auto is_sign = [&](std::size_t at) { return scene.words[at].sign; };
  const bool before = match.first() > 0 && parts(match.first() - 1);
  const bool after = behind < scene.words.size() && parts(behind);
  const bool begins = match.first() == 0 || before || is_sign(match.first() - 1);
  const bool ends = behind == scene.words.size() || after || is_sign(behind);
  return begins && ends && (before || after);
}

// "Deals won, dollars won and deals lost": what is called by a name of its own in a list is one of
// the numbers that are asked for. Its words may be taken for conditions that hold anyway.
void check_listed_measures(Parts& parts) {
  const auto& anchor = parts.view.anchor().words;
  const auto said = [&](const Match& match) {
    const Reference measure{parts.scene.lexicon.vendors()[match.term->vendor].vendor->slug,
                            match.term->entry->name, match.term->measure->name};
    return std::ranges::find(parts.plan.measures, measure) != parts.plan.measures.end();
  };
  const auto names = [&](const Match& match) {
    constexpr std::size_t several = 2;
    return match.term->kind == Term::Kind::measure && match.exact && !match.by_concept &&
           match.words.size() >= several && match.term->vendor == parts.what.vendor;
  };
  for (const Match& match : parts.scene.matches) {
    const bool apart = std::ranges::none_of(match.words, [&](std::size_t word) {
      return std::ranges::find(anchor, word) != anchor.end();
    });
    if (!names(match) || !apart || !is_listed(parts.scene, match)) continue;
    const bool told = std::ranges::any_of(parts.scene.matches, [&](const Match& other) {
      return names(other) && other.words == match.words && said(other);
    });
    const bool placed = std::ranges::any_of(parts.parse.pieces, [&](const Placed& piece) {
      const bool plain = piece.make == Make::noun || piece.make == Make::where ||
                         piece.make == Make::time_of || piece.make == Make::filler;
      return !plain && piece.first <= match.last() && match.first() < piece.end;
    });
    if (!told && !placed) return parts.fail(parts.scene.words[match.first()].text);
  }
}

}  // namespace

std::expected<Assembled, Impossible> assemble(const AnchorView& view, const Parse& parse) {
  Parts parts(view, parse);
  if (parts.before != nullptr) return assemble_edit(parts);
  for (const auto step : {take_length, take_measure, take_second_measures, take_restriction,
                          take_groups, take_conditions, take_bounds, take_related, take_time,
                          take_steps, take_parts_of_time, take_rows, take_bands, take_funnel,
                          take_frame, check_things, check_sources, check_listed_measures}) {
    step(parts);
    if (parts.impossible)
      return std::unexpected(Impossible{*parts.impossible, parts.contradiction});
  }
  if (auto contradiction = contradiction_of(parts))
    return std::unexpected(*std::move(contradiction));
  return Assembled{std::move(parts.plan), parts.cost};
}

}  // namespace sluice::analytics
