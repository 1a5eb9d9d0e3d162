#pragma once
#include "base/json.h"

#include <cstddef>
#include <expected>
#include <map>
#include <string>
#include <string_view>

namespace sluice::catalog {

// One thing wrong with a row, for its author.
struct RowError {
  std::string file;
  std::size_t line = 0;  // From 1; 0: the file as a whole.
  std::string message;   // What is wrong, with what is allowed.
};
// "FILE:LINE: what is wrong", as compilers write it.
[[nodiscard]] std::string to_text(const RowError& error);

// A row file as a JSON value, with the line of each member and element.
struct RowDocument {
  std::string file;
  Json root;
  std::map<std::string, std::size_t> lines;  // By path: "tools/list_customers/verdict".
  // The line of the path or of the nearest place above it.
  [[nodiscard]] std::size_t line_of(std::string path) const;
};

inline constexpr std::size_t row_bytes_max = 1'048'576;
inline constexpr int row_depth_max = 32;

// Reads YAML without anchors, aliases, tags or duplicate members; plain scalars become null, true,
// false and numbers as in JSON (and nothing else: "yes" and "1e5x" stay text).
[[nodiscard]] std::expected<RowDocument, RowError> read_row_document(std::string file,
                                                                     std::string_view text);

}  // namespace sluice::catalog
