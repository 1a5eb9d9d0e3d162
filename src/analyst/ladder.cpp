#include "analyst/ladder.h"

#include "analyst/text_table.h"
#include "base/base64.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::analyst {
namespace {

[[nodiscard]] std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blank = " \t\r\n";
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const auto first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

[[nodiscard]] std::string_view text_of(const Node* node) {
  return node != nullptr && node->kind == Node::Kind::text ? node->text : std::string_view{};
}

// What stands between the fences ```...```; empty when there are none.
[[nodiscard]] std::string_view fenced(std::string_view text) {
  const auto open = text.find("```");
  if (open == std::string_view::npos) return {};
  const auto body = text.find('\n', open);
  if (body == std::string_view::npos) return {};
  const auto close = text.find("```", body);
  if (close == std::string_view::npos) return {};
  return trimmed(text.substr(body, close - body));
}

// What stands inside <untrusted-data-ID> tags. The prose around it may name the tag as well, so
// the last opening tag before the last closing one counts.
[[nodiscard]] std::string_view unwrapped(std::string_view text) {
  constexpr std::string_view opening = "<untrusted-data";
  const auto close = text.rfind("</untrusted-data");
  if (close == std::string_view::npos) return {};
  // The closing tag's own name may be named once more in the prose behind it.
  std::string_view best;
  for (auto end = close; end != std::string_view::npos && best.empty();
       end = end == 0 ? std::string_view::npos : text.rfind("</untrusted-data", end - 1)) {
    const auto open = text.rfind(opening, end);
    if (open == std::string_view::npos) return {};
    const auto body = text.find('>', open);
    if (body == std::string_view::npos || body > end) continue;
    const std::string_view inside = trimmed(text.substr(body + 1, end - body - 1));
    if (inside.starts_with('[') || inside.starts_with('{')) best = inside;
  }
  return best;
}

constexpr std::size_t guess_depth_max = 3;

[[nodiscard]] bool is_list_of_objects(const Node& node) {
  return node.kind == Node::Kind::array && !node.children.empty() &&
         std::all_of(node.children.begin(), node.children.end(),
                     [](const Node& child) { return child.kind == Node::Kind::object; });
}

[[nodiscard]] std::size_t list_worth(const Node& node) {
  constexpr std::array usual = {"data", "items", "results", "rows", "records", "nodes", "edges"};
  const bool named = std::find(usual.begin(), usual.end(), node.name) != usual.end();
  return node.children.size() * (named ? 2 : 1);
}

// Where nothing says where the rows are: the longest list of objects, usual names first.
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

// Servers must answer an object, so some put the one array into a lone member.
[[nodiscard]] const Node& without_shell(const Node& node) {
  if (node.kind == Node::Kind::object && node.children.size() == 1 &&
      node.children[0].kind == Node::Kind::array) {
    return node.children[0];
  }
  return node;
}

}  // namespace

std::expected<FoundRows, std::string> AnswerReader::read(std::string_view result,
                                                         const Path& rows_path) {
  const Node* whole = parsed(result);
  if (whole == nullptr || whole->kind != Node::Kind::object) {
    return std::unexpected("the result is not a JSON object");
  }
  const Node* failed = whole->member("isError");
  if (failed != nullptr && failed->text == "true") {
    return std::unexpected("the tool reported an error");
  }
  const Node* structured = whole->member("structuredContent");
  if (structured != nullptr && structured->kind != Node::Kind::null &&
      try_root(*structured, "structured", rows_path)) {
    return found_;
  }
  const Node* content = whole->member("content");
  if (content != nullptr && content->kind == Node::Kind::array) {
    for (const Node& block : content->children) {
      if (try_block(block, rows_path)) return found_;
    }
  }
  return std::unexpected("no rows were found in the result");
}

const Node* AnswerReader::parsed(std::string_view text) {
  auto document = Document::parse(text);
  if (!document) return nullptr;
  return &documents_.emplace_back(std::move(*document)).root();
}

bool AnswerReader::try_root(const Node& node, std::string_view rung, const Path& rows_path) {
  const Spot* root = keep({.node = &node, .parent = nullptr, .element = true, .key = {}});
  const Node* guessed = rows_path.empty() ? best_list(node, guess_depth_max) : nullptr;
  auto selected =
      guessed == nullptr
          ? select(root, rows_path)
          : std::vector<const Spot*>{keep({.node = guessed, .parent = root, .key = {}})};
  if (!selected) return false;
  found_ = {.rung = std::string(rung), .root = root, .rows = {}};
  if (selected->size() != 1 || (selected->front()->element && selected->front() != root)) {
    found_.rows = std::move(*selected);
    return true;
  }
  Spot only = *selected->front();
  if (selected->front() == root) only.node = &without_shell(*only.node);
  if (only.node->kind == Node::Kind::array) {
    expand(*keep(only), found_.rows);
  } else if (only.node->kind == Node::Kind::object) {
    found_.rows.push_back(selected->front());
  } else if (only.node->kind != Node::Kind::null) {
    return false;  // A lone text or number is prose, not a row.
  }
  return true;
}

bool AnswerReader::try_block(const Node& block, const Path& rows_path) {
  const std::string_view type = text_of(block.member("type"));
  if (type == "text") return try_text(text_of(block.member("text")), rows_path);
  const Node* resource = block.member("resource");
  if (type != "resource" || resource == nullptr) return false;
  if (resource->member("text") != nullptr) {
    return try_text(text_of(resource->member("text")), rows_path);
  }
  const std::string_view mime = text_of(resource->member("mimeType"));
  constexpr std::array readable = {"application/json", "application/x-ndjson", "text/csv",
                                   "text/tab-separated-values", "text/markdown"};
  if (std::none_of(readable.begin(), readable.end(),
                   [mime](std::string_view each) { return mime.starts_with(each); })) {
    return false;
  }
  const auto bytes = from_base64(text_of(resource->member("blob")));
  return bytes.has_value() &&
         try_text(store_.keep(std::string(bytes->begin(), bytes->end())), rows_path);
}

bool AnswerReader::try_text(std::string_view raw, const Path& rows_path) {
  const std::string_view text = trimmed(raw);
  if (text.empty()) return false;
  return try_json(text, "json-text", rows_path) || try_json_lines(text, rows_path) ||
         try_inside(text, rows_path) || try_tables(text, rows_path);
}

bool AnswerReader::try_json(std::string_view text, std::string_view rung, const Path& rows_path) {
  const bool plausible = text.starts_with('{') || text.starts_with('[') || text.starts_with('"');
  const Node* root = plausible ? parsed(text) : nullptr;
  if (root == nullptr) return false;
  // JSON that holds the real text: {"result": "... <untrusted-data-1>[...]</untrusted-data-1>"}.
  const Node* inner = root;
  if (root->kind == Node::Kind::object && root->children.size() == 1) inner = &root->children[0];
  if (inner->kind == Node::Kind::text) {
    if (try_inside(trimmed(inner->text), rows_path)) return true;
    if (inner->text.size() < text.size() &&
        (inner->text.starts_with('[') || inner->text.starts_with('{'))) {
      return try_json(trimmed(inner->text), rung, rows_path);
    }
  }
  return try_root(*root, rung, rows_path);
}

bool AnswerReader::try_json_lines(std::string_view text, const Path& rows_path) {
  if (!text.starts_with('{')) return false;
  Node& lines = made_.emplace_back();
  lines.kind = Node::Kind::array;
  for (std::string_view rest = text; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trimmed(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) continue;
    const Node* row = parsed(line);
    if (row == nullptr || row->kind != Node::Kind::object) return false;
    lines.children.push_back(*row);
  }
  if (lines.children.size() < 2) return false;  // One document, and it was no answer.
  return try_root(lines, "json-lines", rows_path) || try_root(lines, "json-lines", {});
}

bool AnswerReader::try_inside(std::string_view text, const Path& rows_path) {
  const std::string_view data = unwrapped(text);
  if (!data.empty() && try_json(data, "wrapped", rows_path)) return true;
  const std::string_view fence = fenced(text);
  return !fence.empty() && (try_json(fence, "fenced", rows_path) || try_tables(fence, rows_path));
}

bool AnswerReader::try_tables(std::string_view text, const Path& rows_path) {
  std::string_view rung = "markdown";
  std::optional<Node> table = read_markdown_table(text, store_);
  if (!table) {
    rung = "csv";
    table = read_delimited(text, store_);
  }
  if (!table) {
    rung = "key-value";
    table = read_key_values(text);
  }
  if (!table) return false;
  const Node& root = made_.emplace_back(std::move(*table));
  // A path into JSON means nothing here: the table is the rows.
  return try_root(root, rung, rows_path) || try_root(root, rung, {});
}

void AnswerReader::expand(const Spot& from, std::vector<const Spot*>& into) {
  const Spot* around = from.element ? &from : from.parent;
  std::int64_t index = 0;
  for (const Node& child : from.node->children) {
    into.push_back(keep(
        {.node = &child, .parent = around, .element = true, .key = child.name, .index = index++}));
  }
}

void AnswerReader::descend(const Spot& from, const PathStep& step, std::vector<const Spot*>& into) {
  if (step.kind == PathStep::Kind::each) {
    expand(from, into);
    return;
  }
  const Node* child = step_into(*from.node, step);
  if (child == nullptr) return;
  into.push_back(keep({.node = child,
                       .parent = from.element ? &from : from.parent,
                       .element = false,
                       .key = from.key,
                       .index = from.index}));
}

std::optional<std::vector<const Spot*>> AnswerReader::select(const Spot* root, const Path& path) {
  std::vector<const Spot*> spots{root};
  bool empty_list = false;  // An empty list is an answer ("nothing"), a missing member is none.
  for (const PathStep& step : path) {
    if (step.kind == PathStep::Kind::root) {
      spots = {root};
      continue;
    }
    std::vector<const Spot*> next;
    for (const Spot* spot : spots) {
      const bool is_list = spot->node->kind == Node::Kind::array;
      empty_list = empty_list || (step.kind == PathStep::Kind::each && is_list);
      descend(*spot, step, next);
    }
    spots = std::move(next);
  }
  if (spots.empty() && !empty_list) return std::nullopt;
  return spots;
}

}  // namespace sluice::analyst
