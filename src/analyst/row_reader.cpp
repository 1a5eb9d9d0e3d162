#include "analyst/row_reader.h"

#include <algorithm>
#include <utility>

namespace sluice::analyst {
namespace {

// The node that plain steps lead to, from a row or, after $, from the root.
[[nodiscard]] const Node* follow(const Node* node, const Path& path, std::size_t at) {
  for (; node != nullptr && at < path.size(); ++at)
    node = step_into(*node, path[at]);
  return node;
}

[[nodiscard]] const Node* zipped_list(const LocatedNode* root, const LocatedNode* row,
                                      const Path& path) {
  if (!path.empty() && path[0].kind == PathStep::Kind::root) return follow(root->node, path, 1);
  return follow(row->node, path, 0);
}

// RFC 8259 section 7: quotes, backslashes and control characters are escaped, the rest goes as
// UTF-8.
void write_text(std::string_view text, std::string& into) {
  constexpr std::string_view hex = "0123456789abcdef";
  into += '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') into += '\\';
    if (byte >= 0x20) {
      into += c;
    } else {
      into += "\\u00";
      into += hex[byte >> 4];
      into += hex[byte & 15];
    }
  }
  into += '"';
}

// Stops in the middle when a cell may not be longer: then it is text, no longer JSON.
// NOLINTNEXTLINE(misc-no-recursion): the document's depth is limited.
void write_json(const Node& node, std::string& into) {
  if (into.size() > cell_bytes_max) return;
  if (node.kind == Node::Kind::text) return write_text(node.text, into);
  if (node.kind == Node::Kind::null) {
    into += "null";
    return;
  }
  const bool object = node.kind == Node::Kind::object;
  if (!object && node.kind != Node::Kind::array) {
    into += node.text;
    return;
  }
  into += object ? '{' : '[';
  bool first = true;
  for (const Node& child : node.children) {
    if (!std::exchange(first, false)) into += ',';
    if (object) {
      write_text(child.name, into);
      into += ':';
    }
    write_json(child, into);
  }
  into += object ? '}' : ']';
}

[[nodiscard]] bool starts_with(const Path& path, const Path& start) {
  return !start.empty() && path.size() >= start.size() &&
         std::equal(start.begin(), start.end(), path.begin());
}

}  // namespace

std::vector<Row> RowReader::rows_of(const std::vector<const LocatedNode*>& locations) const {
  std::vector<Row> rows;
  rows.reserve(locations.size());
  for (const LocatedNode* location : locations) {
    std::size_t count = zip_.empty() ? 1 : 0;
    for (const Path& path : zip_) {
      const Node* list = zipped_list(root_, location, path);
      if (list != nullptr) count = std::max(count, list->children.size());
    }
    for (std::size_t index = 0; index < count; ++index)
      rows.push_back({location, index});
  }
  return rows;
}

RowReader::Place RowReader::start(const Row& row, const Path& path, std::size_t& at) const {
  for (const Path& zip : zip_) {
    if (!starts_with(path, zip)) continue;
    at = zip.size();
    const Node* list = zipped_list(root_, row.location, zip);
    if (list == nullptr || row.zip_index >= list->children.size()) return {};
    const Node& child = list->children[row.zip_index];
    return {.node = &child, .location = nullptr, .key = child.name, .index = row.zip_index};
  }
  if (!path.empty() && path[0].kind == PathStep::Kind::argument) {
    at = 1;
    return {.node = arguments_, .location = nullptr, .key = {}};
  }
  const LocatedNode* location = row.location;
  if (!path.empty() && path[0].kind == PathStep::Kind::root) {
    location = root_;
    at = 1;
  }
  for (; location != nullptr && at < path.size() && path[at].kind == PathStep::Kind::parent; ++at) {
    location = location->parent;
  }
  if (location == nullptr) return {};
  const std::size_t index =
      zip_.empty() ? static_cast<std::size_t>(location->index) : row.zip_index;
  return {.node = location->node, .location = location, .key = location->key, .index = index};
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

std::optional<std::vector<RawCell>> RowReader::read_list(const Row& row, const Path& path) {
  std::size_t at = 0;
  const Place place = start(row, path, at);
  const auto each =
      std::find_if(path.begin() + static_cast<std::ptrdiff_t>(at), path.end(),
                   [](const PathStep& step) { return step.kind == PathStep::Kind::each; });
  const auto split = static_cast<std::size_t>(each - path.begin());
  const Path to_list(path.begin(), each);
  const Node* list = place.node == nullptr ? nullptr : follow(place.node, to_list, at);
  if (each == path.end() || list == nullptr || list->kind != Node::Kind::array) return std::nullopt;
  std::vector<RawCell> cells;
  for (const Node& element : list->children) {
    const Node* node = follow(&element, path, split + 1);
    RawCell cell = node == nullptr ? RawCell{} : cell_of(*node);
    // A structure was written into the one buffer that the next element will overwrite.
    if (cell.text.data() == joined_.data()) cell.text = list_texts_.keep(joined_);
    cells.push_back(cell);
  }
  return cells;
}

// A structure reads as its JSON text.
RawCell RowReader::cell_of(const Node& node) {
  if (node.kind != Node::Kind::array && node.kind != Node::Kind::object) {
    return {.kind = node.kind, .text = node.text};
  }
  joined_.clear();
  write_json(node, joined_);
  return {.kind = Node::Kind::text, .text = joined_};
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
  // Several values in one cell are words to filter by ("bug, urgent"); a structure among them is
  // none.
  if (!scalar || joined_.size() > cell_bytes_max) return;
  if (!joined_.empty()) joined_ += ", ";
  joined_ += node.text;
}

}  // namespace sluice::analyst
