#pragma once
#include "base/json.h"

#include <cstddef>

namespace sluice::authoring {

// A reviewer reads no deeper, and a schema that refers to itself has to end somewhere.
inline constexpr int shape_depth_max = 8;
inline constexpr std::size_t shape_members_max = 2'000;

// A server's input schema in the short form in which a row writes it (catalog/input_shape.h). What
// the short form cannot say becomes wider ("any", "object"), never narrower: a reviewer closes it.
// References outside of the schema, what is nested too deep and what comes after too many members
// is "any".
[[nodiscard]] Json shape_of_schema(const Json& schema);

}  // namespace sluice::authoring
