#pragma once
#include "base/json.h"

#include <string_view>

namespace sluice::sources {

// Sets the place at a path (catalog/argument_path.h), making objects and lists on the way.
// "a.list[]" appends to a list (once: what is there already is not repeated); "query+" appends a
// word to a text. False, and nothing is set, when the text is no path.
bool set_argument(Json& arguments, std::string_view path, const Json& value);

// Lays `extra` over `base`: objects are merged, everything else is replaced.
[[nodiscard]] Json merged(Json base, const Json& extra);

}  // namespace sluice::sources
