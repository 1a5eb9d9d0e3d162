#include "analytics/reading/why_not.h"

#include "analytics/reading/missing_value.h"
#include "analytics/reading/offers.h"
#include "analytics/reading/say.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

// Words that operate, that the catalog knows, or that are written as a name say something that the
// reading would lose: it would be another number.
[[nodiscard]] bool is_idle(const Scene& scene, std::size_t at) {
  const TextWord& word = scene.words[at];
  // "From partners", "of the northern region": rows are narrowed by what is not understood.
  for (std::size_t back = 1; back <= 2 && back <= at; ++back) {
    const std::string& before = scene.words[at - back].text;
    if (scene.grammar.is(WordList::determiners, before)) continue;
    if (scene.grammar.is(WordList::narrowing, before)) return false;
    break;
  }
  return !word.capital && !word.sign && !word.number && !word.stop &&
         !scene.lexicon.names(word.stem) && !scene.lexicon.is_own(word.text) &&
         !scene.grammar.vocabulary().contains(word.text);
}

// A reading that leaves out a word or two behind what it counts, none of which can be seen to say
// anything. The head of the question is never left out: "test coverage by repository".
[[nodiscard]] bool is_near(const Scene& scene, const Reading& reading) {
  constexpr std::size_t left_out_max = 2;
  constexpr double per_word = 4;
  const auto& left_out = reading.parse.unexplained;
  if (!reading.impossible.empty() || reading.counted_words.empty() || left_out.empty() ||
      left_out.size() > left_out_max || left_out.front() <= reading.counted_words.back() + 1)
    return false;
  const double cost = reading.cost - per_word * static_cast<double>(left_out.size());
  return cost <= answerable_cost &&
         std::ranges::all_of(left_out, [&](std::size_t at) { return is_idle(scene, at); });
}

// A word that may be what a row is called: no sign, no number and no word of the grammar's own.
[[nodiscard]] bool may_be_name(const Scene& scene, std::size_t at) {
  const TextWord& word = scene.words[at];
  constexpr std::size_t letters_min = 3;
  return !word.sign && !word.number && !word.stop && word.text.size() >= letters_min &&
         (scene.lexicon.knows(word.stem) || !scene.grammar.vocabulary().contains(word.text)) &&
         !scene.grammar.is(WordList::binding, word.text) &&
         !scene.grammar.is(WordList::negating, word.text);
}

// Whether a few names in its rows are all that the reading lacks.
[[nodiscard]] bool lacks_names_only(const Scene& scene, const Reading& reading) {
  constexpr double per_word = 4;
  const auto& left_out = reading.parse.unexplained;
  if (!reading.impossible.empty() || reading.counted_words.empty() || left_out.empty() ||
      left_out.size() > sought_words_max)
    return false;
  const double cost = reading.cost - per_word * static_cast<double>(left_out.size());
  return cost <= answerable_cost &&
         std::ranges::all_of(left_out, [&](std::size_t at) { return may_be_name(scene, at); });
}

void seek_names(const Scene& scene, const std::vector<Reading>& readings, NotRead& reason) {
  const auto reads_same = [](const SoughtNames& one, const Reading& other) {
    const Reference& first = one.plan.measures.front();
    const Reference& second = other.plan.measures.front();
    return first.vendor == second.vendor && first.entry == second.entry;
  };
  for (const Reading& reading : readings) {
    if (reason.sought.size() == sought_names_max) return;
    if (reading.plan.measures.empty() || !lacks_names_only(scene, reading)) continue;
    const bool sought = std::ranges::any_of(
        reason.sought, [&](const SoughtNames& one) { return reads_same(one, reading); });
    if (sought) continue;
    SoughtNames names{reading.plan, {}};
    for (const std::size_t at : reading.parse.unexplained)
      names.words.push_back(scene.words[at].text);
    reason.sought.push_back(std::move(names));
  }
}

// Nothing is counted: the words that nobody knows are in the way.
[[nodiscard]] NotRead nothing_counted(const Scene& scene) {
  NotRead reason;
  for (const TextWord& word : scene.words) {
    const bool known = word.sign || word.number || scene.lexicon.knows(word.stem) ||
                       scene.lexicon.is_own(word.text) ||
                       scene.grammar.vocabulary().contains(word.text) ||
                       scene.grammar.is(WordList::harmless, word.text) ||
                       scene.grammar.is(WordList::light, word.text);
    if (!known) reason.unknown.push_back(scene.text.substr(word.offset, word.length));
  }
  return reason;
}

}  // namespace

NotRead why_not(const Scene& scene, const std::vector<Reading>& readings) {
  if (readings.empty()) {
    NotRead nothing = nothing_counted(scene);
    if (nothing.unknown.empty())
      nothing.measured = with_measure(scene);
    else
      nothing.respelt = respelt(scene, readings);
    return nothing;
  }
  NotRead reason;
  reason.respelt = respelt(scene, readings);
  std::vector<const QueryPlan*> near;
  for (const Reading& reading : readings) {
    const bool told = std::any_of(near.begin(), near.end(), [&](const QueryPlan* other) {
      return means_the_same(*other, reading.plan);
    });
    if (near.size() < options_max - 1 && !told && is_near(scene, reading))
      near.push_back(&reading.plan);
  }
  for (const QueryPlan* plan : near)
    if (auto offered = offer(scene.context, scene.lexicon, *plan))
      reason.near.push_back(*std::move(offered));
  const Reading& best = readings.front();
  for (const std::size_t word : best.parse.unexplained)
    reason.unknown.push_back(scene.text.substr(scene.words[word].offset, scene.words[word].length));
  reason.impossible = best.impossible;
  reason.contradiction = best.contradiction;
  reason.value = missing_value(scene, best);
  seek_names(scene, readings, reason);
  return reason;
}

}  // namespace sluice::analytics
