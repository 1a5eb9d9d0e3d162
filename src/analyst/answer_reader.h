#pragma once
#include "analyst/analyst.h"
#include "analyst/document.h"
#include "analyst/path.h"

#include <deque>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analyst {

// What one CallToolResult holds. The forms are tried in this order, and the first that yields rows
// wins: structured (structuredContent), json-text, json-lines, fenced, wrapped (data marked as
// untrusted), embedded (JSON behind or before prose), blocks (several tables, each with a line over
// it), markdown, csv, sections (headings with "- **Key**: value"), key-value; then embedded
// resources. Links are never followed.
struct FoundRows {
  std::string form{};
  const LocatedNode* root = nullptr;  // The whole answer: paths that start with $ begin here.
  std::vector<const LocatedNode*> rows{};
  bool cut = false;  // The answer says itself that something was left out.
};

// What is looked for. A path with a member ("$.data") takes JSON only: prose is not a table. With
// another path text may be a table, if one of its columns is one that the entry reads (`columns`;
// empty: any).
struct WantedRows {
  Path path{};
  std::vector<std::string> columns{};
};

// Owns everything the rows point into; one per page. An empty path lets it look for the longest
// list of objects itself.
class AnswerReader {
 public:
  // `wanted` outlives the reader; a reader reads one answer.
  explicit AnswerReader(const WantedRows& wanted);

  // `result` is the CallToolResult as JSON text; the error says what was wrong with it and quotes
  // nothing of it. An answer that reports a failure anywhere is a failure, whatever else it holds.
  [[nodiscard]] std::expected<FoundRows, AnalystError> read(std::string_view result);

 private:
  [[nodiscard]] bool try_content(const Node& content);
  [[nodiscard]] bool try_root(const Node& node, std::string_view form, const Path& path);
  [[nodiscard]] bool try_block(const Node& block);
  [[nodiscard]] bool try_blocks_as_rows(const Node& content);
  [[nodiscard]] bool try_text(std::string_view text);
  [[nodiscard]] bool try_json(std::string_view text, std::string_view form);
  [[nodiscard]] bool try_json_lines(std::string_view text);
  [[nodiscard]] bool try_inside(std::string_view text);
  [[nodiscard]] bool try_embedded(std::string_view text);
  [[nodiscard]] bool try_tables(std::string_view text);
  [[nodiscard]] bool try_blocks_of_tables(std::string_view text);
  [[nodiscard]] bool try_sections(std::string_view text);
  [[nodiscard]] bool is_ours(const Node& row) const;
  void judge_beside(const Node& content);
  void judge_around(std::string_view text, std::string_view data);
  void judge_prose(std::string_view prose);
  void judge(const Node& around);
  [[nodiscard]] const Node* parsed(std::string_view text);
  [[nodiscard]] const LocatedNode* keep(LocatedNode location) {
    return &locations_.emplace_back(location);
  }
  [[nodiscard]] std::optional<std::vector<const LocatedNode*>> select(const LocatedNode* root,
                                                                      const Path& path);
  void descend(const LocatedNode& from, const PathStep& step,
               std::vector<const LocatedNode*>& into);
  void expand(const LocatedNode& from, std::vector<const LocatedNode*>& into);

  const WantedRows& wanted_;
  bool json_only_ = false;
  bool failed_ = false;  // The answer reports a failure.
  bool cut_ = false;
  std::string_view source_{};  // The text that the rows were found in.
  std::deque<Document> documents_;
  std::deque<Node> made_;
  std::deque<LocatedNode> locations_;
  TextStore store_;
  FoundRows found_;
};

}  // namespace sluice::analyst
