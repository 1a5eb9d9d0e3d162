#pragma once
#include "base/json_text.h"

#include <string>
#include <vector>

namespace sluice::calls {

// Something about a tool's definition that a reviewer must not miss: a stable code, and a sentence
// in which nothing stands that the server wrote beyond plain words.
struct Finding {
  std::string reason;
  std::string detail;
};

inline constexpr std::size_t definition_bytes_max = std::size_t{256} * 1024;
inline constexpr std::size_t tool_name_bytes_max = 128;  // MCP 2026-07-28, "Tool Names".

// Everything found, the worst first: a name that is not one, characters that nobody sees, a schema
// that reaches out or hangs a validator, words to the model, what the tool says or lets guess about
// writing, about secrets, about arguments that decide. Empty does not mean harmless.
// `definition` comes from a check that refused duplicate members.
[[nodiscard]] std::vector<Finding> definition_findings(JsonText definition);

// 1 to 128 of A-Z a-z 0-9 _ - . and no word that means something to a script engine.
[[nodiscard]] bool is_plain_tool_name(std::string_view name);
// Whether the text holds a character that is not drawn: controls, zero width, direction marks,
// tags. Line breaks and tabs are fine.
[[nodiscard]] bool has_hidden_character(std::string_view text);
// Whether a pattern repeats a group that repeats: such a one can take a backtracking validator
// longer than the universe has.
[[nodiscard]] bool is_catastrophic_pattern(std::string_view pattern);

}  // namespace sluice::calls
