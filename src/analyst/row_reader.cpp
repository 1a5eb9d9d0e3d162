#include "analyst/row_reader.h"

#include <algorithm>

namespace sluice::analyst {
namespace {

// The node that plain steps lead to, from a row or, after $, from the root.
[[nodiscard]] const Node* follow(const Node* node, const Path& path, std::size_t at) {
  for (; node != nullptr && at < path.size(); ++at)
    node = step_into(*node, path[at]);
  return node;
}

[[nodiscard]] const Node* zipped_list(const Spot* root, const Spot* row, const Path& path) {
  if (!path.empty() && path[0].kind == PathStep::Kind::root) return follow(root->node, path, 1);
  return follow(row->node, path, 0);
}

[[nodiscard]] bool starts_with(const Path& path, const Path& start) {
  return !start.empty() && path.size() >= start.size() &&
         std::equal(start.begin(), start.end(), path.begin());
}

}  // namespace

std::vector<Row> RowReader::rows_of(const std::vector<const Spot*>& spots) const {
  std::vector<Row> rows;
  rows.reserve(spots.size());
  for (const Spot* spot : spots) {
    std::size_t count = zip_.empty() ? 1 : 0;
    for (const Path& path : zip_) {
      const Node* list = zipped_list(root_, spot, path);
      if (list != nullptr) count = std::max(count, list->children.size());
    }
    for (std::size_t index = 0; index < count; ++index)
      rows.push_back({spot, index});
  }
  return rows;
}

RowReader::Place RowReader::start(const Row& row, const Path& path, std::size_t& at) const {
  for (const Path& zip : zip_) {
    if (!starts_with(path, zip)) continue;
    at = zip.size();
    const Node* list = zipped_list(root_, row.spot, zip);
    if (list == nullptr || row.zip_index >= list->children.size()) return {};
    const Node& child = list->children[row.zip_index];
    return {.node = &child, .spot = nullptr, .key = child.name, .index = row.zip_index};
  }
  const Spot* spot = row.spot;
  if (!path.empty() && path[0].kind == PathStep::Kind::root) {
    spot = root_;
    at = 1;
  }
  for (; spot != nullptr && at < path.size() && path[at].kind == PathStep::Kind::parent; ++at) {
    spot = spot->parent;
  }
  if (spot == nullptr) return {};
  const std::size_t index = zip_.empty() ? static_cast<std::size_t>(spot->index) : row.zip_index;
  return {.node = spot->node, .spot = spot, .key = spot->key, .index = index};
}

RawCell RowReader::read(const Row& row, const Path& path) {
  std::size_t at = 0;
  const Place place = start(row, path, at);
  if (place.node == nullptr) return {};
  if (at < path.size() && path[at].kind == PathStep::Kind::key) {
    return {.kind = Node::Kind::text, .text = place.key};
  }
  if (at < path.size() && path[at].kind == PathStep::Kind::index) {
    joined_ = std::to_string(place.index);
    return {.kind = Node::Kind::number, .text = joined_};
  }
  const bool many = std::any_of(path.begin(), path.end(), [](const PathStep& step) {
    return step.kind == PathStep::Kind::each;
  });
  if (many) {
    joined_.clear();
    collect(*place.node, path, at);
    return {.kind = joined_.empty() ? Node::Kind::null : Node::Kind::text, .text = joined_};
  }
  const Node* node = follow(place.node, path, at);
  return node == nullptr ? RawCell{} : cell_of(*node);
}

// A list of scalars reads as "a, b"; a structure is no cell.
RawCell RowReader::cell_of(const Node& node) {
  if (node.kind == Node::Kind::object) return {};
  if (node.kind != Node::Kind::array) return {.kind = node.kind, .text = node.text};
  joined_.clear();
  for (const Node& child : node.children)
    join(child);
  return {.kind = joined_.empty() ? Node::Kind::null : Node::Kind::text, .text = joined_};
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as the path is long.
void RowReader::collect(const Node& node, const Path& path, std::size_t at) {
  if (at == path.size()) {
    join(node);
  } else if (path[at].kind == PathStep::Kind::each) {
    for (const Node& child : node.children)
      collect(child, path, at + 1);
  } else if (const Node* child = step_into(node, path[at])) {
    collect(*child, path, at + 1);
  }
}

void RowReader::join(const Node& node) {
  const bool scalar = node.kind == Node::Kind::text || node.kind == Node::Kind::number ||
                      node.kind == Node::Kind::boolean;
  if (!scalar || joined_.size() > cell_bytes_max) return;
  if (!joined_.empty()) joined_ += ", ";
  joined_ += node.text;
}

}  // namespace sluice::analyst
