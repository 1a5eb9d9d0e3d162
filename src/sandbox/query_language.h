#pragma once
#include "sandbox/tool_call.h"

#include <string>
#include <string_view>

namespace sluice::sandbox {

// The filter of a query text or query object; the error is the sentence the vendor would answer.
using CompiledQuery = OrSentence<Predicate>;

// What the reading of one query needs beside the query itself. A language is data
// (sandbox/languages/NAME.json, see sandbox/languages/README.md): its "form" names one of the few
// grammars below, its other members the words of it. No vendor's language stands in code.
struct QueryContext {
  const ToolCall& call;
  const Value& settings;  // The filter or query_language member of the world file.
  const Value& language;  // Null for the small ones that need no words.
};

// True for the names that compile_query() understands in this world.
[[nodiscard]] bool is_query_language(const World& world, std::string_view name);
// `name` is a filter's "op" or a query_language's "name"; `query` is the argument, never null.
[[nodiscard]] CompiledQuery compile_query(const ToolCall& call, std::string_view name,
                                          const Value& query, const Value& settings);

// Whether any row that the call is about has something there. A vendor refuses a field that it does
// not have; finding nothing instead would be a plausible wrong answer.
[[nodiscard]] bool some_row_has(const ToolCall& call, std::string_view path);

// "properties.<name>" or "cells.{id}" with the first gap filled.
[[nodiscard]] std::string filled(std::string pattern, std::string_view name);

}  // namespace sluice::sandbox
