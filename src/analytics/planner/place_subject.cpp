#include "analytics/planner/draft.h"

#include <algorithm>

// What the answer is about where no "by" says so: "which customers", "who", "why", "busiest agent",
// "cancellation reasons in 2026".
namespace sluice::analytics {
namespace {

[[nodiscard]] bool is_plural(const TextWord& word) {
  return word.text.size() > 3 && word.text.ends_with("s") && !word.text.ends_with("ss") &&
         !word.text.ends_with("us") && !word.text.ends_with("is");
}

[[nodiscard]] bool is_called(const catalog::Field& field, std::string_view word) {
  return std::any_of(field.synonyms.begin(), field.synonyms.end(), [&](const std::string& synonym) {
    return synonym.find(word) != std::string::npos;
  });
}

// "how many deals did we lose, and why?"
void place_reason(const Desk& desk, Draft& draft) {
  const Candidate& candidate = draft.candidate;
  // A field that answers "why" does so better than one that is called a reason.
  for (const std::string_view word : {"why", "reason"}) {
    for (const catalog::Field& field : candidate.entry->fields) {
      if (!is_called(field, word) || !can_group(field)) continue;
      add_dimension(desk, draft, {candidate.vendor, candidate.entry, &field, {}, 0});
      return;
    }
  }
}

void rank_subject(const Desk& desk, Draft& draft, const FoundDimension& found) {
  add_dimension(desk, draft, found);
  if (!found.words.empty())
    draft.ranked_subject_plural = is_plural(desk.question.words[found.words.back()]);
}

}  // namespace

void place_subject(const Desk& desk, Draft& draft, const Reach& reach) {
  const QuestionShape& shape = desk.question.shape;
  const auto& words = desk.question.words;
  if (shape.person) {
    // "Who are our three biggest customers": the noun behind the rank says who.
    const bool named = shape.superlative_word && word_is(words, 0, {"who"}) &&
                       word_is(words, 1, {"are", "is", "were", "was"});
    std::size_t noun = named ? *shape.superlative_word + 1 : words.size();
    while (noun < words.size() && shape.used[noun])
      ++noun;
    const bool open = noun < words.size() && !draft.covered[noun] && !words[noun].stop;
    auto found = open ? dimension_at(desk, draft, reach, noun) : std::nullopt;
    if (found && found->words.front() != noun) found.reset();
    if (!found) found = person_dimension(desk, draft, reach);
    if (found) {
      add_dimension(desk, draft, *found);
      draft.ranked_subject_plural = true;
    }
  }
  if (shape.subject && !shape.superlative_grain && !shape.share) {
    std::size_t at = *shape.subject;
    while (at < words.size() && (shape.used[at] || word_is(words, at, {"of", "our", "the"})))
      ++at;
    // "which customers churned": the noun is in the measure's name and is what it counts. Rows
    // themselves ("which deals ...") are listed instead.
    const bool counts_rows = draft.candidate.measure == nullptr ||
                             draft.candidate.measure->aggregation == catalog::Aggregation::count;
    if (at < words.size() && (!draft.covered[at] || !counts_rows)) {
      if (const auto found = dimension_at(desk, draft, reach, at))
        rank_subject(desk, draft, *found);
    }
  }
  if (shape.why) place_reason(desk, draft);
  const bool ranked = shape.superlative && !shape.superlative_grain && !shape.restriction;
  if (!ranked || !shape.superlative_word || !draft.plan.dimensions.empty()) return;
  // "busiest support agent", "top 5 plans by MRR", "best open rate of any newsletter".
  std::size_t at = *shape.superlative_word + 1;
  while (at < words.size() && shape.used[at])
    ++at;
  for (std::size_t i = at; i < words.size(); ++i)
    if (word_is(words, i, {"any", "all"})) at = draft.covered[at] ? i + 1 : at;
  while (at < words.size() && draft.covered[at])
    ++at;
  if (at >= words.size()) return;
  if (const auto found = dimension_at(desk, draft, reach, at)) rank_subject(desk, draft, *found);
}

void place_leftover_group(const Desk& desk, Draft& draft, const Reach& reach) {
  const QuestionShape& shape = desk.question.shape;
  const bool part_of_whole = shape.share && !draft.plan.filters.empty();
  if (!draft.plan.dimensions.empty() || shape.list || part_of_whole) return;
  const Match* best = nullptr;
  int best_distance = 0;
  for (const Match& match : desk.question.matches) {
    const bool field = match.term->kind == Term::Kind::field && can_group(*match.term->field) &&
                       match.exact && match.term->field->type == "text";
    const auto distance = reach.distance(match.term->entry);
    if (!field || !distance || *distance > 1) continue;
    const bool fresh = std::none_of(match.words.begin(), match.words.end(),
                                    [&](std::size_t w) { return draft.covered[w]; });
    const bool noun = match.words.size() > 1 || is_plural(desk.question.words[match.first()]);
    if (!fresh || !noun) continue;
    if (best != nullptr && match.words.size() <= best->words.size()) continue;
    best = &match;
    best_distance = *distance;
  }
  if (best == nullptr) return;
  add_dimension(
      desk, draft,
      {best->term->vendor, best->term->entry, best->term->field, best->words, best_distance});
  constexpr double guessed = 0.05;
  draft.penalty += guessed;
}

}  // namespace sluice::analytics
