#pragma once
#include <string_view>

namespace sluice::oauth {

// What a stable reason means and what to do about it, for the log and the operator; a sentence that
// fits every document where there is no special one. Quotes nobody.
[[nodiscard]] std::string_view explain(std::string_view reason);

}  // namespace sluice::oauth
