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

struct Vendor;
// Whose row it is, for a person who looks at the vendor: the operator's, with its digest and that
// of the built-in row which it stands in for; empty: it is built in.
[[nodiscard]] std::string origin_text(const Vendor& vendor);

}  // namespace sluice::catalog
