#pragma once
#include "base/json.h"

#include <string>
#include <vector>

namespace sluice::analyst {

// The small result of a question: what a chart is drawn from. Cells are JSON scalars (exact
// decimals as numbers; days, months and weeks as their label text).
struct Column {
  std::string name{};
  std::string type{};  // text | integer | decimal | boolean | timestamp | date | day | week | month
                       // | quarter | year
  std::string unit{};  // usd | eur | ... | count | percent | ratio | seconds | minutes | hours |
                       // days | bytes | mb | gb | ""
};
// Each row has as many cells as there are columns, in their order.
struct Table {
  std::vector<Column> columns{};
  std::vector<std::vector<Json>> rows{};
};

}  // namespace sluice::analyst
