#include "analytics/meaning/meaning.h"
#include "analytics/planner/draft.h"

#include "base/time_format.h"

#include <algorithm>
#include <cmath>

// "over $10,000", "older than 2 weeks", "with more than 3 open tickets".
namespace sluice::analytics {
namespace {

using catalog::Field;

// The numeric field named beside the bound ("score below 7", "with more than 3 comments"): of the
// rows themselves, else of what they can be joined to ("of companies with over 500 employees").
[[nodiscard]] const Match* field_near(const Desk& desk, const Reach& reach, const Bound& bound) {
  constexpr std::size_t words_between_max = 3;
  const Match* best = nullptr;
  int best_distance = 0;
  for (const Match& match : desk.question.matches) {
    if (match.term->kind != Term::Kind::field || !is_numeric(*match.term->field)) continue;
    const auto distance = reach.distance(match.term->entry);
    if (!distance) continue;
    const bool before =
        match.last() < bound.first && bound.first - match.last() <= words_between_max;
    const bool behind = match.first() > bound.last && match.first() - bound.last <= 2;
    if (!before && !behind) continue;
    const bool nearer = best != nullptr && *distance < best_distance;
    const bool longer =
        best != nullptr && *distance == best_distance && match.words.size() > best->words.size();
    if (best != nullptr && !nearer && !longer) continue;
    best = &match;
    best_distance = *distance;
  }
  return best;
}

// Without a name: money goes to the entry's money, days to a field in days.
[[nodiscard]] const Field* field_by_type(const catalog::Entry& entry, const Bound& bound) {
  const Field* best = nullptr;
  for (const Field& field : entry.fields) {
    if (!is_numeric(field) || field.role == "hidden" || field.role == "key") continue;
    const bool of_unit = !bound.unit.empty() && field.unit.starts_with(bound.unit);
    const bool fits = bound.money ? field.type == "money" : of_unit;
    if (fits && best == nullptr) best = &field;
  }
  if (best != nullptr || bound.money || !bound.unit.empty()) return best;
  for (const Field& field : entry.fields)
    if (is_numeric(field) && field.role == "measure") {
      if (field.type == "money") return &field;
      if (best == nullptr) best = &field;
    }
  return best;
}

// "more than 500 employees": what is counted there is said, and nothing here is called so.
[[nodiscard]] std::optional<std::string> unplaced_noun(const Desk& desk, const Draft& draft,
                                                       const Bound& bound) {
  const auto& words = desk.question.words;
  const std::size_t at = bound.last + 1;
  if (bound.money || !bound.unit.empty() || at >= words.size()) return std::nullopt;
  const bool noun = !words[at].stop && !words[at].sign && !words[at].number &&
                    !desk.question.shape.timed[at] && !desk.question.shape.used[at];
  if (!noun || draft.covered[at]) return std::nullopt;
  return words[at].text;
}

[[nodiscard]] std::vector<Json> rounded(double value) {
  if (std::floor(value) == value && std::abs(value) < 1e15)
    return {static_cast<std::int64_t>(value)};
  return {value};
}

// "from companies with more than 500 employees", "companies that have more than 500": whose number
// it is, and no group.
void cover_owner(const Desk& desk, Draft& draft, const Bound& bound) {
  const auto links = [&](std::size_t from) {
    for (std::size_t i = from; i < bound.first; ++i)
      if (!word_is(desk.question.words, i,
                   {"with", "having", "that", "who", "which", "have", "has"}))
        return false;
    return from < bound.first;
  };
  for (const Match& match : desk.question.matches) {
    const bool noun =
        match.term->kind == Term::Kind::entry || match.term->kind == Term::Kind::field;
    if (noun && links(match.last() + 1)) cover(draft, match.words);
  }
}

void add_bound(Draft& draft, const Reference& field, const Bound& bound) {
  draft.plan.filters.push_back({field, bound.op, rounded(bound.value)});
  if (bound.upper) draft.plan.filters.push_back({field, FilterOp::lte, rounded(*bound.upper)});
}

// "older than 2 weeks": the row's own time lies before that instant.
[[nodiscard]] bool place_age(const Desk& desk, Draft& draft, const Bound& bound) {
  constexpr double days_per_week = 7;
  constexpr double days_per_month = 30;
  constexpr double days_per_year = 365;
  const double days = bound.unit == "week"    ? bound.value * days_per_week
                      : bound.unit == "month" ? bound.value * days_per_month
                      : bound.unit == "year"  ? bound.value * days_per_year
                      : bound.unit == "hour"  ? bound.value / 24
                                              : bound.value;
  const Field* created = first_moment(*draft.candidate.entry);
  if (created == nullptr) return false;
  const auto hours = std::chrono::hours(static_cast<std::int64_t>(days * 24));
  const Instant instant = desk.context.now - hours;
  Json value = to_rfc3339(instant);
  if (created->type == "date") value = value.get<std::string>().substr(0, 10);
  draft.plan.filters.push_back(
      {reference(desk, draft.candidate.vendor, *draft.candidate.entry, created->name),
       bound.op,
       {value}});
  return true;
}

// "customers with more than 3 open tickets": the candidate counts the tickets, the group is said
// in front.
[[nodiscard]] bool place_having(const Desk& desk, Draft& draft, const Reach& reach,
                                const Bound& bound) {
  const auto& words = desk.question.words;
  if (draft.candidate.words.empty()) return false;
  const catalog::Measure* measure = draft.candidate.measure;
  // "customers who paid us more than $20,000": of all their payments together.
  const bool sums = bound.money && measure != nullptr && measure->unit == "reporting" &&
                    measure->aggregation == catalog::Aggregation::sum;
  // "who completed more than 20 issues": a word of what is counted stands right behind the number.
  constexpr std::size_t words_behind_max = 3;
  const bool counts =
      !bound.money && std::any_of(draft.candidate.words.begin(), draft.candidate.words.end(),
                                  [&](std::size_t word) {
                                    return word > bound.last &&
                                           word - bound.last <= words_behind_max;
                                  });
  // The rows' own noun stands there, with the vendor's name before it perhaps.
  const bool noun =
      !bound.money && std::any_of(desk.question.matches.begin(), desk.question.matches.end(),
                                  [&](const Match& match) {
                                    return match.term->kind == Term::Kind::entry &&
                                           match.term->entry == draft.candidate.entry &&
                                           match.first() > bound.last &&
                                           match.first() - bound.last <= words_behind_max;
                                  });
  if (!counts && !sums && !noun) return false;
  if (draft.plan.dimensions.empty()) {
    for (std::size_t at = 0; at < bound.first; ++at) {
      if (words[at].stop || draft.covered[at]) continue;
      const auto found = dimension_at(desk, draft, reach, at);
      if (!found) continue;
      add_dimension(desk, draft, *found);
      break;
    }
  }
  if (draft.plan.dimensions.empty()) return false;
  draft.plan.having.push_back({draft.plan.measures.front(), bound.op, bound.value});
  return true;
}

// "our ten largest customers by pipeline".
[[nodiscard]] std::optional<Reference> said_behind(const Desk& desk, Draft& draft,
                                                   std::size_t word) {
  std::optional<Reference> by;
  for (const Match& match : desk.question.matches) {
    const bool said = match.term->kind == Term::Kind::measure && match.first() > word &&
                      match.first() <= word + 2;
    if (!said) continue;
    by = reference(desk, match.term->vendor, *match.term->entry, match.term->measure->name);
    cover(draft, match.words);
  }
  return by;
}

}  // namespace

std::optional<Reference> money_of(const Desk& desk, const catalog::Entry& ranked) {
  return size_measure_of(desk.lexicon.vendors(), ranked);
}

namespace {

// The entries that the word names, each by its rows' name, as far as they can be joined.
[[nodiscard]] std::vector<FoundDimension> entries_at(const Desk& desk, const Reach& reach,
                                                     std::size_t word) {
  std::vector<FoundDimension> found;
  for (const Match& match : desk.question.matches) {
    const Term& term = *match.term;
    if (term.kind != Term::Kind::entry || match.first() != word) continue;
    const auto distance = reach.distance(term.entry);
    const catalog::Field* name = find_field(*term.entry, term.entry->name_field);
    if (distance && name != nullptr)
      found.push_back({term.vendor, term.entry, name, match.words, *distance});
  }
  return found;
}

}  // namespace

void place_bounds(const Desk& desk, Draft& draft, const Reach& reach) {
  const Candidate& candidate = draft.candidate;
  for (const Bound& bound : desk.question.shape.bounds) {
    if (bound.age) {
      if (!place_age(desk, draft, bound)) draft.failed = true;
      continue;
    }
    if (place_having(desk, draft, reach, bound)) continue;
    if (const Match* near_field = field_near(desk, reach, bound)) {
      add_bound(draft,
                reference(desk, near_field->term->vendor, *near_field->term->entry,
                          near_field->term->field->name),
                bound);
      cover(draft, near_field->words);
      cover_owner(desk, draft, bound);
      continue;
    }
    if (const auto noun = unplaced_noun(desk, draft, bound)) {
      draft.failed = true;
      draft.failure = *noun;
      continue;
    }
    if (const Field* field = field_by_type(*candidate.entry, bound)) {
      add_bound(draft, reference(desk, candidate.vendor, *candidate.entry, field->name), bound);
      continue;
    }
    // A bound on what is measured, group by group.
    if (!draft.plan.dimensions.empty()) {
      draft.plan.having.push_back({draft.plan.measures.front(), bound.op, bound.value});
      continue;
    }
    constexpr double unplaced = 0.3;
    draft.penalty += unplaced;
  }
}

void place_restriction(const Desk& desk, Draft& draft, const Reach& reach) {
  const auto& asked = desk.question.shape.restriction;
  if (!asked) return;
  auto key = dimension_at(desk, draft, reach, asked->noun);
  // Largest by what was said behind "by", else by what customers are ranked by: money.
  std::optional<Reference> by;
  if (key) by = said_behind(desk, draft, key->words.back());
  const bool said = by.has_value();
  if (key && !by) by = money_of(desk, *key->entry);
  if (!by) {
    for (const FoundDimension& other : entries_at(desk, reach, asked->noun)) {
      by = money_of(desk, *other.entry);
      if (!by) continue;
      key = other;
      break;
    }
  }
  const bool is_company = key && key->field->meaning.starts_with("company.");
  if (!key || (!by && is_company)) {  // Nothing here says how large a customer is.
    draft.failed = true;
    draft.failure = desk.question.words[asked->noun].text;
    return;
  }
  cover(draft, key->words);
  const auto& vendors = desk.lexicon.vendors();
  if (by && !said) {
    for (const VendorMeaning& vendor : vendors) {
      if (vendor.vendor->slug != by->vendor) continue;
      const catalog::Entry* entry = find_entry(vendor, by->entry);
      const catalog::Measure* measure = entry ? find_measure(*entry, by->name) : nullptr;
      if (measure != nullptr)
        draft.plan.assumptions.push_back(
            {"ranking", std::string(asked->largest ? "the largest" : "the smallest") + " by " +
                            label_of(*measure) + ", because nothing else was said"});
    }
  }
  draft.plan.restriction =
      Restriction{reference(desk, key->vendor, *key->entry, key->field->name),
                  by.value_or(draft.plan.measures.front()), asked->count, asked->largest};
}

}  // namespace sluice::analytics
