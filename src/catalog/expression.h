#pragma once
#include "catalog/expression_tree.h"

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace sluice::catalog {

inline constexpr std::size_t expression_depth_max = 32;
inline constexpr std::size_t expression_bytes_max = 4'096;

// Why a text is no expression.
struct ExpressionError {
  std::size_t position;  // In bytes from the start of the text.
  std::string message;   // A sentence for the author of the row.
};

// The whole text, or the first thing wrong with it. Nesting is limited (expression_depth_max).
[[nodiscard]] std::expected<Expression, ExpressionError> parse_expression(std::string_view text);

}  // namespace sluice::catalog
