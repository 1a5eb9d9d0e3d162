#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"

#include <algorithm>
#include <chrono>
#include <cmath>

// Which rows count by how much of something they have, by their age and by their length.
namespace sluice::analytics {
namespace {

// Whole numbers as such: an integer column is not compared with 3.0.
[[nodiscard]] std::vector<Json> rounded(double value) {
  constexpr double exact_max = 1e15;
  if (std::floor(value) == value && std::abs(value) < exact_max)
    return {static_cast<std::int64_t>(value)};
  return {value};
}

[[nodiscard]] double in_unit(double value, std::string_view from, std::string_view to) {
  const auto seconds = [](std::string_view unit) -> double {
    if (unit.starts_with("minute")) return 60;
    if (unit.starts_with("hour")) return 3600;
    if (unit.starts_with("day")) return 86'400;
    if (unit.starts_with("week")) return 604'800;
    if (unit.starts_with("second")) return 1;
    return 0;
  };
  const double a = seconds(from);
  const double b = seconds(to);
  return a > 0 && b > 0 ? value * a / b : value;
}

// Without a name: money goes to the rows' money, days to a field in days.
[[nodiscard]] const catalog::Field* field_by_unit(const Parts& parts, const Bounded& bound) {
  const catalog::Field* best = nullptr;
  for (const catalog::Field& field : parts.what.entry->fields) {
    if (!is_numeric(field) || field.role == "hidden" || field.role == "key") continue;
    const bool length = !bound.unit.empty() &&
                        (field.unit.starts_with("day") || field.unit.starts_with("hour") ||
                         field.unit.starts_with("minute") || field.unit.starts_with("second"));
    const bool fits = bound.money     ? field.type == "money"
                      : bound.percent ? field.unit == "percent"
                                      : length;
    if (fits && best == nullptr) best = &field;
  }
  if (best != nullptr || bound.money || bound.percent || !bound.unit.empty()) return best;
  for (const catalog::Field& field : parts.what.entry->fields)
    if (field.type == "money" && field.role == "measure") return &field;
  return nullptr;
}

// The bound stands right before what is counted: "with more than 3 open tickets".
[[nodiscard]] bool bounds_the_count(const Parts& parts, const Said<Bounded>& said) {
  constexpr std::size_t between_max = 2;
  const auto& words = parts.view.anchor().words;
  if (words.empty() || said.piece->field) return false;
  // "Won four or more new business deals": they are so many.
  if (std::ranges::any_of(parts.conditions, [&](const Said<Where>& value) {
        return value.at->first == said.at->end && value.piece->field.entry == parts.what.entry;
      }))
    return true;
  // "Closed more than 20 issues": the noun behind is a part of the name.
  return std::ranges::any_of(words, [&](std::size_t word) {
    return word >= said.at->end && word - said.at->end <= between_max;
  });
}

// The rows' own noun right behind the number, with a source between at most; it may be the
// measure's name as well ("invoices" for their amount).
[[nodiscard]] bool stands_before_rows(const Parts& parts, const Said<Bounded>& said) {
  constexpr std::size_t between_max = 1;
  const auto is_noun = [&](std::size_t at) {
    return std::ranges::any_of(parts.scene.matches, [&](const Match& match) {
      return match.term->kind == Term::Kind::entry && match.term->entry == parts.what.entry &&
             match.exact && match.first() == at && parts.view.is_taken(at);
    });
  };
  for (std::size_t at = said.at->end; at <= said.at->end + between_max; ++at)
    if (at < parts.scene.words.size() && (!parts.view.own_nouns(at).empty() || is_noun(at)))
      return true;
  return false;
}

// Right behind what is counted, with "was" or "first" between at most.
[[nodiscard]] bool stands_behind_count(const Parts& parts, const Said<Bounded>& said) {
  const auto& words = parts.view.anchor().words;
  if (words.empty() || words.back() >= said.at->first) return false;
  for (std::size_t at = words.back() + 1; at < said.at->first; ++at) {
    const bool first = std::ranges::any_of(parts.first_within, [&](const auto& one) {
      return one.at->first <= at && at < one.at->end;
    });
    const bool filler = std::ranges::any_of(parts.parse.pieces, [&](const Placed& piece) {
      return piece.make == Make::filler && piece.first <= at && at < piece.end;
    });
    if (!first && !filler &&
        !parts.scene.grammar.is(WordList::harmless, parts.scene.words[at].text))
      return false;
  }
  return true;
}

void add_bound(Parts& parts, const FieldSense& sense, const Bounded& bound) {
  // "Used more than 70 % of it": a share of something, and no 70 of the money.
  if (bound.percent && sense.field->unit != "percent") return parts.fail("%");
  const Reference field = parts.reference(sense);
  const double low =
      bound.unit.empty() ? bound.value : in_unit(bound.value, bound.unit, sense.field->unit);
  parts.plan.filters.push_back({field, bound.op, rounded(low)});
  if (bound.upper) {
    const double high =
        bound.unit.empty() ? *bound.upper : in_unit(*bound.upper, bound.unit, sense.field->unit);
    parts.plan.filters.push_back({field, FilterOp::lte, rounded(high)});
  }
}

// Right before it, up to a "for".
[[nodiscard]] bool stands_before(const Placed& at, std::size_t end) {
  return end <= at.first && at.first <= end + 1;
}

// "In review for more than 3 days", "unassigned for two weeks": since when a row is in its state no
// vendor keeps, but for those that are open since they were made. "Older than" is said of the row.
[[nodiscard]] bool is_time_in_state(const Parts& parts, const Placed& at) {
  const Scene& scene = parts.scene;
  for (std::size_t word = at.first; word < at.end; ++word)
    if (scene.grammar.is(WordList::olds, scene.words, word)) return false;
  const bool state = std::ranges::any_of(parts.conditions, [&](const Said<Where>& said) {
    return stands_before(at, said.at->end) &&
           !scene.grammar.is(WordList::opens, scene.words, said.at->end - 1);
  });
  const bool nobody = std::ranges::any_of(parts.lacks_person, [&](const Said<LacksPerson>& said) {
    return stands_before(at, said.at->end);
  });
  if (state || nobody) return true;
  const auto& counted = parts.view.anchor().words;
  const catalog::Measure* measure = parts.what.measure;
  if (counted.empty() || measure == nullptr || !measure->known_only_now ||
      !stands_before(at, counted.back() + 1))
    return false;
  const bool noun = std::ranges::any_of(scene.matches, [&](const Match& match) {
    return match.term->kind == Term::Kind::entry && match.exact && match.last() == counted.back();
  });
  return !noun && !scene.grammar.is(WordList::opens, scene.words, counted.back());
}

// "Amount paid over 70 %": of what, no number here says.
[[nodiscard]] bool is_share_of_nothing(const Parts& parts, const Bounded& bound) {
  const bool rate = parts.what.measure != nullptr && parts.what.measure->unit == "percent";
  return bound.percent && !bound.field && !rate && field_by_unit(parts, bound) == nullptr;
}

// "More than one item": of so light a noun in the place of a unit there is a number as well.
[[nodiscard]] bool bounds_light_things(const Parts& parts, const Said<Bounded>& said) {
  const auto& words = parts.scene.words;
  const std::size_t at = said.at->end;
  const Bounded& bound = *said.piece;
  if (bound.money || bound.percent || bound.field || !bound.unit.empty() || at >= words.size() ||
      words[at].sign || words[at].stop)
    return false;
  return std::ranges::find(parts.parse.light, at) != parts.parse.light.end() &&
         parts.scene.grammar.is(WordList::plain_nouns, words, at);
}

void take_bound(Parts& parts, const Said<Bounded>& said) {
  const Bounded& bound = *said.piece;
  // "Which months had more than 150 sign-ups": a time is a group as well.
  const bool in_time = !parts.buckets.empty() || !parts.first_within.empty();
  const bool grouped = !parts.plan.dimensions.empty() || in_time;
  const catalog::Measure* measure = parts.what.measure;
  const bool sums = (bound.money || parts.counted_noun != nullptr) && measure != nullptr &&
                    measure->unit == "reporting" &&
                    measure->aggregation == catalog::Aggregation::sum;
  if (is_share_of_nothing(parts, bound) || (!in_time && bounds_light_things(parts, said)))
    return parts.fail(*said.at);
  // "Paid more than 3 invoices" is no amount of them.
  const bool rows_of_money = measure != nullptr && measure->unit == "reporting" && !bound.money &&
                             stands_before_rows(parts, said);
  if (rows_of_money) return parts.fail(*said.at);
  if ((bounds_the_count(parts, said) && !bound.money && bound.unit.empty()) || (sums && grouped)) {
    if (!grouped || bound.upper) return parts.fail(*said.at);
    parts.plan.having.push_back({parts.plan.measures.front(), bound.op, bound.value});
    return;
  }
  // "Months in which MRR was over 100k": of each month's, and of no single row.
  if (in_time && !bound.field && !bound.upper && bound.unit.empty() &&
      stands_behind_count(parts, said)) {
    parts.plan.having.push_back({parts.plan.measures.front(), bound.op, bound.value});
    return;
  }
  // "Three or more HubSpot deals" are so many of them, whatever else is counted.
  if (!bound.money && bound.unit.empty() && !bound.field && stands_before_rows(parts, said))
    return parts.fail(*said.at);
  // "Customers who paid over $10,000": all that they paid, and no single payment.
  const bool distinct =
      measure != nullptr && measure->aggregation == catalog::Aggregation::count_distinct;
  const bool state =
      measure != nullptr && measure->aggregation == catalog::Aggregation::snapshot_count_distinct;
  if (!bound.field && ((bound.money && state) || (bound.unit.empty() && distinct)))
    return parts.fail(*said.at);
  if (bound.field) return add_bound(parts, *bound.field, bound);
  // "And MRR over 1,000": of the measure that stands right before it.
  for (const Said<SideBySide>& other : parts.besides)
    if (other.at->end == said.at->first) {
      if (!grouped || bound.upper) return parts.fail(*said.at);
      parts.plan.having.push_back({parts.reference(other.piece->other), bound.op, bound.value});
      return;
    }
  // "More than 500 employees": what is counted there is said, and nothing here is called so.
  const std::size_t behind = said.at->end;
  const bool unplaced = std::find(parts.parse.unexplained.begin(), parts.parse.unexplained.end(),
                                  behind) != parts.parse.unexplained.end();
  if (unplaced) return parts.fail(*said.at);
  if (!bound.unit.empty() && is_time_in_state(parts, *said.at)) return parts.fail(*said.at);
  if (const catalog::Field* field = field_by_unit(parts, bound))
    return add_bound(parts, {parts.what.vendor, parts.what.entry, field, 0}, bound);
  if (grouped && bound.unit.empty() && !bound.upper) {
    parts.plan.having.push_back({parts.plan.measures.front(), bound.op, bound.value});
    return;
  }
  parts.fail(*said.at);
}

// The moment that an age counts from; null: the rows do not keep it.
[[nodiscard]] const catalog::Field* age_begins(const Parts& parts, const Said<Aged>& said) {
  const catalog::Entry& entry = *parts.what.entry;
  if (said.piece->untouched) return last_change(entry);
  // "Closed more than 30 days ago".
  for (const Said<TimeOf>& moment : parts.moments)
    if (stands_before(*said.at, moment.at->end) && moment.piece->field.entry == &entry)
      return moment.piece->field.field;
  return is_time_in_state(parts, *said.at) ? nullptr : first_moment(entry);
}

// "Older than 2 weeks": the row's own beginning lies before that instant.
void take_age(Parts& parts, const Said<Aged>& said) {
  const catalog::Field* begins = age_begins(parts, said);
  if (begins == nullptr) return parts.fail(*said.at);
  constexpr double hours_per_day = 24;
  const auto hours =
      std::chrono::hours(static_cast<std::int64_t>(said.piece->days * hours_per_day));
  const Json value = moment_value(*begins, parts.scene.context.now - hours);
  parts.plan.filters.push_back(
      {parts.own(begins->name), said.piece->older ? FilterOp::lt : FilterOp::gt, {value}});
}

// "Customers with an open ticket": at least one.
void bound_by_article(Parts& parts) {
  const auto& words = parts.view.anchor().words;
  const bool qualified =
      std::any_of(parts.groups.begin(), parts.groups.end(), [&](const Said<GroupedBy>& said) {
        return said.piece->qualified && !words.empty() && said.at->end <= words.front();
      });
  const bool one =
      !words.empty() && words.front() > 0 &&
      parts.scene.grammar.is(WordList::indefinite, parts.scene.words, words.front() - 1);
  if (!qualified || !one || !parts.counts_rows() || parts.plan.dimensions.empty()) return;
  const Reference& counted = parts.plan.measures.front();
  const bool bounded = std::ranges::any_of(
      parts.plan.having, [&](const Having& having) { return having.measure == counted; });
  if (!bounded) parts.plan.having.push_back({counted, FilterOp::gte, 1});
}

}  // namespace

void take_bounds(Parts& parts) {
  bound_by_article(parts);
  for (const Said<Bounded>& said : parts.bounds)
    take_bound(parts, said);
  settle_counted_group(parts);
  // "Companies with more than 500 employees": a condition of theirs and no group, unless their
  // number is what is bounded.
  if (parts.plan.having.empty() && !parts.asks(AskedFor::which) && parts.lists.empty() &&
      parts.ranks.empty())
    for (const Said<GroupedBy>& said : parts.groups) {
      if (!said.piece->qualified) continue;
      // "Companies with an open ticket": without a bound it is they who are counted.
      if (parts.bounds.empty() && parts.conditions.empty()) return parts.fail(*said.at);
      std::erase_if(parts.plan.dimensions, [&](const Dimension& each) {
        return each.field == parts.reference(said.piece->field);
      });
    }
  for (const Said<Aged>& said : parts.ages)
    take_age(parts, said);
  for (const Said<LengthBounded>& said : parts.lengths)
    bound_length(parts, said);
}

}  // namespace sluice::analytics
