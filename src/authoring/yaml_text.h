#pragma once
#include "base/json.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace sluice::authoring {

inline constexpr std::size_t line_columns_max = 100;

// A text as a YAML scalar that reads back as that text, in braces too: plain where it can be,
// quoted where it could be taken for anything else.
[[nodiscard]] std::string yaml_text(std::string_view text);
// A comment of one or more lines, each within the width, without characters that nobody sees:
// what a vendor wrote must not leave the comment.
[[nodiscard]] std::string yaml_comment(std::string_view text, std::size_t indent);
// "name: {a: b, c!: d}" with its members broken over lines where they are too wide. Members that
// are required ("id!") come first.
[[nodiscard]] std::string yaml_member(std::string_view name, const Json& value, std::size_t indent);

}  // namespace sluice::authoring
