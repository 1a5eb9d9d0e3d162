#include "analyst/answer_reader.h"

#include "analyst/failure_words.h"
#include "analyst/list_guess.h"
#include "analyst/text_inside.h"
#include "analyst/text_sections.h"
#include "analyst/text_table.h"
#include "base/base64.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sluice::analyst {
namespace {

[[nodiscard]] std::string_view text_of(const Node* node) {
  return node != nullptr && node->kind == Node::Kind::text ? node->text : std::string_view{};
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

AnswerReader::AnswerReader(const WantedRows& wanted) : wanted_(wanted) {
  json_only_ = std::ranges::any_of(
      wanted.path, [](const PathStep& step) { return step.kind == PathStep::Kind::member; });
}

std::expected<FoundRows, AnalystError> AnswerReader::read(std::string_view result) {
  const auto fail = [](AnalystError::Kind kind, std::string why) {
    return std::unexpected(AnalystError{.kind = kind, .detail = std::move(why)});
  };
  const Node* whole = parsed(result);
  if (whole == nullptr || whole->kind != Node::Kind::object) {
    return fail(AnalystError::Kind::unreadable_rows, "the result is not a JSON object");
  }
  const Node* failed = whole->member("isError");
  failed_ = failed != nullptr && failed->text == "true";
  const Node* structured = whole->member("structuredContent");
  bool found = !failed_ && structured != nullptr && structured->kind != Node::Kind::null &&
               try_root(*structured, "structured", wanted_.path);
  const Node* content = whole->member("content");
  if (!found && !failed_ && content != nullptr && content->kind == Node::Kind::array) {
    found = try_content(*content);
  }
  if (found_.form == "structured" && content != nullptr) judge_beside(*content);
  if (failed_) return fail(AnalystError::Kind::tool_failed, "the tool reported an error");
  if (!found) {
    return fail(AnalystError::Kind::unreadable_rows, "no rows were found in the result");
  }
  found_.cut = cut_;
  return found_;
}

// The first block with rows answers; the others may still say that it is no answer.
bool AnswerReader::try_content(const Node& content) {
  if (!json_only_ && try_blocks_as_rows(content)) return true;
  bool found = false;
  std::string_view source;
  for (const Node& block : content.children) {
    if (!found && try_block(block)) {
      found = true;
      source = source_;
    } else if (text_of(block.member("type")) == "text") {
      const std::string_view text = bare_text(text_of(block.member("text")));
      const Node* json = is_json(text) ? parsed(text) : nullptr;
      if (json != nullptr) judge(*json);
    }
  }
  source_ = source;
  judge_beside(content);
  return found || (json_only_ && try_blocks_as_rows(content));
}

// Prose beside the data may say that there is none.
void AnswerReader::judge_beside(const Node& content) {
  for (const Node& block : content.children) {
    const std::string_view text = bare_text(text_of(block.member("text")));
    // What gave the rows was judged by what stands around them.
    if (!is_json(text) && text != source_) judge_prose(text);
  }
}

// Some servers give each row in a block of its own.
bool AnswerReader::try_blocks_as_rows(const Node& content) {
  Node lines{.kind = Node::Kind::array, .name = {}, .text = {}, .children = {}};
  for (const Node& block : content.children) {
    const std::string_view text = bare_text(text_of(block.member("text")));
    const Node* row = is_json(text) ? parsed(text) : nullptr;
    if (row == nullptr || !is_ours(*row)) return false;
    lines.children.push_back(*row);
  }
  if (lines.children.size() < 2) return false;
  return try_root(made_.emplace_back(std::move(lines)), "json-blocks", {});
}

const Node* AnswerReader::parsed(std::string_view text) {
  auto document = Document::parse(text);
  if (!document) return nullptr;
  return &documents_.emplace_back(std::move(*document)).root();
}

// Whether an object has a member that the entry reads: without one it is no row of it.
bool AnswerReader::is_ours(const Node& row) const {
  if (row.kind != Node::Kind::object) return false;
  return wanted_.columns.empty() || std::ranges::any_of(row.children, [this](const Node& member) {
           return std::ranges::find(wanted_.columns, member.name) != wanted_.columns.end();
         });
}

void AnswerReader::judge_prose(std::string_view prose) {
  failed_ = failed_ || reports_failure(prose);
  cut_ = cut_ || says_cut(prose);
}

void AnswerReader::judge(const Node& around) {
  failed_ = failed_ || reports_failure(around, wanted_.columns, Role::around_the_rows);
  cut_ = cut_ || says_cut(around);
}

bool AnswerReader::try_root(const Node& node, std::string_view form, const Path& path) {
  // Whether the document itself is the row, or wraps the rows, decides how its members are judged:
  // "status": "failed" around rows is a report, in a row it is a deployment's state.
  const LocatedNode* root = keep({.node = &node, .parent = nullptr, .element = true, .key = {}});
  const Node* guessed = path.empty() ? guessed_list(node) : nullptr;
  auto selected =
      guessed == nullptr
          ? select(root, path)
          : std::vector<const LocatedNode*>{keep({.node = guessed, .parent = root, .key = {}})};
  const bool is_row = !path.empty() && !json_only_ && &without_shell(node) == &node;
  const Role role = is_row ? Role::the_row_itself : Role::around_the_rows;
  if (reports_failure(node, wanted_.columns, role)) failed_ = true;
  if (failed_ || !selected) return false;
  cut_ = cut_ || says_cut(node);
  found_ = {.form = std::string(form), .root = root, .rows = {}};
  if (selected->size() != 1 || (selected->front()->element && selected->front() != root)) {
    found_.rows = std::move(*selected);
    return true;
  }
  LocatedNode only = *selected->front();
  if (selected->front() == root) only.node = &without_shell(*only.node);
  if (only.node->kind == Node::Kind::array) {
    expand(*keep(only), found_.rows);
  } else if (only.node->kind == Node::Kind::object) {
    if (reports_failure(*only.node, wanted_.columns, Role::the_row_itself)) failed_ = true;
    if (failed_ || !is_ours(*only.node)) return false;
    found_.rows.push_back(selected->front());
  } else if (only.node->kind != Node::Kind::null) {
    return false;  // A lone text or number is prose, not a row.
  }
  return true;
}

bool AnswerReader::try_block(const Node& block) {
  const std::string_view type = text_of(block.member("type"));
  if (type == "text") return try_text(text_of(block.member("text")));
  const Node* resource = block.member("resource");
  if (type != "resource" || resource == nullptr) return false;
  if (resource->member("text") != nullptr) return try_text(text_of(resource->member("text")));
  const std::string_view mime = text_of(resource->member("mimeType"));
  // Other media types (images, PDF) are never decoded: no reader of ours is for them.
  constexpr std::array readable = {"application/json", "application/x-ndjson", "text/csv",
                                   "text/tab-separated-values", "text/markdown"};
  if (std::none_of(readable.begin(), readable.end(),
                   [mime](std::string_view each) { return mime.starts_with(each); })) {
    return false;
  }
  const auto bytes = from_base64(text_of(resource->member("blob")));
  return bytes.has_value() && try_text(store_.keep(std::string(bytes->begin(), bytes->end())));
}

bool AnswerReader::try_text(std::string_view raw) {
  const std::string_view text = bare_text(raw);
  if (text.empty()) return false;
  source_ = text;
  return try_json(text, "json-text") || try_json_lines(text) || try_blocks_of_tables(text) ||
         try_inside(text) || try_embedded(text) || try_tables(text);
}

// NOLINTNEXTLINE(misc-no-recursion): each step reads a shorter text.
bool AnswerReader::try_json(std::string_view text, std::string_view form) {
  const bool plausible = is_json(text) || text.starts_with('"');
  const Node* root = plausible ? parsed(text) : nullptr;
  if (root == nullptr) return false;
  // JSON that holds the real text: {"result": "... <untrusted-data-1>[...]</untrusted-data-1>"}.
  const Node* inner = root;
  if (root->kind == Node::Kind::object && root->children.size() == 1) inner = &root->children[0];
  if (inner->kind == Node::Kind::text) {
    if (try_inside(bare_text(inner->text))) return true;
    if (inner->text.size() < text.size() && is_json(inner->text)) {
      return try_json(bare_text(inner->text), form);
    }
  }
  return try_root(*root, form, wanted_.path);
}

bool AnswerReader::try_json_lines(std::string_view text) {
  if (!text.starts_with('{')) return false;
  Node& lines = made_.emplace_back();
  lines.kind = Node::Kind::array;
  for (std::string_view rest = text; !rest.empty();) {
    const auto end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = bare_text(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty()) continue;
    const Node* row = parsed(line);
    if (row == nullptr || row->kind != Node::Kind::object) return false;
    if (!is_ours(*row)) judge(*row);
    lines.children.push_back(*row);
  }
  if (lines.children.size() < 2) return false;  // One document, and it was no answer.
  return try_root(lines, "json-lines", wanted_.path) || try_root(lines, "json-lines", {});
}

// NOLINTNEXTLINE(misc-no-recursion): each step reads a shorter text.
bool AnswerReader::try_inside(std::string_view text) {
  const std::string_view data = unwrapped(text);
  if (!data.empty() && try_json(data, "wrapped")) return true;
  const std::string_view fence = fenced(text);
  if (fence.empty()) return false;
  const bool found = try_json(fence, "fenced") || try_tables(fence);
  if (found) judge_around(text, fence);
  return found;
}

// JSON with prose in front of it or behind it, in one text.
bool AnswerReader::try_embedded(std::string_view text) {
  for (const std::string_view json : embedded_json(text)) {
    const Node* root = json.size() == text.size() ? nullptr : parsed(json);
    // "See [1]" is prose: without a path, only what the entry reads is its rows.
    const bool rows = root != nullptr && is_list_of_objects(*root) && is_ours(root->children[0]);
    if (root == nullptr || (!json_only_ && !rows && !is_ours(*root))) continue;
    if (!try_json(json, "embedded")) continue;
    judge_around(text, json);
    return true;
  }
  return false;
}

void AnswerReader::judge_around(std::string_view text, std::string_view data) {
  const auto begin = static_cast<std::size_t>(data.data() - text.data());
  judge_prose(text.substr(0, begin));
  cut_ = cut_ || says_cut(text.substr(begin + data.size()));
}

bool AnswerReader::try_blocks_of_tables(std::string_view text) {
  if (json_only_ || is_json(text)) return false;
  auto rows = read_table_blocks(text, wanted_.columns, store_);
  if (!rows) return false;
  cut_ = cut_ || says_cut(text);
  return try_root(made_.emplace_back(std::move(*rows)), "blocks", {});
}

bool AnswerReader::try_sections(std::string_view text) {
  auto rows = read_sections(text, wanted_.columns);
  if (!rows) return false;
  cut_ = cut_ || says_cut(text);
  return try_root(made_.emplace_back(std::move(*rows)), "sections", {});
}

bool AnswerReader::try_tables(std::string_view text) {
  // Under a path into JSON prose is no table; what begins as JSON was cut off.
  if (json_only_ || is_json(text) || text.find("```") != std::string_view::npos) return false;
  std::string_view form = "markdown";
  std::optional<Node> table = read_markdown_table(text, store_);
  if (!table) {
    form = "csv";
    table = read_delimited(text, store_);
  }
  if (!table && try_sections(text)) return true;
  if (!table) {
    form = "key-value";
    table = read_key_values(text);
  }
  if (!table) return false;
  const Node& root = made_.emplace_back(std::move(*table));
  const bool list = root.kind == Node::Kind::array;
  if (list ? !root.children.empty() && !is_ours(root.children[0]) : !is_ours(root)) return false;
  return try_root(root, form, wanted_.path) || try_root(root, form, {});
}

void AnswerReader::expand(const LocatedNode& from, std::vector<const LocatedNode*>& into) {
  // "^" leads to the element around, over any members between.
  const LocatedNode* around = from.element ? &from : from.parent;
  std::int64_t index = 0;
  for (const Node& child : from.node->children) {
    into.push_back(keep(
        {.node = &child, .parent = around, .element = true, .key = child.name, .index = index++}));
  }
}

void AnswerReader::descend(const LocatedNode& from, const PathStep& step,
                           std::vector<const LocatedNode*>& into) {
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

std::optional<std::vector<const LocatedNode*>> AnswerReader::select(const LocatedNode* root,
                                                                    const Path& path) {
  std::vector<const LocatedNode*> locations{root};
  bool empty_list = false;  // An empty list is an answer ("nothing"), a missing member is none.
  for (const PathStep& step : path) {
    if (step.kind == PathStep::Kind::root) {
      locations = {root};
      continue;
    }
    std::vector<const LocatedNode*> next;
    for (const LocatedNode* location : locations) {
      if (step.kind == PathStep::Kind::member && !location->element) judge(*location->node);
      const bool is_list = location->node->kind == Node::Kind::array;
      empty_list = empty_list || (step.kind == PathStep::Kind::each && is_list);
      descend(*location, step, next);
    }
    locations = std::move(next);
  }
  if (locations.empty() && !empty_list) return std::nullopt;
  return locations;
}

}  // namespace sluice::analyst
