#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"

#include <algorithm>

// Shares: which rows are the part and which are the whole.
namespace sluice::analytics {
namespace {

[[nodiscard]] bool has_time(const QueryPlan& plan) {
  return std::any_of(plan.dimensions.begin(), plan.dimensions.end(),
                     [](const Dimension& each) { return each.grain.has_value(); });
}

// "What share of payments failed": failed ones over all.
[[nodiscard]] bool share_of_rows(Parts& parts) {
  const catalog::Measure* part = parts.what.measure;
  if (part == nullptr || part->filter.empty()) return false;
  // With two conditions nobody knows which of them is the part: bugs of customers among all bugs.
  if (part->filter.find(" and ") != std::string::npos) return false;
  // "Share of bugs reported by customers": the whole may be the bugs that its name holds.
  const auto& words = parts.view.anchor().words;
  for (const Match& match : parts.scene.matches) {
    const bool inside =
        match.exact && match.words.size() < words.size() && match.term->entry == parts.what.entry &&
        std::includes(words.begin(), words.end(), match.words.begin(), match.words.end());
    const bool counted = match.term->kind == Term::Kind::measure &&
                         !match.term->measure->filter.empty() &&
                         match.term->measure->filter != part->filter;
    if (inside && (counted || match.term->kind == Term::Kind::value)) return false;
  }
  for (const catalog::Measure& whole : parts.what.entry->measures) {
    if (whole.aggregation != part->aggregation || !whole.filter.empty()) continue;
    // Of another moment, part and whole would be of different rows.
    const bool same_moment = whole.time == part->time ||
                             (whole.time.empty() && part->time == parts.what.entry->default_time) ||
                             (part->time.empty() && whole.time == parts.what.entry->default_time);
    if (whole.expression != part->expression || !same_moment) continue;
    parts.plan.measures.push_back(parts.own(whole.name));
    parts.plan.derivation = Derivation::percent;
    parts.plan.frame = Frame::total;
    return true;
  }
  return false;
}

}  // namespace

void take_share(Parts& parts) {
  QueryPlan& plan = parts.plan;
  const Placed& at = *parts.shares.front().at;
  // "What % of customers did we lose": they are the whole, and no way of splitting it.
  const bool of_group = std::ranges::any_of(parts.groups, [&](const Said<GroupedBy>& said) {
    const bool of = parts.scene.grammar.is(WordList::belongs, parts.scene.words, at.end);
    return !said.piece->announced && said.at->first == at.end + (of ? 1U : 0U);
  });
  if (of_group) return parts.fail(at);
  if (parts.shares.size() > 1 || plan.measures.size() > 1 || plan.restriction ||
      plan.comparison != Comparison::none)
    return parts.fail(at);
  if (parts.what.measure != nullptr && parts.what.measure->unit == "percent") return parts.fail(at);
  plan.frame = Frame::share;
  const bool time = has_time(plan);
  // "What percentage of the nightly runs failed": the rows of the measure over all of them, unless
  // a condition behind it is the part ("of the merged ones, opened by a bot").
  const auto& words = parts.view.anchor().words;
  const bool behind = std::any_of(parts.conditions.begin(), parts.conditions.end(),
                                  [&](const Said<Where>& said) {
                                    return words.empty() || said.at->first > words.back();
                                  }) ||
                      !parts.at_parts.empty();
  const bool of_some = parts.what.measure != nullptr && !parts.what.measure->filter.empty();
  if (!behind && (plan.dimensions.empty() || time) && of_some) {
    if (!share_of_rows(parts)) return parts.fail(at);
    if (time) plan.frame = Frame::trend;
    return;
  }
  // "What share of companies have an open deal": those that do, of all of them.
  if (!plan.related.empty() && plan.dimensions.empty()) {
    plan.related.back().part = true;
    return;
  }
  if (plan.filters.empty() && plan.dimensions.empty()) {
    if (!share_of_rows(parts)) parts.fail(at);
    return;
  }
  if (plan.filters.empty() || !(plan.dimensions.empty() || time)) return;
  // The condition said last is the part: "what share of September's issues are bugs".
  plan.part.push_back(plan.filters.back());
  plan.filters.pop_back();
}

}  // namespace sluice::analytics
