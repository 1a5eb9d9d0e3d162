#pragma once
#include "sandbox/tool_call.h"

namespace sluice::sandbox {

// A report over the items of a collection, for tools whose specification has an "aggregate":
//   {"measures": {"argument", "function", "column"}, "group_by": {"argument", "paths"}, "path"}
// `measures.argument` holds one {function, column} or a list of them, `path` says where a column
// stands in an item, `group_by.paths` where else to look first for one that groups. One row a
// group, in the order of the items: the group's columns, then FUNCTION_column. Sums, means,
// medians, bounds, counts; the error is the sentence for another function or for a column that no
// item has.
[[nodiscard]] OrSentence<Value> item_report(const ToolCall& call);

}  // namespace sluice::sandbox
