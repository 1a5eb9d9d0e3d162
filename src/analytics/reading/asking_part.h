#pragma once
#include "analytics/language/grammar.h"
#include "analytics/language/period.h"
#include "analytics/meaning/lexicon.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// The part of a text that asks, where the rest only tells why: "I miss the old report. How many
// ...".
struct AskingPart {
  std::string text;
  std::string left_out;  // For the person: what was taken for background. Empty: nothing.
  double cost = 0;
  bool names_measure = false;  // Of what was left out: it may have been meant.
};

// The whole text first, then its shorter forms. Left out may be what somebody tells or muses about,
// who wants an answer and what for, in front of what is asked or behind it; and only where nothing
// of it could change the answer (Background::may_be_left_out) and the rest does not point back to
// it ("them"). A source that only the left-out words name is kept.
inline constexpr std::size_t asking_parts_max = 12;
// Longer stories are read whole and not searched for the part that asks; and all shorter forms
// together have at most so many words, because each is read like a question of its own.
inline constexpr std::size_t asking_sentences_max = 12;
inline constexpr std::size_t asking_words_max = 400;
[[nodiscard]] std::vector<AskingPart> asking_parts(const Grammar& grammar, const Lexicon& lexicon,
                                                   std::string_view text,
                                                   const PeriodContext& period);

}  // namespace sluice::analytics
