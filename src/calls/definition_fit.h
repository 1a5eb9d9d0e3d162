#pragma once
#include "base/json_text.h"
#include "catalog/vendor.h"

#include <string>

namespace sluice::calls {

// Why a listed definition cannot take what the row sends: an argument of the row's closed input
// that a closed schema does not name or that has another type there, or an argument that the
// schema demands and the row does not know. Empty when it can; what a schema leaves open, it can
// take. A number is a number, with a fraction or without.
[[nodiscard]] std::string misfit(const catalog::Tool& tool, JsonText input_schema);

}  // namespace sluice::calls
