#pragma once
#include "sandbox/tool_call.h"

#include <string>
#include <vector>

namespace sluice::sandbox {

// The collections a call reads ("items", "items_by"), in order.
[[nodiscard]] OrSentence<std::vector<std::string>> collections_of(const ToolCall& call);
// What "filters", "query_language", "filter_list" and "filter_tree" leave of a row.
[[nodiscard]] OrSentence<Predicate> row_filter(const ToolCall& call);

}  // namespace sluice::sandbox
