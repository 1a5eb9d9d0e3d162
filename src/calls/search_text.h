#pragma once
#include "base/json.h"
#include "catalog/vendor.h"

#include <expected>
#include <string>
#include <string_view>

namespace sluice::calls {

inline constexpr std::size_t search_bytes_max = 256;

// Words that a person would type into a search box: letters, digits, blanks and a few marks that
// stand inside words. No quote, colon, bracket, semicolon, comparison or line break, so that no
// search language finds an operator in it.
[[nodiscard]] bool is_plain_words(std::string_view text);

// The search text as it leaves: words, "phrases" and qualifiers (`is:open`, `-label:bug`). Each
// qualifier that the rule binds says the connection's own parameter, and is appended where it is
// missing; beside those only the rule's own may stand. The error is a sentence. `parameters` null:
// no connection to compare with (the shell's question).
[[nodiscard]] std::expected<std::string, std::string> bound_search(
    const catalog::ArgumentRule& rule, std::string_view text, const Json& parameters);

}  // namespace sluice::calls
