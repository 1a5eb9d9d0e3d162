#pragma once
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::authoring {

// The definitions in a list of tools, each as raw JSON (a digest counts every number as it was
// written): the result of tools/list, alone or in its answer, an array, or what `sluice mcp tools
// --json` prints. The error is a sentence.
[[nodiscard]] std::expected<std::vector<std::string>, std::string> definitions_in(
    std::string_view document);

}  // namespace sluice::authoring
