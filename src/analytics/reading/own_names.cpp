#include "analytics/reading/own_names.h"

#include <algorithm>
#include <vector>

namespace sluice::analytics {
namespace {

// What else than a name the words of an own value say, the strongest of it.
enum class SaysElse { nothing, other_value, noun_or_rule };

[[nodiscard]] bool covers(const Match& other, const Match& own) {
  return other.first() <= own.first() && own.last() <= other.last();
}

[[nodiscard]] SaysElse of_catalog(const Scene& scene, const Match& own) {
  SaysElse says = SaysElse::nothing;
  for (const Match& other : scene.matches) {
    if (other.term->own || !other.exact || !covers(other, own)) continue;
    const bool value = other.term->kind == Term::Kind::value;
    says = std::max(says, value ? SaysElse::other_value : SaysElse::noun_or_rule);
  }
  return says;
}

[[nodiscard]] bool is_of_grammar(const Scene& scene, std::size_t at) {
  const TextWord& word = scene.words[at];
  return word.stop || word.number || scene.grammar.vocabulary().contains(word.text) ||
         scene.grammar.is(WordList::harmless, word.text) ||
         scene.grammar.is(WordList::light, word.text);
}

[[nodiscard]] SaysElse says_else(const Scene& scene, const Match& own) {
  const bool of_rules =
      std::ranges::all_of(own.words, [&](std::size_t at) { return is_of_grammar(scene, at); });
  return of_rules ? SaysElse::noun_or_rule : of_catalog(scene, own);
}

// Whether the match is the noun of the value's field, or of the rows that are called so.
[[nodiscard]] bool is_noun_of(const Match& noun, const Term& own) {
  if (!noun.exact || noun.term->own) return false;
  if (noun.term->kind == Term::Kind::field) return noun.term->field == own.field;
  return noun.term->kind == Term::Kind::entry && noun.term->entry == own.entry &&
         own.entry->name_field == own.field->name;
}

// "Team growth", "the growth team", "repository: web-app".
[[nodiscard]] bool has_noun_beside(const Scene& scene, const Match& own) {
  return std::ranges::any_of(scene.matches, [&](const Match& noun) {
    if (!is_noun_of(noun, *own.term)) return false;
    const std::size_t next = noun.last() + 1;
    return noun.first() == own.last() + 1 || next == own.first() ||
           (next + 1 == own.first() && scene.grammar.is(WordList::name_links, scene.words, next));
  });
}

[[nodiscard]] bool is_led(const Scene& scene, const Match& own) {
  return own.first() > 0 &&
         scene.grammar.is(WordList::own_name_leads, scene.words[own.first() - 1].text);
}

// A sentence begins with a capital, and a title has them everywhere.
[[nodiscard]] bool is_written_as_name(const Scene& scene, const Match& own) {
  return own.first() > 0 &&
         std::ranges::all_of(own.words, [&](std::size_t at) { return scene.words[at].capital; });
}

[[nodiscard]] bool is_meant(const Scene& scene, const Match& own) {
  const SaysElse says = says_else(scene, own);
  if (says == SaysElse::nothing || has_noun_beside(scene, own)) return true;
  return says == SaysElse::other_value && (is_led(scene, own) || is_written_as_name(scene, own));
}

}  // namespace

void keep_meant_own_values(Scene& scene) {
  std::vector<Match> kept;
  for (const Match& match : scene.matches)
    if (!match.term->own || is_meant(scene, match)) kept.push_back(match);
  scene.matches = std::move(kept);
}

}  // namespace sluice::analytics
