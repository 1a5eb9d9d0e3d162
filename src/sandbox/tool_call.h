#pragma once
// One tool call, as its steps see it (row_filter.h, row_shape.h, paging.h or aggregate.h,
// rendering.h, in this order). For the engine's own files only.
#include "sandbox/arguments.h"
#include "sandbox/condition.h"
#include "sandbox/world.h"

#include "base/time_zone.h"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::sandbox {

// Or the sentence that the vendor would answer; it becomes the text of a tool error.
template <class T>
using OrSentence = std::expected<T, std::string>;

// One call: the tool's specification (of the operation, for a dispatcher) and its arguments.
struct ToolCall {
  const World& world;
  const Value& spec;
  const Arguments& arguments;
  Instant now;
  const TimeZone& zone;
};

// Rows of the world that the call is about; they stay where they are.
using Rows = std::vector<const Value*>;

}  // namespace sluice::sandbox
