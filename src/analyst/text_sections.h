#pragma once
#include "analyst/document.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice::analyst {

// Rows that stand in several places of one text. The nodes point into `text` and `store`.

// What every such row has beside its own members.
inline constexpr std::string_view heading_member = "heading";  // What stands over it.
inline constexpr std::string_view link_member = "link";        // Where that leads, if anywhere.
inline constexpr std::string_view text_member_name = "text";   // A section's first line of prose.

// The rows of all tables of the text that have one of the `columns`, in its order: Markdown tables,
// and paragraphs of delimited lines that may begin with a line of their own. Each row has what
// stands over its table as a member. Nothing where there are not several tables (one is no matter
// of blocks, unless its heading is asked for), and where a paragraph looks like a table and cannot
// be read: the others would pass for the whole.
[[nodiscard]] std::optional<Node> read_table_blocks(std::string_view text,
                                                    std::span<const std::string> columns,
                                                    TextStore& store);

// Markdown sections, each a row: "## 1. [ABC-1](https://...)" gives heading (without its number)
// and link, "- **Status**: open" the member Status, a first line of prose text. The rows are the
// sections of the highest level of which one has a member that is among `columns`; where headings
// of that level are numbered, those with a number. What is deeper belongs to them. Nothing when the
// text has none.
[[nodiscard]] std::optional<Node> read_sections(std::string_view text,
                                                std::span<const std::string> columns);

}  // namespace sluice::analyst
