#pragma once
#include "base/json_text.h"

#include <expected>
#include <string>
#include <string_view>

namespace sluice::mcp {

// The digest by which a reviewed tool definition is recognised: "sha256:" + 64 hex digits over the
// canonical text of its name, title, description, inputSchema, outputSchema and annotations (an
// absent or null member is left out). Everything else that a server adds does not count. The error
// is a sentence: no JSON object, a member named twice, or no name.
[[nodiscard]] std::expected<std::string, std::string> definition_digest(
    std::string_view definition);

// The same over name and inputSchema alone: what a reviewer can know of a definition that somebody
// else captured.
[[nodiscard]] std::expected<std::string, std::string> definition_shape(std::string_view definition);

// JSON with members sorted by code point, no blanks, shortest escapes, and the text of every
// number as it was written. `value` must come from a check that refused duplicate members.
[[nodiscard]] std::string canonical_json(JsonText value);

}  // namespace sluice::mcp
