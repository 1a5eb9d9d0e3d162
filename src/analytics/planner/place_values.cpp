#include "analytics/meaning/meaning.h"
#include "analytics/planner/draft.h"
#include "base/calendar.h"

#include <algorithm>

// Conditions on values: "won", "in Germany", "not enterprise", "without an assignee", "for Acme".
namespace sluice::analytics {

bool is_negated(const Desk& desk, std::size_t first) {
  constexpr std::size_t words_between_max = 3;
  const auto& shape = desk.question.shape;
  const auto near_one = [&](const std::vector<std::size_t>& places) {
    return std::any_of(places.begin(), places.end(), [&](std::size_t place) {
      return place < first && first - place <= words_between_max;
    });
  };
  return near_one(shape.negations) || near_one(shape.absences);
}

void add_filter(Draft& draft, const Reference& field, bool negated, const Json& value) {
  for (Filter& filter : draft.plan.filters) {
    const bool same_sense = negated == (filter.op == FilterOp::ne || filter.op == FilterOp::not_in);
    if (filter.field != field || !same_sense || filter.op == FilterOp::is_null) continue;
    if (std::find(filter.values.begin(), filter.values.end(), value) == filter.values.end())
      filter.values.push_back(value);
    if (filter.values.size() > 1) filter.op = negated ? FilterOp::not_in : FilterOp::in;
    return;
  }
  draft.plan.filters.push_back({field, negated ? FilterOp::ne : FilterOp::eq, {value}});
}

namespace {

[[nodiscard]] Json json_value(const catalog::Field& field, const std::string& value) {
  if (field.type == "boolean") return value == "true";
  if (field.type == "integer" || field.type == "decimal") {
    const Json number = Json::parse(value, nullptr, false);
    if (number.is_number()) return number;
  }
  return value;
}

// Whether the name of the field stands beside the value ("Platform team", "priority high").
[[nodiscard]] const Match* field_beside(const Desk& desk, const Match& value) {
  for (const Match& match : desk.question.matches) {
    if (match.term->kind != Term::Kind::field || match.term->field != value.term->field) continue;
    if (match.first() == value.last() + 1 || match.last() + 1 == value.first()) return &match;
    const bool linked = match.last() + 2 == value.first() &&
                        word_is(desk.question.words, match.last() + 1, {"is", "of", "=", ":"});
    if (linked) return &match;
  }
  return nullptr;
}

[[nodiscard]] bool is_fresh(const Draft& draft, const Match& match) {
  return std::none_of(match.words.begin(), match.words.end(),
                      [&](std::size_t word) { return draft.covered[word]; });
}

struct Choice {
  const Match* match = nullptr;
  int rank = 0;
};

[[nodiscard]] int rank_of(const Desk& desk, const Draft& draft, const Match& match, int distance) {
  constexpr int length_weight = 100;
  constexpr int beside_weight = 30;
  constexpr int distance_weight = 10;
  int rank = static_cast<int>(match.words.size()) * length_weight - distance * distance_weight;
  if (field_beside(desk, match) != nullptr) rank += beside_weight;
  if (match.term->primary) rank += 2;
  const Reference field =
      reference(desk, match.term->vendor, *match.term->entry, match.term->field->name);
  for (const Filter& filter : draft.plan.filters)
    if (filter.field == field) rank += 5;  // "High or Highest": the same field goes on.
  return rank;
}

// "lost deals that were lost on price": the measure counts only lost ones already.
[[nodiscard]] bool is_implied(const Draft& draft, const Term& term) {
  const catalog::Measure* measure = draft.candidate.measure;
  return measure != nullptr && term.entry == draft.candidate.entry &&
         measure->filter.find("'" + term.value + "'") != std::string::npos &&
         measure->filter.find(term.field->name) != std::string::npos;
}

// Whether the measure counts rows of another value of the same field only: "won" beside lost deals.
[[nodiscard]] bool contradicts(const Draft& draft, const Term& term) {
  const catalog::Measure* measure = draft.candidate.measure;
  return measure != nullptr && term.entry == draft.candidate.entry && !is_implied(draft, term) &&
         measure->filter.find(term.field->name + " = '") != std::string::npos;
}

// The measure that counts the same of the other value: deals won for deals lost.
[[nodiscard]] const catalog::Measure* counterpart(const Draft& draft, const Term& term) {
  const catalog::Measure& own = *draft.candidate.measure;
  const std::string fixed = term.field->name + " = '";
  const std::size_t begin = own.filter.find(fixed) + fixed.size();
  std::string wanted = own.filter;
  wanted.replace(begin, wanted.find('\'', begin) - begin, term.value);
  for (const catalog::Measure& other : draft.candidate.entry->measures) {
    const bool same = other.aggregation == own.aggregation && other.time == own.time &&
                      other.expression == own.expression && other.filter == wanted;
    if (same) return &other;
  }
  return nullptr;
}

// "Won versus lost deals": both are shown. What no measure counts cannot be asked beside the first.
void place_counterpart(const Desk& desk, Draft& draft, const Match& match) {
  const catalog::Measure* other = counterpart(draft, *match.term);
  if (other == nullptr) {
    draft.failed = true;
    draft.failure = match.term->value;
    return;
  }
  const Reference measure =
      reference(desk, draft.candidate.vendor, *draft.candidate.entry, other->name);
  auto& measures = draft.plan.measures;
  if (std::find(measures.begin(), measures.end(), measure) != measures.end()) return;
  const bool before =
      !draft.candidate.words.empty() && match.first() < draft.candidate.words.front();
  measures.insert(before ? measures.begin() : measures.end(), measure);
}

// "annual plans", "German customers": the noun that the value qualifies is said with it.
void cover_qualified_noun(const Desk& desk, Draft& draft, const Match& value) {
  for (const Match& match : desk.question.matches) {
    const bool noun =
        match.term->kind == Term::Kind::field || match.term->kind == Term::Kind::entry;
    // "critical code scanning alerts" are no critical alerts of another kind.
    const bool own =
        match.term->entry == value.term->entry || match.term->entry == draft.candidate.entry;
    if (noun && own && match.exact && match.first() == value.last() + 1) cover(draft, match.words);
  }
}

// All values said with these very words, of one field: "enterprise" may stand for two of them.
void place_value(const Desk& desk, Draft& draft, const Match& match, int distance) {
  const Term& term = *match.term;
  const Reference field = reference(desk, term.vendor, *term.entry, term.field->name);
  if (is_implied(draft, term)) {
    cover(draft, match.words);
    return;
  }
  // A guess at a misspelt word must not choose the rows.
  for (const std::size_t word : match.words)
    if (desk.question.words[word].corrected) {
      const TextWord& guessed = desk.question.words[word];
      draft.failed = true;
      draft.failure = desk.question.text.substr(guessed.offset, guessed.length);
      cover(draft, match.words);
      return;
    }
  if (term.vendor != draft.candidate.vendor)
    draft.plan.assumptions.push_back(
        {"filter", "only " + label_of(*term.field) + " " + term.value + ", as " +
                       desk.lexicon.vendors()[term.vendor].vendor->name + " has it"});
  const bool negated = is_negated(desk, match.first());
  if (!negated && contradicts(draft, term)) {
    place_counterpart(desk, draft, match);
    cover(draft, match.words);
    return;
  }
  for (const Match& other : desk.question.matches)
    if (other.term->kind == Term::Kind::value && other.term->field == term.field &&
        other.words == match.words)
      add_filter(draft, field, negated, json_value(*term.field, other.term->value));
  cover(draft, match.words);
  if (const Match* beside = field_beside(desk, match)) cover(draft, beside->words);
  cover_qualified_noun(desk, draft, match);
  constexpr double per_piece = 0.015;
  constexpr double per_join = 0.02;
  draft.penalty += per_piece + per_join * distance;
}

// "without an assignee", "no owner", "unassigned".
void place_absences(const Desk& desk, Draft& draft, const Reach& reach) {
  const auto& words = desk.question.words;
  const auto set_null = [&](const Match& match) {
    const Reference field =
        reference(desk, match.term->vendor, *match.term->entry, match.term->field->name);
    // "Without being a draft": what is true or false is never empty.
    if (match.term->field->type == "boolean")
      draft.plan.filters.push_back({field, FilterOp::eq, {false}});
    else
      draft.plan.filters.push_back({field, FilterOp::is_null, {}});
    cover(draft, match.words);
  };
  for (const std::size_t absence : desk.question.shape.absences) {
    for (const Match& match : desk.question.matches) {
      const bool near_it = match.first() > absence && match.first() - absence <= 3;
      if (match.term->kind != Term::Kind::field || !near_it || is_covered(draft, match.words) ||
          !reach.distance(match.term->entry))
        continue;
      set_null(match);
      draft.covered[absence] = true;
      break;
    }
  }
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (!word_is(words, i, {"unassigned", "unowned"}) || draft.covered[i]) continue;
    for (const catalog::Field& field : draft.candidate.entry->fields) {
      const bool assignee = field.name.find("assignee") != std::string::npos ||
                            field.name.find("owner") != std::string::npos;
      if (!assignee || field.role == "hidden") continue;
      draft.plan.filters.push_back(
          {reference(desk, draft.candidate.vendor, *draft.candidate.entry, field.name),
           FilterOp::is_null,
           {}});
      cover(draft, {i});
      break;
    }
  }
}

// "CI runs" may be the name of a plain count and say a value ("CI") as well: the value counts.
void place_values_in_name(const Desk& desk, Draft& draft) {
  const Candidate& candidate = draft.candidate;
  const bool plain = candidate.measure != nullptr && candidate.measure->filter.empty() &&
                     candidate.measure->aggregation == catalog::Aggregation::count;
  if (!plain) return;
  for (const Match& match : desk.question.matches) {
    const bool own = match.term->kind == Term::Kind::value && match.exact &&
                     match.term->entry == candidate.entry &&
                     match.words.size() < candidate.words.size();
    const bool inside = own && std::includes(candidate.words.begin(), candidate.words.end(),
                                             match.words.begin(), match.words.end());
    if (inside) place_value(desk, draft, match, 0);
  }
}

// "Brighthaven Media": a word that a company is called by, and no industry.
[[nodiscard]] bool is_part_of_name(const Desk& desk, const Match& match) {
  const auto& words = desk.question.words;
  const auto own = [&](std::size_t at) {
    return at > 0 && at < words.size() && words[at].capital && !words[at].sign && !words[at].stop &&
           !words[at].number && !desk.question.shape.timed[at] &&
           !desk.lexicon.knows(words[at].stem);
  };
  if (!words[match.first()].capital) return false;
  return own(match.first() - 1) || own(match.last() + 1);
}

// "Monthly churn rate for the past six months" is a rate month by month, not of those who pay
// monthly: an amount or a rate over several of the adverb's units.
[[nodiscard]] bool is_grain(const Desk& desk, const Draft& draft, const Match& match) {
  const QuestionShape& shape = desk.question.shape;
  const catalog::Measure* measure = draft.candidate.measure;
  const std::optional<std::size_t>& adverb = shape.adverb;
  if (!shape.grain) return false;
  const Grain grain = *shape.grain;
  if (!adverb || match.words != std::vector{*adverb}) return false;
  if (shape.periods.size() != 1 || measure == nullptr || measure->unit.empty()) return false;
  const FoundPeriod& asked = shape.periods.front();
  return add(asked.start, grain, 1) < asked.end;
}

}  // namespace

void place_values(const Desk& desk, Draft& draft, const Reach& reach) {
  place_absences(desk, draft, reach);
  while (true) {
    Choice best;
    int best_distance = 0;
    for (const Match& match : desk.question.matches) {
      if (match.term->kind != Term::Kind::value) continue;
      const auto distance = reach.distance(match.term->entry);
      if (!distance || !is_fresh(draft, match) || is_grain(desk, draft, match) ||
          is_part_of_name(desk, match))
        continue;
      const int rank = rank_of(desk, draft, match, *distance);
      if (best.match != nullptr && rank <= best.rank) continue;
      best = {&match, rank};
      best_distance = *distance;
    }
    if (best.match == nullptr) break;
    place_value(desk, draft, *best.match, best_distance);
  }
  place_values_in_name(desk, draft);
  // "churned vs active customers": the two values are compared side by side.
  if (!desk.question.shape.versus || !draft.plan.dimensions.empty()) return;
  for (const Filter& filter : draft.plan.filters)
    if (filter.op == FilterOp::in && filter.values.size() > 1)
      draft.plan.dimensions.push_back({filter.field, std::nullopt});
}

}  // namespace sluice::analytics
