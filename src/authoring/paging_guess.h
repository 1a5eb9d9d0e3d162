#pragma once
#include "base/json.h"

#include <string>

namespace sluice::authoring {

// The paging that the names of a tool's arguments let guess, in a row's words: "{style: cursor,
// argument: after, next: ..., size: {limit: 100}}"; empty: none. `input` is the short form. Only
// ever a comment: where the next cursor stands says an answer alone.
[[nodiscard]] std::string paging_guess(const Json& input);

}  // namespace sluice::authoring
