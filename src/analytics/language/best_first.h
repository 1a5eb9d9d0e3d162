#pragma once
#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace sluice::analytics {

// The items by falling rank; equal ones keep their order. (std::stable_sort of this library is
// deprecated from the inside.)
template <class Item, class Rank>
[[nodiscard]] std::vector<Item> best_first(std::vector<Item> items, const Rank& rank) {
  using Value = decltype(rank(items.front()));
  std::vector<std::pair<Value, std::size_t>> order;
  order.reserve(items.size());
  for (std::size_t i = 0; i < items.size(); ++i)
    order.emplace_back(rank(items[i]), i);
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first > b.first;
    return a.second < b.second;
  });
  std::vector<Item> sorted;
  sorted.reserve(items.size());
  for (const auto& [value, index] : order)
    sorted.push_back(std::move(items[index]));
  return sorted;
}

}  // namespace sluice::analytics
