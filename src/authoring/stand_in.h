#pragma once
#include "base/json.h"
#include "catalog/vendor.h"

#include <string_view>

namespace sluice::authoring {

// Values that a check puts where a question or a connection would: of the right type, and one of
// the choices where there are any.

// What "${from}", "${grain}", "${connection.NAME}" and their like stand for; null: no such name.
[[nodiscard]] Json stand_in_for(const catalog::Vendor& vendor, std::string_view placeholder);
// Every parameter of the row, as somebody could have filled them in.
[[nodiscard]] Json stand_in_parameters(const catalog::Vendor& vendor);
// One value of a field; `schema`: of the place it goes to, null when that is not known.
[[nodiscard]] Json stand_in_value(const catalog::Field& field, const Json& schema);
// The schema of the place at an argument's path ("created.gte", "series[0].math"); null: the input
// has no such place, or leaves it open.
[[nodiscard]] const Json& schema_at(const Json& input, std::string_view path);

}  // namespace sluice::authoring
