#pragma once
#include "base/json.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::catalog {

// A place in the arguments of a call: "created.gte", "series[0].math", "filters[]" (appends to a
// list), "query+" (appends a word to a text). One grammar, for the check of a row and for the call:
// what is not a path must not become the name of a member that the vendor ignores.
struct ArgumentStep {
  std::string name{};                  // A member; empty: an element.
  std::optional<std::size_t> index{};  // Of an element; empty: a new one at the end.
};
// The steps from the arguments' object on; `adds_a_word` for a path that ends in "+".
struct ArgumentPath {
  std::vector<ArgumentStep> steps{};
  bool adds_a_word = false;
};
inline constexpr std::size_t argument_index_max = 63;

// Nothing when the text is no path.
[[nodiscard]] std::optional<ArgumentPath> parse_argument_path(std::string_view text);
// What stands at the path in the arguments of a call; null: nothing, or the text is no path to one
// place.
[[nodiscard]] const Json& argument_at(const Json& arguments, std::string_view path);
[[nodiscard]] inline bool is_argument_path(std::string_view text) {
  return parse_argument_path(text).has_value();
}

}  // namespace sluice::catalog
