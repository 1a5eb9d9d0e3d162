#include "analyst/list_guess.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace sluice::analyst {
namespace {

constexpr std::size_t guess_depth_max = 3;

[[nodiscard]] std::size_t list_worth(const Node& node) {
  constexpr std::array usual = {"data", "items", "results", "rows", "records", "nodes", "edges"};
  const bool named = std::find(usual.begin(), usual.end(), node.name) != usual.end();
  return node.children.size() * (named ? 2 : 1);
}

// NOLINTNEXTLINE(misc-no-recursion): bounded by `depth`.
[[nodiscard]] const Node* best_list(const Node& node, std::size_t depth) {
  if (is_list_of_objects(node)) return &node;
  if (node.kind != Node::Kind::object || depth == 0) return nullptr;
  const Node* best = nullptr;
  for (const Node& child : node.children) {
    const Node* list = best_list(child, depth - 1);
    if (list != nullptr && (best == nullptr || list_worth(*list) > list_worth(*best))) best = list;
  }
  return best;
}

}  // namespace

bool is_list_of_objects(const Node& node) {
  return node.kind == Node::Kind::array && !node.children.empty() &&
         std::all_of(node.children.begin(), node.children.end(),
                     [](const Node& child) { return child.kind == Node::Kind::object; });
}

const Node* guessed_list(const Node& answer) {
  return best_list(answer, guess_depth_max);
}

}  // namespace sluice::analyst
