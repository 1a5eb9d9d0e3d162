#pragma once
#include "analyst/table.h"
#include "analytics/plan/query_plan.h"

#include <cstddef>

namespace sluice::analytics {

// What is made of a table after the analyst computed it: sums and means over its own rows. Pure:
// the same table gives the same result. Only measures that add up may be asked for what adds up
// (compile() refuses the others).

// How many buckets before its period a plan needs: a moving average is as whole at its first
// bucket as at its last.
[[nodiscard]] std::size_t buckets_before(const QueryPlan& plan);

// Running total, moving average, weekday profile, names of bands and "the others" of the plan; a
// table of a plan that asks for none of them comes back as it was.
[[nodiscard]] analyst::Table reshaped(const QueryPlan& plan, analyst::Table table);

// How many of the table's columns say what a row is about, in front of its values.
[[nodiscard]] std::size_t group_columns(const QueryPlan& plan);

// Beside the earlier and the later value of each group: the change, as the plan asks for it. A
// group that had nothing before has no change in percent.
[[nodiscard]] analyst::Table with_change(const QueryPlan& plan, analyst::Table table);
// The change between two stretches of a plan without groups, as one row.
[[nodiscard]] analyst::Table change_of(const QueryPlan& plan, const analyst::Table& stretches);

}  // namespace sluice::analytics
