#pragma once
#include "analyst/document.h"
#include "analyst/path.h"

#include <deque>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analyst {

// What one CallToolResult holds, found by a ladder: the first rung that yields rows wins.
// structured (structuredContent), json-text, json-lines, fenced, wrapped (data marked as
// untrusted), csv, markdown, key-value; then embedded resources. Links are never followed.
struct FoundRows {
  std::string rung{};
  const Spot* root = nullptr;  // The whole answer: paths that start with $ begin here.
  std::vector<const Spot*> rows{};
};

// Owns everything the rows point into; one per page. An empty path lets it look for the longest
// list of objects itself.
class AnswerReader {
 public:
  // `result` is the CallToolResult as JSON text; the error says what was wrong with it.
  [[nodiscard]] std::expected<FoundRows, std::string> read(std::string_view result,
                                                           const Path& rows_path);

 private:
  [[nodiscard]] bool try_root(const Node& node, std::string_view rung, const Path& rows_path);
  [[nodiscard]] bool try_block(const Node& block, const Path& rows_path);
  [[nodiscard]] bool try_text(std::string_view text, const Path& rows_path);
  [[nodiscard]] bool try_json(std::string_view text, std::string_view rung, const Path& rows_path);
  [[nodiscard]] bool try_json_lines(std::string_view text, const Path& rows_path);
  [[nodiscard]] bool try_inside(std::string_view text, const Path& rows_path);
  [[nodiscard]] bool try_tables(std::string_view text, const Path& rows_path);
  [[nodiscard]] const Node* parsed(std::string_view text);
  [[nodiscard]] const Spot* keep(Spot spot) { return &spots_.emplace_back(spot); }
  [[nodiscard]] std::optional<std::vector<const Spot*>> select(const Spot* root, const Path& path);
  void descend(const Spot& from, const PathStep& step, std::vector<const Spot*>& into);
  void expand(const Spot& from, std::vector<const Spot*>& into);

  std::deque<Document> documents_;
  std::deque<Node> made_;
  std::deque<Spot> spots_;
  TextStore store_;
  FoundRows found_;
};

}  // namespace sluice::analyst
