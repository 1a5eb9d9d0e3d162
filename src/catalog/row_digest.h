#pragma once
#include <expected>
#include <string>
#include <string_view>

namespace sluice::catalog {

// "sha256:" and 64 hex digits over what a row says: comments, order and spelling of the YAML do not
// count, so that an operator's copy of a built-in row has its digest. The error is a sentence with
// the line.
[[nodiscard]] std::expected<std::string, std::string> row_digest(std::string_view yaml);
// Of the row in the binary; empty when there is none of that slug.
[[nodiscard]] std::string built_in_digest(std::string_view slug);

}  // namespace sluice::catalog
