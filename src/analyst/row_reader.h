#pragma once
#include "analyst/answer_reader.h"
#include "analyst/cells.h"
#include "analyst/path.h"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace sluice::analyst {

// One row: an element of the answer, and with zipped arrays the index into them.
struct Row {
  const LocatedNode* location = nullptr;
  std::size_t zip_index = 0;
};

// What the paths of a page can start from beside the row itself.
struct PageRoots {
  const LocatedNode* root = nullptr;  // $: the whole answer.
  const Node* arguments = nullptr;    // $argument: what was asked with.
};

// Reads the cells of rows by path. Lists and objects read as their JSON text.
class RowReader {
 public:
  RowReader(PageRoots roots, const std::vector<Path>& zip)
      : root_(roots.root), arguments_(roots.arguments), zip_(zip) {}

  // As many rows as the longest of the zipped arrays has elements; one without any.
  [[nodiscard]] std::vector<Row> rows_of(const std::vector<const LocatedNode*>& locations) const;
  // Of a path with one "[]": what stands at the rest of the path in each element, null where
  // nothing does. Nothing at all when there is no list.
  [[nodiscard]] std::optional<std::vector<RawCell>> read_list(const Row& row, const Path& path);
  // The text stays good until the next call and as long as the answer lives.
  [[nodiscard]] RawCell read(const Row& row, const Path& path);

 private:
  struct Place {
    const Node* node = nullptr;
    const LocatedNode* location = nullptr;  // For ^ and @key of plain rows.
    std::string_view key{};
    std::size_t index = 0;
  };
  [[nodiscard]] Place start(const Row& row, const Path& path, std::size_t& at) const;
  [[nodiscard]] RawCell cell_of(const Node& node);
  void collect(const Node& node, const Path& path, std::size_t at);
  void join(const Node& node);

  const LocatedNode* root_;
  const Node* arguments_;
  const std::vector<Path>& zip_;
  std::string joined_;
  TextStore list_texts_;  // Of structures in lists; as long as the reader.
};

}  // namespace sluice::analyst
