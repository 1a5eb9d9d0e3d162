#pragma once
#include <algorithm>

namespace sluice::oauth {

// std::ranges::contains, which libstdc++ 12 does not have yet.
template <class Range, class Value>
[[nodiscard]] bool contains(const Range& range, const Value& value) {
  return std::ranges::find(range, value) != std::ranges::end(range);
}

}  // namespace sluice::oauth
