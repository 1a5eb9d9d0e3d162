#include "analytics/meaning/exclusion.h"

#include "analytics/meaning/reach.h"
#include "catalog/expression.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>

namespace sluice::analytics {
namespace {

using catalog::Expression;

// What a condition leaves of one field.
struct Left {
  std::optional<std::set<std::string>> only;  // None: any value.
  std::set<std::string> never;
  bool empty = false;   // Has to be without a value.
  bool filled = false;  // Has to have one.
};
using LeftByField = std::map<std::string, Left>;

[[nodiscard]] bool is_value(const Expression& part) {
  return part.kind == Expression::Kind::text || part.kind == Expression::Kind::number ||
         part.kind == Expression::Kind::boolean;
}

void keep_only(Left& left, const std::set<std::string>& values) {
  left.filled = true;
  if (!left.only) {
    left.only = values;
    return;
  }
  std::erase_if(*left.only, [&](const std::string& value) { return !values.contains(value); });
}

void add(const Expression& condition, LeftByField& all);

void add_operation(const Expression& condition, LeftByField& all) {
  const std::string& kind = condition.text;
  if (kind == "and") {
    for (const Expression& part : condition.operands)
      add(part, all);
    return;
  }
  const bool compares = condition.operands.size() == 2 &&
                        condition.operands[0].kind == Expression::Kind::name &&
                        is_value(condition.operands[1]);
  if (!compares) return;
  Left& left = all[condition.operands[0].text];
  const std::string& value = condition.operands[1].text;
  if (condition.text == "=") keep_only(left, {value});
  if (condition.text == "!=") left.never.insert(value);
}

void add_choice(const Expression& condition, LeftByField& all) {
  const auto& operands = condition.operands;
  if (operands.empty() || operands[0].kind != Expression::Kind::name ||
      !std::all_of(operands.begin() + 1, operands.end(), is_value))
    return;
  std::set<std::string> values;
  for (std::size_t i = 1; i < operands.size(); ++i)
    values.insert(operands[i].text);
  Left& left = all[operands[0].text];
  if (condition.negated)
    left.never.insert(values.begin(), values.end());
  else
    keep_only(left, values);
}

void add(const Expression& condition, LeftByField& all) {
  switch (condition.kind) {
    case Expression::Kind::operation: return add_operation(condition, all);
    case Expression::Kind::in: return add_choice(condition, all);
    case Expression::Kind::name: return keep_only(all[condition.text], {"true"});
    case Expression::Kind::is_null:
      if (condition.operands.size() == 1 && condition.operands[0].kind == Expression::Kind::name) {
        Left& left = all[condition.operands[0].text];
        (condition.negated ? left.filled : left.empty) = true;
      }
      return;
    case Expression::Kind::number:
    case Expression::Kind::text:
    case Expression::Kind::boolean:
    case Expression::Kind::null:
    case Expression::Kind::call: return;
  }
}

void add(std::string_view condition, LeftByField& all) {
  if (condition.empty()) return;
  if (const auto parsed = catalog::parse_expression(condition)) add(*parsed, all);
}

[[nodiscard]] bool holds_of_nothing(const Left& left) {
  if (left.empty && left.filled) return true;
  return left.only && std::ranges::all_of(*left.only, [&](const std::string& value) {
           return left.never.contains(value);
         });
}

}  // namespace

bool excludes(const catalog::Entry& entry, std::string_view filter, const catalog::Field& field,
              std::string_view value) {
  if (find_field(entry, field.name) != &field) return false;
  LeftByField all;
  add(filter, all);
  keep_only(all[field.name], {std::string(value)});
  // A truth that is made of other fields says what they hold.
  if (field.type == "boolean" && value == "true") add(field.expression, all);
  return std::ranges::any_of(all, [](const auto& each) { return holds_of_nothing(each.second); });
}

}  // namespace sluice::analytics
