#pragma once
#include "base/json.h"
#include "catalog/vendor.h"

#include <cstddef>
#include <string>

namespace sluice::cli {

// How `sluice catalog` shows a row.

[[nodiscard]] std::size_t callable_tools(const catalog::Vendor& vendor);
// One line of the list.
[[nodiscard]] OrderedJson summary_of(const catalog::Vendor& vendor);
// The same with its tools, measures and questions.
[[nodiscard]] OrderedJson description_of(const catalog::Vendor& vendor);
// "from FILE (sha256:...), in the place of the built-in one (sha256:...)"; empty: built in.
[[nodiscard]] std::string origin_words(const catalog::Vendor& vendor);
// For a person: what it is, what of it nobody has confirmed, what the operator does first, its
// tools and measures.
void print_row(const catalog::Vendor& vendor);

}  // namespace sluice::cli
