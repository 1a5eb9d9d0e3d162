#pragma once
#include "sandbox/query_language.h"

#include <string>

namespace sluice::sandbox {

// Clauses joined by AND: `email:"a@b.c" AND created>1780000000`, "-" before a clause negates it.
// A leading `collection:` must have been taken off.
[[nodiscard]] CompiledQuery compile_clauses(const Value& query, const QueryContext& context);
// `[{filters: [{propertyName, operator, value, values, highValue}]}]`: groups are alternatives.
[[nodiscard]] CompiledQuery compile_filter_groups(const Value& query, const QueryContext& context);
// `[{key, operator, value}]` over the dimensions of a fact table.
[[nodiscard]] CompiledQuery compile_properties(const Value& query, const QueryContext& context);
// `customers:name:"x"`: the collection named before the first colon, taken off the query; empty
// when there is none among `collections`.
[[nodiscard]] std::string take_collection(std::string& query, const Value& collections);

}  // namespace sluice::sandbox
