#pragma once
#include "sandbox/query_language.h"

namespace sluice::sandbox {

// The comparisons of objects: `[{field, operator, value}]`, or groups of them as alternatives.
[[nodiscard]] CompiledQuery compile_conditions(const Value& query, const QueryContext& context);
// Nested {operator, operands}: and/or over nodes, a comparison over [field, value].
[[nodiscard]] CompiledQuery compile_tree(const Value& query, const QueryContext& context);
// `{attribute: value, attribute: {operator: value}, and: [...]}`.
[[nodiscard]] CompiledQuery compile_mapping(const Value& query, const QueryContext& context);

}  // namespace sluice::sandbox
