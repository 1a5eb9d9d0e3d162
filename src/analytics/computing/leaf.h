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

// The field that the plan's period restricts for the leaf: as the plan names it, the measure's own
// or the entry's; empty: none.
[[nodiscard]] std::string time_field(const Workbook& book, const Leaf& leaf, const QueryPlan& plan);
// Whether a tool must be asked for each span by itself: it is told the range, and its rows do not
// say which part of it they belong to, may not be added up over it (users of two days are not the
// sum of both), or are too few a call (`asked_by_bucket`).
[[nodiscard]] bool is_asked_by_span(const Workbook& book, const Leaf& leaf, const LeafFrame& frame);

// The leaf that counts the rows of a gap.
[[nodiscard]] Leaf rows_of_gap(const Leaf& leaf, const catalog::Gap& gap);

// Counts and sums of nothing are 0; means of nothing are not.
[[nodiscard]] bool is_zero_when_empty(catalog::Aggregation aggregation);
// integer | decimal | money, of the value of a leaf.
[[nodiscard]] std::string value_type(const Workbook& book, const Leaf& leaf);
[[nodiscard]] bool is_state(catalog::Aggregation aggregation);

}  // namespace sluice::analytics
