#pragma once
#include "analytics/language/grammar.h"

#include <string_view>
#include <vector>

namespace sluice::analytics {

// What a text is, if it is no question about data in English.
enum class NoQuestion {
  none,  // It may be one.
  empty,
  signs,  // Nothing but signs.
  too_long,
  other_language,
  statement,  // For a database.
  instruction,
  advice,  // What to do, or what somebody thinks of it.  // To a program that would obey its input.
};
[[nodiscard]] NoQuestion no_question(const Grammar& grammar, std::string_view text,
                                     const std::vector<TextWord>& words);

}  // namespace sluice::analytics
