#pragma once
#include "sandbox/tool_call.h"

namespace sluice::sandbox {

// Aggregates over fact tables or a collection: rows as objects.
[[nodiscard]] OrSentence<Value> aggregate(const ToolCall& call);

}  // namespace sluice::sandbox
