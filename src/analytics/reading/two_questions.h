#pragma once
#include "analytics/language/grammar.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// The parts of a text each of which begins like a question of its own: "what is A and how many B";
// fewer than two: it is one question. Whether each can be answered is for the reader to find.
inline constexpr std::size_t questions_max = 4;
[[nodiscard]] std::vector<std::string> questions_in(const Grammar& grammar, std::string_view text);

// The sentences that end in a question mark, each from its own first word, where there are two or
// more; else none.
[[nodiscard]] std::vector<std::string> marked_questions(std::string_view text);

}  // namespace sluice::analytics
