#pragma once
#include "analyst/document.h"

#include <span>
#include <string>
#include <string_view>

namespace sluice::analyst {

// Servers often report a failure in the place of data, with isError false: a sentence, or an
// object whose list is empty. Such an answer is an error, never a table and never a zero.

// Whether prose reports a failure: "Error: ...", "❌ Tool Error: ...", "missing required
// parameter".
[[nodiscard]] bool reports_failure(std::string_view prose);

// Whether an object reports a failure: {"error": {...}, "data": []}, {"success": false}, GraphQL's
// errors. Members that the entry reads as its own (`columns`) are data, whatever their names. An
// object that surrounds the rows speaks for the whole answer, so more is taken as a report there.
enum class Role { around_the_rows, the_row_itself };
[[nodiscard]] bool reports_failure(const Node& node, std::span<const std::string> columns,
                                   Role role);

// Whether the answer says itself that it was cut: {"_truncated": true}, "--- TRUNCATED ---".
// Looked for in the object's own members, and in the first and last 300 bytes of prose: further in,
// the word may belong to a vendor's row.
[[nodiscard]] bool says_cut(const Node& node);
[[nodiscard]] bool says_cut(std::string_view prose);

}  // namespace sluice::analyst
