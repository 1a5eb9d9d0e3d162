#pragma once
#include "sandbox/query_language.h"

#include <string>

namespace sluice::sandbox {

// A text of clauses `field sign value`, joined by the language's words for and, or and not, with
// or without parentheses. At most 16 deep.
[[nodiscard]] CompiledQuery compile_expression(const Value& query, const QueryContext& context);
// `customers:name:"x"`: the collection named before the first colon, taken off the query; empty
// when there is none among `collections`. For languages that say "names_collection".
[[nodiscard]] std::string take_collection(std::string& query, const Value& collections);

}  // namespace sluice::sandbox
