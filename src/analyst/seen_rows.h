#pragma once
#include "analyst/path.h"
#include "analyst/row_reader.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace sluice::analyst {

// What has come into one table so far, so that no row counts twice: vendors repeat rows when new
// ones push them onto the next page, when they ignore the page that was asked for, and when ranges
// meet at an edge.
class SeenRows {
 public:
  // `fresh` and `repeated` need not add up: a row that another series brought is neither written
  // nor counted as repeated in this one.
  struct Sifted {
    std::vector<Row> fresh;    // To be written.
    std::size_t repeated = 0;  // Had come before in this series of pages.
  };
  // Rows with the same key are the same row; a row without a key, or with an unknown one, is told
  // from others only as part of a page that came before as a whole.
  [[nodiscard]] Sifted sift(RowReader& reader, const std::vector<Path>& key, std::vector<Row> rows,
                            std::string_view series);

 private:
  [[nodiscard]] Sifted sift_pages(std::vector<Row> rows, std::string_view series);

  std::unordered_set<std::string> keys_;
  std::unordered_set<std::string> keys_of_series_;
  std::unordered_set<std::string> pages_of_series_;
};

}  // namespace sluice::analyst
