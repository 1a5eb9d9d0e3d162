#pragma once
#include "analytics/computing/leaf.h"
#include "analytics/computing/workbook.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// What a measure is in terms of leaves: SQL over m0.v, m1.v, ..., its type and its unit.
struct MeasureValue {
  std::string sql;
  std::string type;  // integer | decimal | money
  std::string unit;  // As answers show it: usd, percent, count, ...
  std::string label;
  bool counts = false;  // 0 where rows are there but none that counts; else null.
};

// Resolves measures of a plan: formulas down to the measures that are computed from rows, each
// of them once.
class MeasureTree {
 public:
  // `bucketed`: each row of the statement is one bucket of a series, the span s.
  MeasureTree(Workbook& book, std::string currency, bool bucketed)
      : book_(book), currency_(std::move(currency)), bucketed_(bucketed) {}

  [[nodiscard]] MeasureValue value(const Reference& reference, bool part = false);
  [[nodiscard]] const std::vector<Leaf>& leaves() const noexcept { return leaves_; }

 private:
  struct Wanted {
    Place place;
    bool at_start = false;
    bool part = false;
  };
  [[nodiscard]] MeasureValue resolve(const Wanted& wanted, std::string_view name);
  [[nodiscard]] MeasureValue formula(const Wanted& wanted, const catalog::Measure& measure);
  [[nodiscard]] std::string formula_sql(const Wanted& wanted, const catalog::Expression& tree);
  [[nodiscard]] MeasureValue leaf(const Wanted& wanted, const catalog::Measure& measure);
  [[nodiscard]] std::string unit_of(const catalog::Measure& measure, std::string_view type) const;

  Workbook& book_;
  std::string currency_;
  bool bucketed_;
  std::vector<Leaf> leaves_;
  int depth_ = 0;
};

}  // namespace sluice::analytics
