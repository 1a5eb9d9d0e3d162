#include "analytics/reading/no_question.h"

#include "analytics/reading/plan_outcome.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

// Words of another language outnumber the English ones, or letters of another script.
[[nodiscard]] bool is_other_language(const Grammar& grammar, const std::vector<TextWord>& words) {
  std::size_t other = 0;
  std::size_t english = 0;
  std::size_t letters = 0;
  std::size_t unreadable = 0;
  for (const TextWord& word : words) {
    if (word.sign || word.number) continue;
    ++letters;
    // A letter that folding does not know stands as a question mark.
    if (word.text.find('?') != std::string::npos) ++unreadable;
    if (grammar.is(WordList::foreign, word.text)) ++other;
    if (word.stop) ++english;
  }
  if (letters == 0) return false;
  constexpr std::size_t several = 2;
  return unreadable * 2 > letters || (other >= several && other > english);
}

[[nodiscard]] bool says_any(const Grammar& grammar, PhraseList list,
                            const std::vector<TextWord>& words) {
  for (std::size_t at = 0; at < words.size(); ++at)
    if (grammar.phrase_at(list, words, at) > 0) return true;
  return false;
}

}  // namespace

NoQuestion no_question(const Grammar& grammar, std::string_view text,
                       const std::vector<TextWord>& words) {
  if (text.size() > question_bytes_max) return NoQuestion::too_long;
  const bool blank = std::all_of(text.begin(), text.end(), [](char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  });
  if (blank) return NoQuestion::empty;
  const bool worded =
      std::any_of(words.begin(), words.end(), [](const TextWord& word) { return !word.sign; });
  if (!worded) return NoQuestion::signs;
  if (is_other_language(grammar, words)) return NoQuestion::other_language;
  if (says_any(grammar, PhraseList::statements, words)) return NoQuestion::statement;
  if (says_any(grammar, PhraseList::instructions, words)) return NoQuestion::instruction;
  if (says_any(grammar, PhraseList::advice, words)) return NoQuestion::advice;
  return NoQuestion::none;
}

}  // namespace sluice::analytics
