#pragma once
#include "sandbox/tool_call.h"

#include <cstddef>
#include <string>

namespace sluice::sandbox {

// One page of an answer and what the envelope's members say about it.
struct Page {
  std::size_t offset = 0;
  std::size_t count = 0;
  std::size_t size = 0;
  std::size_t total = 0;
  std::string next;  // Empty: no more.
};
// The page that the arguments ask for; all rows of a tool without "paging". Fails for a cursor that
// no page gave and for a size below 1; a size above the vendor's own is cut to it, as vendors do.
[[nodiscard]] OrSentence<Page> page_of(const ToolCall& call, const Rows& rows);
// The same when the rows were made by the call (aggregates): they are `total` many.
[[nodiscard]] OrSentence<Page> page_of_count(const ToolCall& call, std::size_t total);
// The answer: the envelope with its computed members, the rows at rows_path.
[[nodiscard]] Value in_envelope(const ToolCall& call, Value rows, const Page& page);

}  // namespace sluice::sandbox
