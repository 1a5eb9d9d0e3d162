#include "analytics/language/spans.h"
#include "analytics/reading/parts.h"

#include <algorithm>

// How many groups there are within a bound, and the first step of time that is.
namespace sluice::analytics {
namespace {

// "How many reps": who the rows are of, and no group that was asked for by "which" or "by".
[[nodiscard]] bool is_plain(const Said<GroupedBy>& said) {
  return !said.piece->subject && !said.piece->qualified && !said.piece->noun;
}

// Without a bound: the number of different ones that the counted rows have.
void count_distinct(Parts& parts, const Said<GroupedBy>& said) {
  const bool rows = parts.what.measure != nullptr && parts.plan.measures.size() == 1 &&
                    parts.what.measure->aggregation == catalog::Aggregation::count &&
                    said.piece->field.entry == parts.what.entry;
  if (!rows) return parts.fail(*said.at);
  parts.plan.measures.front().name =
      "distinct:" + parts.what.measure->name + "." + said.piece->field.field->name;
}

[[nodiscard]] const Said<Bucketed>* counted_bucket(const Parts& parts) {
  const auto found = std::ranges::find_if(
      parts.buckets, [](const Said<Bucketed>& said) { return said.piece->counted; });
  return found == parts.buckets.end() ? nullptr : &*found;
}

// One measure, one kind of group, one bound or more, and nothing else made of them.
[[nodiscard]] bool is_bare(const Parts& parts) {
  const QueryPlan& plan = parts.plan;
  return plan.dimensions.size() == 1 && plan.measures.size() == 1 && !plan.having.empty() &&
         plan.comparison == Comparison::none && plan.derivation == Derivation::none &&
         parts.ranks.empty() && parts.time_ranks.empty() && parts.shares.empty() &&
         parts.transforms.empty() && parts.rests.empty() && !parts.mean_of_buckets &&
         !parts.group_limit && !plan.limit_within;
}

// Whether a group without rows would be within the bounds: nobody knows how many of these there
// are, but for steps of time.
[[nodiscard]] bool holds_for_none(const QueryPlan& plan) {
  return std::ranges::all_of(plan.having, [](const Having& having) {
    switch (having.op) {
      case FilterOp::gt: return having.value < 0;
      case FilterOp::gte: return having.value <= 0;
      case FilterOp::lt: return having.value > 0;
      case FilterOp::lte: return having.value >= 0;
      case FilterOp::eq: return having.value == 0;
      case FilterOp::ne: return having.value != 0;
      // No bounds on a number.
      case FilterOp::in:
      case FilterOp::not_in:
      case FilterOp::contains:
      case FilterOp::is_null:
      case FilterOp::is_not_null: return true;
    }
    return true;
  });
}

// Right behind each other, with "of our" between at most.
[[nodiscard]] bool follows(const Parts& parts, std::size_t end, std::size_t first) {
  constexpr std::size_t between_max = 2;
  if (first < end || first - end > between_max) return false;
  for (std::size_t at = end; at < first; ++at)
    if (!parts.scene.grammar.is(WordList::harmless, parts.scene.words[at].text)) return false;
  return true;
}

}  // namespace

bool is_counted(const Parts& parts, const Said<GroupedBy>& said) {
  if (parts.bounds.empty() ? !is_plain(said) : said.piece->subject) return false;
  // "How many did each rep close": one number each, and no number of reps.
  for (std::size_t at = said.at->first; at < said.at->end; ++at)
    if (parts.scene.grammar.is(WordList::each, parts.scene.words, at)) return false;
  const bool distinct = std::ranges::any_of(parts.aggregates, [&](const Said<Aggregated>& one) {
    return one.piece->how == AggregateKind::distinct && one.at->end == said.at->first;
  });
  return std::ranges::any_of(parts.asked, [&](const Said<Asked>& one) {
    const std::size_t end = one.at->end;
    return one.piece->what == AskedFor::count &&
           (end == said.at->first || (distinct && end + 1 == said.at->first) ||
            (!said.piece->announced && follows(parts, end, said.at->first)));
  });
}

const Placed* asks_for_payers(const Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  const bool sum = measure != nullptr && measure->unit == "reporting" &&
                   measure->aggregation == catalog::Aggregation::sum;
  const bool bounded = std::ranges::any_of(parts.bounds, [](const Said<Bounded>& said) {
    // "More than 10k": of money, because that is what is paid.
    const bool bare = said.piece->unit.empty() && !said.piece->percent;
    return (said.piece->money || bare) && !said.piece->field;
  });
  const auto& words = parts.view.anchor().words;
  if (!sum || !bounded || !parts.groups.empty() || words.empty()) return nullptr;
  for (const Said<Asked>& said : parts.asked)
    if (said.piece->what == AskedFor::count && follows(parts, said.at->end, words.front()))
      return said.at;
  return nullptr;
}

void settle_counted_group(Parts& parts) {
  if (parts.counted_group == nullptr || !parts.plan.having.empty()) return;
  const Said<GroupedBy>& said = *parts.counted_group;
  parts.counted_group = nullptr;
  // "How many customers" is no sum of money.
  if (!is_plain(said) && !parts.counts_rows()) return parts.fail(*said.at);
  if (!is_plain(said)) return;
  std::erase_if(parts.plan.dimensions, [&](const Dimension& each) {
    return each.field == parts.reference(said.piece->field);
  });
  count_distinct(parts, said);
}

bool counts_groups(Parts& parts) {
  const Said<Bucketed>* bucket = counted_bucket(parts);
  const Placed* asked = bucket != nullptr                ? bucket->at
                        : parts.counted_group != nullptr ? parts.counted_group->at
                                                         : parts.counted_noun;
  if (asked == nullptr) return false;
  // A period that still runs has a step that is not over.
  const bool known = bucket != nullptr || !holds_for_none(parts.plan);
  if (!is_bare(parts) || !known) {
    parts.fail(*asked);
    return true;
  }
  parts.plan.frame = Frame::total;
  parts.plan.count_groups = true;
  parts.plan.order.reset();
  if (bucket != nullptr && parts.plan.period && parts.plan.period->partial)
    parts.assume("period", "the last one is still running and counts as it stands");
  return true;
}

void check_group_counts(Parts& parts) {
  if (!parts.first_within.empty()) return parts.fail(*parts.first_within.front().at);
  if (parts.counted_group != nullptr) return parts.fail(*parts.counted_group->at);
  if (parts.counted_noun != nullptr) return parts.fail(*parts.counted_noun);
  if (const Said<Bucketed>* bucket = counted_bucket(parts)) parts.fail(*bucket->at);
}

bool asks_for_first(Parts& parts) {
  if (parts.first_within.empty()) return false;
  QueryPlan& plan = parts.plan;
  const bool series = plan.dimensions.size() == 1 && plan.dimensions.front().grain;
  if (!series || !is_bare(parts)) {
    parts.fail(*parts.first_within.front().at);
    return true;
  }
  if (!parts.first_within.front().piece->grain && parts.buckets.empty())
    parts.assume("period",
                 "by " +
                     std::string(to_text(plan.dimensions.front().grain.value_or(Grain::month))) +
                     ", because no step was named");
  plan.frame = Frame::top;
  plan.order = OrderBy{false, false};
  plan.limit = 1;
  return true;
}

}  // namespace sluice::analytics
