#include "analytics/planner/draft.h"

#include <algorithm>

// How well a draft accounts for the words of its question.
namespace sluice::analytics {
namespace {

// Whether a word that was not understood narrows the question: "deals in Boston", "page views of
// Canada", "revenue from partners". Without it the number would be of something else.
[[nodiscard]] bool restricts(const Desk& desk, std::size_t at) {
  const auto& words = desk.question.words;
  const bool titled = std::none_of(words.begin(), words.end(), [](const TextWord& word) {
    return !word.capital && !word.stop && !word.sign && !word.number;
  });
  if (words[at].capital && at > 0 && !titled) return true;
  if (word_is(words, at,
              {"general", "system", "database",  "record",   "reality",    "practice", "mind",
               "place",   "moment", "example",   "instance", "comparison", "detail",   "details",
               "order",   "terms",  "workspace", "crm",      "app",        "tool",     "product",
               "world",   "far",    "line",      "through"}))
    return false;
  std::size_t before = at;
  while (before > 0 && word_is(words, before - 1, {"the", "our", "a", "an", "all", "their"}))
    --before;
  return before > 0 && word_is(words, before - 1,
                               {"from", "for", "in", "of", "with", "via", "through", "among",
                                "about", "without", "except", "at", "on"});
}

// "stale pull requests": a word right before what is counted says which of them.
[[nodiscard]] bool describes(const Draft& draft, std::size_t at) {
  const auto& counted = draft.candidate.words;
  return !counted.empty() && counted.front() == at + 1;
}

// "how happy are our employees": what is asked for is no number of employees.
[[nodiscard]] bool is_asked_quality(const Desk& desk, std::size_t at) {
  return at > 0 && word_is(desk.question.words, at - 1, {"how"});
}

// "how many stars": what is counted itself.
[[nodiscard]] bool is_counted_noun(const Desk& desk, std::size_t at) {
  const auto& words = desk.question.words;
  const bool how_many = at >= 2 && phrase_at(words, at - 2, "how many");
  const bool number_of = at >= 2 && phrase_at(words, at - 2, "number of");
  return how_many || number_of;
}

// "MRR of customers with open tickets": a measure by its name, and the plan is about another one.
[[nodiscard]] bool is_measure(const Desk& desk, std::size_t at) {
  return std::any_of(desk.question.matches.begin(), desk.question.matches.end(),
                     [&](const Match& match) {
                       return match.exact && match.term->kind == Term::Kind::measure &&
                              match.words.size() == 1 && match.first() == at;
                     });
}

}  // namespace

void score_draft(const Desk& desk, Draft& draft) {
  const auto& words = desk.question.words;
  const QuestionShape& shape = desk.question.shape;
  double all = 0;
  double used = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].sign || words[i].stop || shape.timed[i] || shape.used[i]) continue;
    const bool light = word_is(
        words, i,
        {"number",   "count",    "total",     "amount",    "value",     "data",     "figure",
         "figures",  "numbers",  "result",    "report",    "overview",  "average",  "avg",
         "mean",     "sum",      "stats",     "much",      "long",      "size",     "new",
         "company",  "business", "breakdown", "split",     "broken",    "down",     "chart",
         "graph",    "unique",   "distinct",  "typical",   "typically", "change",   "changed",
         "growth",   "together", "combined",  "help",      "brought",   "bring",    "brings",
         "went",     "happened", "see",       "happen",    "exist",     "made",     "took",
         "received", "hours",    "days",      "minutes",   "percent",   "usd",      "dollars",
         "rest",     "kind",     "sort",      "develop",   "developed", "look",     "per",
         "owned",    "assigned", "handled",   "managed",   "led",       "large",    "worked",
         "frequent", "common",   "often",     "active",    "expected",  "big",      "small",
         "high",     "low",      "usually",   "come",      "comes",     "coming",   "away",
         "back",     "people",   "customer",  "customers", "user",      "users",    "team",
         "our",      "add",      "added",     "adding",    "generated", "generate", "generates",
         "worth",    "because",  "due",       "show",      "deal",      "account"});
    const double weight = light ? 0.25 : 1.0;
    all += weight;
    if (draft.covered[i]) {
      used += weight;
      continue;
    }
    if (light) continue;
    const std::string word = desk.question.text.substr(words[i].offset, words[i].length);
    draft.plan.unused_words.push_back(word);
    const bool matters = restricts(desk, i) || describes(draft, i) || is_measure(desk, i) ||
                         is_counted_noun(desk, i) || is_asked_quality(desk, i);
    if (draft.failed || !matters) continue;
    draft.failed = true;
    draft.failure = word;
  }
  const double coverage = all > 0 ? used / all : 0;
  draft.score = coverage - draft.penalty + draft.candidate.bonus;
  if (draft.failed) draft.score -= 0.5;
  constexpr double loosely = 0.03;
  if (!draft.candidate.exact) draft.score -= loosely;
  draft.plan.confidence = std::clamp(coverage - (draft.failed ? 0.5 : 0), 0.0, 1.0);
}

}  // namespace sluice::analytics
