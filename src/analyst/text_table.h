#pragma once
#include "analyst/document.h"

#include <optional>
#include <string_view>

namespace sluice::analyst {

// Tables written as text, turned into an array of objects whose values are texts (empty cells are
// null). Nothing when the text is not of the form. The nodes point into `text` and `store`.

// RFC 4180, with a heading row: at least two rows, all with as many fields; comma, tab or
// semicolon.
[[nodiscard]] std::optional<Node> read_delimited(std::string_view text, TextStore& store);
// A heading row, a row of dashes, rows; text around the table is left out.
[[nodiscard]] std::optional<Node> read_markdown_table(std::string_view text, TextStore& store);
// Lines "key: value", at least two and nothing else: one row.
[[nodiscard]] std::optional<Node> read_key_values(std::string_view text);

}  // namespace sluice::analyst
