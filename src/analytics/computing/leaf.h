#pragma once
#include "analytics/computing/row_scope.h"
#include "analytics/computing/workbook.h"
#include "analytics/language/spans.h"
#include "analytics/plan/query_plan.h"

#include <string>
#include <vector>

namespace sluice::analytics {

// One measure that is computed from rows (not a formula), as one CTE: its groups k0, k1, ... and
// its value v.
struct Leaf {
  Place place;
  catalog::Measure measure;
  bool at_start = false;  // A state looked at when the period starts.
  bool part = false;      // Over the part that a share asks for.
  std::string name;       // m0, m1, ...
};

// What all leaves of one statement have in common.
struct LeafFrame {
  const QueryPlan* plan = nullptr;
  const std::vector<Span>* spans = nullptr;
  bool has_period = false;
  bool open_start = false;
  bool bucketed = false;    // One of the dimensions is the span.
  std::string restriction;  // SELECT of one column of keys; empty: none.
};

[[nodiscard]] std::string leaf_sql(Workbook& book, const Leaf& leaf, const LeafFrame& frame);

// Since when the vendor has rows that the leaf is computed from, as SELECT of one column `begins`:
// null when there are none. What lies before it is no data, not zero. Of days and weeks, where a
// quiet beginning is ordinary, and of rows that the vendor was asked to leave out, nothing is said.
[[nodiscard]] std::string beginning_sql(Workbook& book, const Leaf& leaf, const LeafFrame& frame);

// The leaf that counts the rows of a gap.
[[nodiscard]] Leaf rows_of_gap(const Leaf& leaf, const catalog::Gap& gap);

// Counts and sums of nothing are 0; means of nothing are not.
[[nodiscard]] bool is_zero_when_empty(catalog::Aggregation aggregation);
// integer | decimal | money, of the value of a leaf.
[[nodiscard]] std::string value_type(const Workbook& book, const Leaf& leaf);
[[nodiscard]] bool is_state(catalog::Aggregation aggregation);

}  // namespace sluice::analytics
