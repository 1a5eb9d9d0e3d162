#include "analytics/planner/draft.h"

#include <algorithm>

// Further measures beside the first one, and what is made of two.
namespace sluice::analytics {
namespace {

constexpr std::size_t measures_max = 3;

[[nodiscard]] bool overlaps_foreign(const Draft& draft, const Match& match) {
  // Words that the plan uses for something other than its first measure.
  return std::any_of(match.words.begin(), match.words.end(), [&](std::size_t word) {
    const auto& own = draft.candidate.words;
    return draft.covered[word] && std::find(own.begin(), own.end(), word) == own.end();
  });
}

[[nodiscard]] std::size_t fresh_words(const Desk& desk, const Draft& draft, const Match& match) {
  std::size_t fresh = 0;
  for (const std::size_t word : match.words)
    if (!draft.covered[word] && !desk.question.words[word].stop) ++fresh;
  return fresh;
}

// "and", "plus" or a comma right between the two that are counted, or a comparison of them.
[[nodiscard]] bool is_joined(const Desk& desk, const Draft& draft, const Match& match) {
  const QuestionShape& shape = desk.question.shape;
  const auto& own = draft.candidate.words;
  if (own.empty()) return false;
  if (shape.as_percent || shape.versus) return true;
  const bool per = std::find(shape.per_groups.begin(), shape.per_groups.end(), match.first()) !=
                   shape.per_groups.end();
  if (per) return true;
  constexpr std::size_t apart_max = 4;
  const std::size_t low = std::min(own.back(), match.last());
  const std::size_t high = std::max(own.front(), match.first());
  if (high - low > apart_max) return false;
  for (std::size_t i = low; i <= high; ++i)
    if (word_is(desk.question.words, i, {"and", ",", "plus", "&"})) return true;
  return false;
}

// An entry's plain noun is counted beside a measure only where two things are clearly compared.
[[nodiscard]] bool may_count(const Desk& desk, const Draft& draft, const Match& match) {
  if (match.term->kind == Term::Kind::measure) return true;
  if (match.term->kind != Term::Kind::entry || match.term->entry->hidden) return false;
  const QuestionShape& shape = desk.question.shape;
  const bool paired = shape.versus || shape.as_percent || !shape.per_groups.empty();
  return paired && match.term->entry != draft.candidate.entry;
}

[[nodiscard]] Reference measure_reference(const Desk& desk, const Match& match) {
  if (match.term->kind == Term::Kind::measure)
    return reference(desk, match.term->vendor, *match.term->entry, match.term->measure->name);
  for (const catalog::Measure& measure : match.term->entry->measures)
    if (measure.aggregation == catalog::Aggregation::count && measure.filter.empty())
      return reference(desk, match.term->vendor, *match.term->entry, measure.name);
  return reference(desk, match.term->vendor, *match.term->entry, "count");
}

[[nodiscard]] const Match* next_measure(const Desk& desk, const Draft& draft, const Reach& reach) {
  const Match* best = nullptr;
  double best_rank = 0;
  for (const Match& match : desk.question.matches) {
    if (!may_count(desk, draft, match) || overlaps_foreign(draft, match)) continue;
    const std::size_t fresh = fresh_words(desk, draft, match);
    if (fresh == 0 || !is_joined(desk, draft, match)) continue;
    double rank = static_cast<double>(fresh) * 2 + (match.exact ? 0.5 : 0);
    if (match.term->vendor == draft.candidate.vendor) rank += 0.6;
    if (match.term->entry == draft.candidate.entry) rank += 0.4;
    if (match.term->kind == Term::Kind::measure) rank += 0.3;
    rank -= 0.1 * static_cast<double>(match.words.size() - fresh);
    if (best != nullptr && rank <= best_rank) continue;
    best = &match;
    best_rank = rank;
  }
  static_cast<void>(reach);
  return best;
}

}  // namespace

namespace {

// "churned vs active": both sides are values of one field.
[[nodiscard]] bool compares_values(const Desk& desk, const Draft& draft, const Reach& reach) {
  const QuestionShape& shape = desk.question.shape;
  if (!shape.versus || !shape.versus_word) return false;
  constexpr std::size_t near_by = 3;
  for (const Match& left : desk.question.matches) {
    const bool before = left.term->kind == Term::Kind::value && left.last() < *shape.versus_word &&
                        *shape.versus_word - left.last() <= near_by;
    if (!before || !reach.distance(left.term->entry)) continue;
    // "won versus lost deals": the measure counts one of them already.
    const catalog::Measure* measure = draft.candidate.measure;
    const bool fixed = measure != nullptr && left.term->entry == draft.candidate.entry &&
                       measure->filter.find(left.term->field->name + " = '") != std::string::npos;
    if (fixed) continue;
    for (const Match& right : desk.question.matches) {
      const bool behind =
          right.term->kind == Term::Kind::value && right.term->field == left.term->field &&
          right.first() > *shape.versus_word && right.first() - *shape.versus_word <= near_by;
      if (behind && right.term->value != left.term->value &&
          std::find(draft.candidate.words.begin(), draft.candidate.words.end(), left.first()) ==
              draft.candidate.words.end())
        return true;
    }
  }
  return false;
}

}  // namespace

void place_second_measure(const Desk& desk, Draft& draft, const Reach& reach) {
  const QuestionShape& shape = desk.question.shape;
  if (compares_values(desk, draft, reach)) return;
  const bool per_measure = std::any_of(shape.per_groups.begin(), shape.per_groups.end(),
                                       [&](std::size_t at) { return !draft.covered[at]; });
  const bool listed =
      std::any_of(desk.question.words.begin(), desk.question.words.end(), [](const TextWord& word) {
        return word.text == "and" || word.text == "," || word.text == "&" || word.text == "plus";
      });
  if (!shape.versus && !shape.as_percent && !per_measure && !listed) return;
  while (draft.plan.measures.size() < measures_max) {
    const Match* found = next_measure(desk, draft, reach);
    if (found == nullptr) break;
    const bool before =
        !draft.candidate.words.empty() && found->first() < draft.candidate.words.front();
    const Reference measure = measure_reference(desk, *found);
    const bool known = std::find(draft.plan.measures.begin(), draft.plan.measures.end(), measure) !=
                       draft.plan.measures.end();
    cover(draft, found->words);
    if (known) continue;
    if (before) {
      draft.plan.measures.insert(draft.plan.measures.begin(), measure);
    } else {
      draft.plan.measures.push_back(measure);
    }
    constexpr double per_piece = 0.02;
    draft.penalty += per_piece;
  }
  if (draft.plan.measures.size() < 2) return;
  if (shape.as_percent) draft.plan.derivation = Derivation::percent;
  if (per_measure && !shape.versus) draft.plan.derivation = Derivation::ratio;
}

}  // namespace sluice::analytics
