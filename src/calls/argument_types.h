#pragma once
#include "base/json.h"

namespace sluice::calls {

// Writes a number as its digits wherever the reviewed schema takes a text there and nothing else:
// some servers declare a page, a limit or an id as a text, and a row need not repeat it.
void numbers_to_texts(const Json& schema, Json& value);

}  // namespace sluice::calls
