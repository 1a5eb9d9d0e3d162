#pragma once
#include "base/json.h"

#include <functional>
#include <string_view>

namespace sluice::catalog {

// What "${from}" stands for; nothing for a name that is not known. Numbers stay numbers where the
// text is nothing but the placeholder.
using Substitute = std::function<Json(std::string_view name)>;

// The template with every "${name}" filled in; a member whose placeholder has no value is left
// out.
[[nodiscard]] Json fill_in(const Json& arguments, const Substitute& substitute);

// The same for "${connection.NAME}" alone: the values that were filled in when connecting.
[[nodiscard]] Json fill_in_connection(const Json& arguments, const Json& parameters);

}  // namespace sluice::catalog
