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

// Whether the question says what the whole is: its rows, or the measure of all of them. "Bugs
// reported by customers" are no part of the comments that tell of them.
[[nodiscard]] bool names_whole(const Parts& parts, const catalog::Measure& whole) {
  return std::ranges::any_of(parts.scene.matches, [&](const Match& match) {
    const bool rows = match.term->kind == Term::Kind::entry;
    const bool measure = match.term->kind == Term::Kind::measure && match.term->measure == &whole;
    return match.term->entry == parts.what.entry && (rows || measure);
  });
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
    if (whole.expression != part->expression || !same_moment || !names_whole(parts, whole))
      continue;
    parts.plan.measures.push_back(parts.own(whole.name));
    parts.plan.derivation = Derivation::percent;
    parts.plan.frame = Frame::total;
    return true;
  }
  return false;
}

// The rate of the catalog that has the counted ones above the line; null: none, or several. `whole`
// is what it has below, as its expression says it.
[[nodiscard]] const catalog::Measure* rate_of(const Parts& parts, std::string& whole) {
  const catalog::Measure* part = parts.what.measure;
  const catalog::Measure* found = nullptr;
  if (part == nullptr) return nullptr;
  const std::string over = "100 * " + part->name + " / ";
  for (const catalog::Measure& rate : parts.what.entry->measures) {
    if (rate.unit != "percent" || !rate.expression.starts_with(over)) continue;
    if (found != nullptr) return nullptr;
    found = &rate;
    whole = rate.expression.substr(over.size());
  }
  return found;
}

// "Of those opened in May, what percent was merged": the rows of the whole are named by a moment of
// their own, which is not that of the part. A rate of the catalog is of other rows.
[[nodiscard]] bool is_of_other_moment(const Parts& parts) {
  const auto time_of = [&](const catalog::Measure* measure) -> const std::string& {
    return measure == nullptr || measure->time.empty() ? parts.what.entry->default_time
                                                       : measure->time;
  };
  const Anchor& anchor = parts.view.anchor();
  const std::string& part = time_of(parts.what.measure);
  const bool named = !anchor.what.rows && anchor.what.entry == parts.what.entry &&
                     time_of(anchor.what.measure) != part;
  return named || std::ranges::any_of(parts.moments, [&](const Said<TimeOf>& said) {
           return said.piece->field.entry == parts.what.entry &&
                  said.piece->field.field->name != part;
         });
}

// "What % of customers did we lose": of those that there were at the start, as the catalog counts
// them; the noun that is said has to be theirs.
[[nodiscard]] bool take_rate(Parts& parts, const Said<GroupedBy>* noun) {
  std::string whole;
  const catalog::Measure* rate = rate_of(parts, whole);
  if (rate == nullptr || is_of_other_moment(parts)) return false;
  if (noun != nullptr) {
    const std::string& counted = noun->piece->field.entry->noun_measure;
    const bool theirs = counted == parts.what.entry->name + "." + whole ||
                        "start(" + counted.substr(counted.find('.') + 1) + ")" == whole;
    if (counted.empty() || !theirs) return false;
    const Reference group = parts.reference(noun->piece->field);
    std::erase_if(parts.plan.dimensions,
                  [&](const Dimension& each) { return each.field == group; });
  }
  parts.what.measure = rate;
  parts.what.name = rate->name;
  parts.plan.measures.front() = parts.own(rate->name);
  parts.plan.frame = has_time(parts.plan)            ? Frame::trend
                     : parts.plan.dimensions.empty() ? Frame::total
                                                     : Frame::breakdown;
  return true;
}

// "The share of bugs in closed issues": what stands right behind the share is the part, where
// something says that the rest is the whole. Null: nothing does.
[[nodiscard]] const Where* part_of_whole(const Parts& parts) {
  const auto& anchor = parts.view.anchor().words;
  const std::size_t end = parts.shares.front().at->end;
  for (const Said<Where>& said : parts.conditions) {
    const bool right_behind = said.at->first >= end && said.at->first <= end + 1;
    if (!right_behind || anchor.empty() || anchor.front() < said.at->end) continue;
    for (std::size_t at = said.at->end; at < anchor.front(); ++at)
      if (parts.scene.grammar.is(WordList::whole_leads, parts.scene.words, at)) return said.piece;
  }
  return nullptr;
}

// Moves the condition out of the rows that count into the part that is asked.
[[nodiscard]] bool take_part(Parts& parts, const Where& part) {
  auto& filters = parts.plan.filters;
  const auto found = std::ranges::find(filters, parts.reference(part.field), &Filter::field);
  if (found == filters.end()) return false;
  parts.plan.part.push_back(std::move(*found));
  filters.erase(found);
  return true;
}

// The noun right behind the share, where nothing makes a group of it.
[[nodiscard]] const Said<GroupedBy>* noun_of_whole(const Parts& parts) {
  const std::size_t end = parts.shares.front().at->end;
  for (const Said<GroupedBy>& said : parts.groups) {
    const bool of = parts.scene.grammar.is(WordList::belongs, parts.scene.words, end);
    if (!said.piece->announced && said.at->first == end + (of ? 1U : 0U)) return &said;
  }
  return nullptr;
}

// An average, a rate or a length is no sum, of which something could be a part.
[[nodiscard]] bool adds_up(const Parts& parts) {
  using catalog::Aggregation;
  const std::string& name = parts.plan.measures.front().name;
  const catalog::Measure* own = find_measure(*parts.what.entry, name);
  if (own == nullptr)
    return !name.contains(':') || name.starts_with("sum:") || name.starts_with("distinct:");
  return own->aggregation != Aggregation::average && own->aggregation != Aggregation::median &&
         own->unit != "percent";
}

}  // namespace

bool is_share_in_percent(Parts& parts) {
  const catalog::Measure* part = parts.what.measure;
  const bool shown = std::ranges::all_of(
      parts.changes, [](const Said<ChangeAsked>& said) { return said.piece->shown; });
  const bool plain = parts.plan.measures.size() == 1 && parts.plan.filters.empty() &&
                     parts.plan.derivation == Derivation::none && parts.ranks.empty();
  if (!shown || !plain || !parts.asks(AskedFor::count) || part == nullptr) return false;
  const bool split =
      std::ranges::any_of(parts.plan.dimensions, [](const Dimension& each) { return !each.grain; });
  return !split && (share_of_rows(parts) || take_rate(parts, nullptr));
}

namespace {

// "What % of our payments came from buyers abroad": the rows that stand right behind the share are
// the whole, and not those whom they are from.
void count_named_rows(Parts& parts) {
  const catalog::Measure* counted = parts.what.measure;
  if (counted == nullptr || counted->aggregation != catalog::Aggregation::count_distinct) return;
  constexpr std::size_t between_max = 3;
  const std::size_t end = parts.shares.front().at->end;
  const bool named = std::ranges::any_of(parts.parse.pieces, [&](const Placed& piece) {
    return piece.make == Make::noun && piece.first >= end && piece.first <= end + between_max;
  });
  if (!named) return;
  const auto rows =
      std::ranges::find_if(parts.what.entry->measures, [&](const catalog::Measure& measure) {
        return measure.aggregation == catalog::Aggregation::count &&
               measure.filter == counted->filter && measure.time == counted->time;
      });
  if (rows == parts.what.entry->measures.end()) return parts.fail(*parts.shares.front().at);
  parts.what.measure = &*rows;
  parts.what.name = rows->name;
  parts.plan.measures.front() = parts.own(rows->name);
}

// "Green / yellow / red as a share of the accounts": each of the values that are said in a row.
[[nodiscard]] bool takes_each_value(Parts& parts) {
  const std::size_t share = parts.shares.front().at->first;
  const FieldSense* field = nullptr;
  std::size_t values = 0;
  for (const Said<Where>& said : parts.conditions) {
    if (said.piece->op != FilterOp::eq || said.at->first > share) continue;
    if (field != nullptr && field->field != said.piece->field.field) return false;
    if (field != nullptr && parts.scene.words[said.at->first - 1].text != "/") return false;
    field = &said.piece->field;
    ++values;
  }
  constexpr std::size_t several = 2;
  if (values < several || !parts.plan.dimensions.empty()) return false;
  const Reference group = parts.reference(*field);
  std::erase_if(parts.plan.filters, [&](const Filter& filter) {
    return filter.field == group && (filter.op == FilterOp::eq || filter.op == FilterOp::in);
  });
  parts.plan.dimensions.push_back({group, {}, {}});
  return true;
}

}  // namespace

void take_share(Parts& parts) {
  QueryPlan& plan = parts.plan;
  const Placed& at = *parts.shares.front().at;
  count_named_rows(parts);
  if (parts.impossible) return;
  // "What % of customers did we lose": they are the whole, and no way of splitting it.
  if (const Said<GroupedBy>* noun = noun_of_whole(parts)) {
    const bool alone = parts.shares.size() == 1 && plan.measures.size() == 1 &&
                       plan.filters.empty() && plan.comparison == Comparison::none;
    if (!alone || !take_rate(parts, noun)) parts.fail(at);
    return;
  }
  if (parts.shares.size() > 1 || plan.measures.size() > 1 || plan.restriction ||
      plan.comparison != Comparison::none)
    return parts.fail(at);
  if (!adds_up(parts)) return parts.fail(at);
  plan.frame = Frame::share;
  if (takes_each_value(parts)) return;
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
  if (const Where* part = part_of_whole(parts)) {
    if (!take_part(parts, *part)) parts.fail(at);
    return;
  }
  if (!behind && (plan.dimensions.empty() || time) && of_some) {
    const bool of_rows = share_of_rows(parts);
    if (!of_rows && !(plan.filters.empty() && take_rate(parts, nullptr))) return parts.fail(at);
    if (of_rows && time) plan.frame = Frame::trend;
    return;
  }
  // "What share of companies have an open deal": those that do, of all of them.
  if (!plan.related.empty() && plan.dimensions.empty()) {
    plan.related.back().part = true;
    return;
  }
  if (plan.filters.empty() && plan.dimensions.empty()) {
    if (!share_of_rows(parts) && !take_rate(parts, nullptr)) parts.fail(at);
    return;
  }
  if (plan.filters.empty() || !(plan.dimensions.empty() || time)) return;
  // The condition said last is the part: "what share of September's issues are bugs".
  plan.part.push_back(plan.filters.back());
  plan.filters.pop_back();
}

}  // namespace sluice::analytics
