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

// The languages. Qualifiers as code hosts have them: `is:open label:bug created:>=2026-01-01 word`.
[[nodiscard]] CompiledQuery compile_qualifiers(const Value& query, const QueryContext& context);
// Clauses joined by AND: `email:"a@b.c" AND created>1780000000`, "-" before a clause negates it.
// A leading `collection:` must have been taken off.
[[nodiscard]] CompiledQuery compile_clauses(const Value& query, const QueryContext& context);
// `[{filters: [{propertyName, operator, value, values, highValue}]}]`: groups are alternatives.
[[nodiscard]] CompiledQuery compile_filter_groups(const Value& query, const QueryContext& context);
// `[{key, operator, value}]` over the dimensions of a fact table.
[[nodiscard]] CompiledQuery compile_properties(const Value& query, const QueryContext& context);
// The small ones: compare, range, last-days, last-period, scope, eq-unless-account.
[[nodiscard]] CompiledQuery compile_compare(const Value& query, const QueryContext& context);
[[nodiscard]] CompiledQuery compile_range(const Value& query, const QueryContext& context);
[[nodiscard]] CompiledQuery compile_last_period(const Value& query, const QueryContext& context);
[[nodiscard]] CompiledQuery compile_scope(const Value& query, const QueryContext& context);
[[nodiscard]] CompiledQuery compile_unless_account(const Value& query, const QueryContext& context);

// `customers:name:"x"`: the collection named before the first colon, taken off the query; empty
// when there is none among `collections`.
[[nodiscard]] std::string take_collection(std::string& query, const Value& collections);

}  // namespace sluice::sandbox
