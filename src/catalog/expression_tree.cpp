#include "catalog/expression_tree.h"

#include <algorithm>
#include <array>

namespace sluice::catalog {
namespace {

// More arguments are a list that somebody pasted, not an expression.
constexpr std::size_t any_number = 16;
constexpr std::array<ExpressionFunction, 31> functions{{
    {"days_between", 2, 2},
    {"hours_between", 2, 2},
    {"minutes_between", 2, 2},
    {"lower", 1, 1},
    {"upper", 1, 1},
    {"domain_of", 1, 1},
    {"after", 2, 2},
    {"before", 2, 2},
    {"coalesce", 1, any_number},
    {"if", 3, 3},
    {"first", 1, 1},
    {"last", 1, 1},
    {"contains", 2, 2},
    {"matches", 2, 2},
    {"starts_with", 2, 2},
    {"abs", 1, 1},
    {"round", 1, 2},
    {"least", 2, any_number},
    {"greatest", 2, any_number},
    {"concat", 2, any_number},
    {"replace", 3, 3},
    {"start", 1, 1},
    {"sum_of", 1, 1},
    {"product_of", 1, 1},
    {"count_of", 1, 1},
    {"different_of", 1, 1},
    {"year_of", 1, 1},
    {"month_of", 1, 1},
    {"add_days", 2, 2},
    {"instant", 0, 0},
    {"now", 0, 0},
}};

void collect_names(const Expression& expression, std::vector<std::string>& into) {
  if (expression.kind == Expression::Kind::name) into.push_back(expression.text);
  for (const Expression& operand : expression.operands)
    collect_names(operand, into);
}

std::string in_quotes(std::string_view text) {
  std::string out = "'";
  for (const char byte : text) {
    if (byte == '\'') out += '\'';
    out += byte;
  }
  return out + "'";
}

std::string list_text(std::span<const Expression> operands) {
  std::string out;
  for (const Expression& operand : operands) {
    if (!out.empty()) out += ", ";
    out += to_text(operand);
  }
  return out;
}

// Bracketed in full, so that reading it again needs no precedence and gives an equal tree.
std::string operation_text(const Expression& expression) {
  const auto& operands = expression.operands;
  if (expression.text == "not") return "(not " + to_text(operands[0]) + ")";
  if (expression.text == "negate") return "(-" + to_text(operands[0]) + ")";
  return "(" + to_text(operands[0]) + " " + expression.text + " " + to_text(operands[1]) + ")";
}

}  // namespace

std::span<const ExpressionFunction> expression_functions() {
  return functions;
}

std::vector<std::string> names_in(const Expression& expression) {
  std::vector<std::string> names;
  collect_names(expression, names);
  return names;
}

std::string to_text(const Expression& expression) {
  const auto& operands = expression.operands;
  switch (expression.kind) {
    case Expression::Kind::number:
    case Expression::Kind::boolean:
    case Expression::Kind::name: return expression.text;
    case Expression::Kind::text: return in_quotes(expression.text);
    case Expression::Kind::null: return "null";
    case Expression::Kind::operation: return operation_text(expression);
    case Expression::Kind::in:
      return "(" + to_text(operands[0]) + (expression.negated ? " not in (" : " in (") +
             list_text(std::span(operands).subspan(1)) + "))";
    case Expression::Kind::is_null:
      return "(" + to_text(operands[0]) + (expression.negated ? " is not null)" : " is null)");
    case Expression::Kind::call:
      if (operands.empty()) return expression.text;
      return expression.text + "(" + list_text(operands) + ")";
  }
  return {};
}

}  // namespace sluice::catalog
