#pragma once
// The steps of one tool call, in the order in which they run. For the engine's own files only.
#include "sandbox/arguments.h"
#include "sandbox/condition.h"
#include "sandbox/world.h"

#include "base/time_zone.h"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::sandbox {

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

// The collections a call reads ("items", "items_by"), in order.
[[nodiscard]] OrSentence<std::vector<std::string>> collections_of(const ToolCall& call);
// What "filters", "query_language", "filter_list" and "filter_tree" leave of a row.
[[nodiscard]] OrSentence<Predicate> row_filter(const ToolCall& call);
[[nodiscard]] OrSentence<Rows> sorted(const ToolCall& call, Rows rows);
// The members of a row as the vendor sends them (omit, choose, project, no private ones).
[[nodiscard]] Value shown(const ToolCall& call, const Value& row);

// One page of an answer and what the envelope's members say about it.
struct Page {
  std::size_t offset = 0;
  std::size_t count = 0;
  std::size_t size = 0;
  std::size_t total = 0;
  std::string next;  // Empty: no more.
};
[[nodiscard]] OrSentence<Page> page_of(const ToolCall& call, const Rows& rows);
// The same when the rows were made by the call (aggregates): they are `total` many.
[[nodiscard]] OrSentence<Page> page_of_count(const ToolCall& call, std::size_t total);
// The answer: the envelope with its computed members, the rows at rows_path.
[[nodiscard]] Value in_envelope(const ToolCall& call, Value rows, const Page& page);

// Aggregates over fact tables or a collection: rows as objects.
[[nodiscard]] OrSentence<Value> aggregate(const ToolCall& call);

// The tools/call result in the tool's content form.
[[nodiscard]] Value rendered(const ToolCall& call, const Value& answer);

}  // namespace sluice::sandbox
