#pragma once
#include "analyst/document.h"

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analyst {

// One step of a path such as "$.data[*].items[-1]['a b']"; see docs/catalog-rows.md.
struct PathStep {
  enum class Kind {
    root,      // $
    argument,  // $argument: what was asked with
    parent,    // ^: the element around, chosen by the [*] before
    member,    // .name or ['name']
    at,        // [0], [-1]
    where,     // [name=Priority]: the first element whose member `name` holds `value`
    each,      // [*] or []
    key,       // @key: the name under which [*] met the value
    index,     // @index: the position at which [*] met the value
  };
  Kind kind = Kind::member;
  std::string name{};
  std::int64_t position = 0;
  std::string value{};
  friend bool operator==(const PathStep&, const PathStep&) = default;
};
using Path = std::vector<PathStep>;

// Empty, "@" and "@value" are the row itself. The error is a sentence for the author of a catalog
// row; no path ever comes from a vendor.
[[nodiscard]] std::expected<Path, std::string> parse_path(std::string_view text);

// One value on the way down: the node, how it was met, and the element around it.
struct LocatedNode {
  const Node* node = nullptr;
  const LocatedNode* parent = nullptr;  // The nearest element around; null for the root.
  bool element = false;                 // Met by [*], or the root.
  std::string_view key{};
  std::int64_t index = 0;
};

// The element that a plain step (member, at, where) leads to; null when there is none.
[[nodiscard]] const Node* step_into(const Node& node, const PathStep& step);

}  // namespace sluice::analyst
