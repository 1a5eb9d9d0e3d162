#pragma once
#include "analyst/table.h"
#include "analytics/computing/leaf.h"
#include "analytics/computing/workbook.h"
#include "analytics/language/spans.h"
#include "analytics/plan/query_plan.h"

#include <cstddef>
#include <string>
#include <vector>

namespace sluice::analytics {

// One SELECT over the fetched tables, and what its columns are.
struct Statement {
  std::string sql;
  std::vector<analyst::Column> columns;
  std::size_t dimensions = 0;  // The first columns.
  // Counts of the rows that a measure cannot value in full, and what they are called.
  struct Gap {
    std::string sql;
    std::string say;
  };
  std::vector<Gap> gaps{};
};

inline constexpr std::size_t listed_rows_max = 1'000;
inline constexpr std::size_t grouped_rows_max = 5'000;

// Groups and measures of the plan over these spans: the buckets of a series, or one period, or
// one span at now when the plan has no period. Mistakes are left in the workbook.
[[nodiscard]] Statement measure_statement(Workbook& book, const QueryPlan& plan,
                                          const std::vector<Span>& spans,
                                          const std::string& currency);
// What names the entry whose rows are listed: the measure, else the first column.
[[nodiscard]] const Reference* listed_rows(const QueryPlan& plan);
// Frame::list: columns of the rows themselves, of those rows that the measure counts.
[[nodiscard]] Statement list_statement(Workbook& book, const QueryPlan& plan, const Span& span,
                                       const std::string& currency);
// The first and last moment of the first measure's time field, as two columns: the range of a
// series without a period.
[[nodiscard]] Statement range_statement(Workbook& book, const QueryPlan& plan);

// Rounding for the eye, once, at the end: money and percentages to cents, counts exact.
[[nodiscard]] std::string rounded(const std::string& sql, std::string_view unit,
                                  std::string_view type);
// Whether the plan asks for the mean of a series rather than for the series.
[[nodiscard]] bool is_mean_of_buckets(const QueryPlan& plan);
// The dimension that is a series' time, if there is one.
[[nodiscard]] const Dimension* time_dimension(const QueryPlan& plan);

}  // namespace sluice::analytics
