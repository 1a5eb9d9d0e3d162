#pragma once
#include "base/json.h"

#include <expected>
#include <string>

namespace sluice::catalog {

// The short form in which a row writes a tool's reviewed input, as a JSON Schema that allows no
// other member:
//   {owner!: string, state: [open, closed], page: integer, labels: "string[]",
//    created: {gte: integer, lt: integer}, query: "object|string", params: object}
// A name that ends in "!" is required; a list is a closed choice; a mapping is an object with
// exactly these members; "object" and "any" are open. The error names the member.
[[nodiscard]] std::expected<Json, std::string> schema_from_shape(const Json& shape);

}  // namespace sluice::catalog
