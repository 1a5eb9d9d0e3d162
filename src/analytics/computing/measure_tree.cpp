#include "analytics/computing/measure_tree.h"

#include "analytics/computing/sql_text.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

constexpr int formula_depth_max = 8;

[[nodiscard]] bool is_leaf(const Leaf& leaf, const Place& place, const catalog::Measure& measure) {
  return leaf.place == place && leaf.measure.name == measure.name;
}

}  // namespace

MeasureValue MeasureTree::value(const Reference& reference, bool part) {
  const VendorMeaning* vendor = book_.meaning().vendor(reference.vendor);
  const catalog::Entry* entry = book_.meaning().entry(reference);
  if (entry == nullptr) {
    book_.fail({CompileFault::Kind::not_connected, reference.vendor, reference.entry});
    return {.sql = "NULL", .type = "decimal", .unit = {}, .label = reference.name};
  }
  return resolve({.place = {vendor, entry}, .at_start = false, .part = part}, reference.name);
}

// Names in formulas are measures of the entry, of another entry of the vendor, or entry.measure.
// NOLINTNEXTLINE(misc-no-recursion): formula_depth_max.
MeasureValue MeasureTree::resolve(const Wanted& wanted, std::string_view name) {
  if (const auto own = measure_named(*wanted.place.entry, name)) {
    return own->aggregation == catalog::Aggregation::formula ? formula(wanted, *own)
                                                             : leaf(wanted, *own);
  }
  const auto dot = name.find('.');
  const std::string_view measure = dot == std::string_view::npos ? name : name.substr(dot + 1);
  for (const catalog::Entry& entry : wanted.place.vendor->vendor->entries) {
    const bool named = dot == std::string_view::npos || entry.name == name.substr(0, dot);
    const auto found = std::find_if(entry.measures.begin(), entry.measures.end(),
                                    [&](const auto& each) { return each.name == measure; });
    if (!named || found == entry.measures.end()) continue;
    Wanted there = wanted;
    there.place.entry = &entry;
    return resolve(there, measure);
  }
  book_.fail({CompileFault::Kind::unknown_measure, wanted.place.entry->name, std::string(name)});
  return {.sql = "NULL", .type = "decimal", .unit = {}, .label = std::string(name)};
}

// NOLINTNEXTLINE(misc-no-recursion): formula_depth_max.
MeasureValue MeasureTree::formula(const Wanted& wanted, const catalog::Measure& measure) {
  const auto parsed = catalog::parse_expression(measure.expression);
  if (!parsed || depth_ >= formula_depth_max) {
    book_.fail({CompileFault::Kind::formula_not_computable, measure.name, {}});
    return {.sql = "NULL", .type = "decimal", .unit = {}, .label = measure.name};
  }
  ++depth_;
  std::string sql = formula_sql(wanted, *parsed);
  --depth_;
  const bool money = measure.unit == "reporting";
  return {.sql = std::move(sql),
          .type = money ? "money" : (measure.unit == "count" ? "integer" : "decimal"),
          .unit = unit_of(measure, "decimal"),
          .label = label_of(measure)};
}

// NOLINTNEXTLINE(misc-no-recursion): the parser limits the depth.
std::string MeasureTree::formula_sql(const Wanted& wanted, const catalog::Expression& tree) {
  using Kind = catalog::Expression::Kind;
  const auto& operands = tree.operands;
  const auto part = [&](std::size_t at) { return formula_sql(wanted, operands[at]); };
  if (tree.kind == Kind::number) return "CAST(" + sql_number(tree.text) + " AS DOUBLE)";
  if (tree.kind == Kind::name) return "CAST(" + resolve(wanted, tree.text).sql + " AS DOUBLE)";
  if (tree.kind == Kind::operation && tree.text == "negate") return "(-" + part(0) + ")";
  if (tree.kind == Kind::operation && tree.text == "/") {
    return "(" + part(0) + " / nullif(" + part(1) + ", 0))";
  }
  const bool plain = tree.text == "+" || tree.text == "-" || tree.text == "*";
  if (tree.kind == Kind::operation && plain) {
    return "(" + part(0) + " " + tree.text + " " + part(1) + ")";
  }
  if (tree.kind == Kind::call && tree.text == "start" && operands[0].kind == Kind::name) {
    Wanted before = wanted;
    before.at_start = true;
    return "CAST(" + resolve(before, operands[0].text).sql + " AS DOUBLE)";
  }
  if (tree.kind == Kind::call &&
      (tree.text == "abs" || tree.text == "round" || tree.text == "least" ||
       tree.text == "greatest" || tree.text == "coalesce")) {
    std::string sql = tree.text + "(";
    for (std::size_t at = 0; at < operands.size(); ++at)
      sql += (at > 0 ? ", " : "") + part(at);
    return sql + ")";
  }
  return book_.fail({CompileFault::Kind::formula_over_rows, tree.text, {}}).sql;
}

MeasureValue MeasureTree::leaf(const Wanted& wanted, const catalog::Measure& measure) {
  auto known = std::find_if(leaves_.begin(), leaves_.end(), [&](const Leaf& each) {
    return is_leaf(each, wanted.place, measure) && each.at_start == wanted.at_start &&
           each.part == wanted.part;
  });
  if (known == leaves_.end()) {
    leaves_.push_back({.place = wanted.place,
                       .measure = measure,
                       .at_start = wanted.at_start,
                       .part = wanted.part,
                       .name = "m" + std::to_string(leaves_.size())});
    known = leaves_.end() - 1;
  }
  const std::string type = value_type(book_, *known);
  const bool zero = is_zero_when_empty(measure.aggregation);
  // Where the vendor has no rows at all (yet), nothing is known: that is no zero.
  const std::string end = bucketed_ ? "s.end_at" : "(SELECT max(end_at) FROM span)";
  const std::string zero_sql = "CASE WHEN (SELECT begins FROM " + known->name + "_from) < " + end +
                               " THEN coalesce(" + known->name + ".v, 0) END";
  return {.sql = zero ? zero_sql : known->name + ".v",
          .type = type,
          .unit = unit_of(measure, type),
          .label = label_of(measure),
          .counts = zero};
}

std::string MeasureTree::unit_of(const catalog::Measure& measure, std::string_view type) const {
  if (measure.unit == "reporting") return currency_;
  if (!measure.unit.empty()) return measure.unit;
  return type == "integer" ? "count" : (type == "money" ? currency_ : "");
}

}  // namespace sluice::analytics
