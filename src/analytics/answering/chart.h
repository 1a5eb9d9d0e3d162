#pragma once
#include "analyst/table.h"
#include "analytics/plan/query_plan.h"
#include "base/json.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

enum class Mark { number, line, bar, stacked_bar, pie, scatter, heatmap, funnel, table };

// How a page draws a table. Closed: names of the table's columns, flags and words of ours; no
// expression, no address, no markup. The page maps it to its chart library.
struct Chart {
  Mark mark = Mark::table;
  std::string title;
  std::string x;               // Column of the categories or the time axis; empty: none.
  std::vector<std::string> y;  // Columns of the values; one unit an axis.
  std::string series;          // Column that splits y into series; empty: none.
  bool horizontal = false;     // Bars lie, for names.
  bool stacked = false;
  bool partial_last = false;  // The last bucket still runs: drawn dashed.
  bool partial = false;       // Rows are missing: marked as such.
  std::string sort;           // "none" (the table's order) | "ascending" | "descending"
  std::string format;         // currency | percent | integer | decimal | duration | text
  std::string unit;           // Of y, as in the table.
  std::size_t shown_max = 0;  // Categories drawn before "Other"; 0: all.
};

[[nodiscard]] std::string_view to_text(Mark mark);  // "stacked-bar"
[[nodiscard]] OrderedJson to_json(const Chart& chart);

// The chart of a result by rule (analytics: a series is a line, a breakdown bars, one number a
// number, a list a table); a hint from the question ("pie", "table") wins where it fits.
[[nodiscard]] Chart choose_chart(const QueryPlan& plan, const analyst::Table& table,
                                 std::string title);

}  // namespace sluice::analytics
