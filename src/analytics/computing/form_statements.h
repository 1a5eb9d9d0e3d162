#pragma once
#include "analytics/computing/statement.h"

namespace sluice::analytics {

// Statements of the forms that are more than groups and measures. Mistakes are left in the
// workbook.

// Groups counted by the band that their own value falls in: "customers by how much they pay". Each
// band is a row, however few fall in it.
[[nodiscard]] Statement groups_in_bands(Workbook& book, const QueryPlan& plan,
                                        const std::vector<Span>& spans,
                                        const std::string& currency);
// How many groups are within the plan's bounds, as one number. Of buckets of time all are looked
// at, those without rows too; null where there is no data at all.
[[nodiscard]] Statement group_count_statement(Workbook& book, const QueryPlan& plan,
                                              const std::vector<Span>& spans,
                                              const std::string& currency);
// Of the numbers that go by bands which nobody named: the lowest, the 95th percentile, the highest,
// as three columns.
[[nodiscard]] Statement spread_statement(Workbook& book, const QueryPlan& plan,
                                         const std::vector<Span>& spans,
                                         const std::string& currency);
// Frame::funnel: a row a step, with how many rows came so far through it and all steps before it,
// and what share that is of the step before and of the first.
[[nodiscard]] Statement funnel_statement(Workbook& book, const QueryPlan& plan, const Span& span);
// Each dimension of the plan by itself, one below the other: its name, the group, the measure.
[[nodiscard]] Statement each_dimension_statement(Workbook& book, const QueryPlan& plan,
                                                 const std::vector<Span>& spans,
                                                 const std::string& currency);

}  // namespace sluice::analytics
