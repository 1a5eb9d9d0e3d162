#pragma once
#include "analytics/language/grammar.h"

#include <vector>

namespace sluice::analytics {

// "Move all deals to won", "refund the last invoice", "list stale issues and close them". Nouns
// and adjectives of the same spelling are reads: "closed deals", "refunds last month", "open PRs".
[[nodiscard]] bool is_write_request(const Grammar& grammar, const std::vector<TextWord>& words);

}  // namespace sluice::analytics
