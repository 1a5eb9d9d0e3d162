#pragma once
#include "sandbox/condition.h"

#include <expected>
#include <string>
#include <string_view>

namespace sluice::sandbox {

// The filter of a query text or query object; the error is the sentence the vendor would answer.
using CompiledQuery = std::expected<Predicate, std::string>;

// What a language needs to know beside the query.
struct QueryContext {
  const Value& settings;  // The filter or query_language member of the world file.
  Instant now;
};

// True for the names that compile_query() understands.
[[nodiscard]] bool is_query_language(std::string_view name);

// `name` is a filter's "op" or a query_language's "name"; `query` is the argument, never null.
[[nodiscard]] CompiledQuery compile_query(std::string_view name, const Value& query,
                                          const QueryContext& context);

}  // namespace sluice::sandbox
