#pragma once
#include "base/json.h"

#include <functional>
#include <string>
#include <string_view>

namespace sluice::sources {

// What "${from}" stands for; nothing for a name that is not known. Numbers stay numbers where the
// text is nothing but the placeholder.
using Substitute = std::function<Json(std::string_view name)>;

// The template with every "${name}" filled in; a member whose placeholder has no value is left
// out.
[[nodiscard]] Json fill_in(const Json& arguments, const Substitute& substitute);

// Sets the member at a dotted path, making objects on the way. "a.list[]" appends to a list (once:
// what is there already is not repeated); "query+" appends a word to a text.
void set_argument(Json& arguments, std::string_view path, const Json& value);

// Lays `extra` over `base`: objects are merged, everything else is replaced.
[[nodiscard]] Json merged(Json base, const Json& extra);

}  // namespace sluice::sources
