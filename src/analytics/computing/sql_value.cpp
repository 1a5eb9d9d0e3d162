#include "analytics/computing/sql_value.h"

#include "analytics/computing/sql_text.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace sluice::analytics {
namespace {

using catalog::Expression;
using Values = std::vector<SqlValue>;

[[nodiscard]] bool is_moment(std::string_view type) {
  return type == "instant" || type == "now";
}

[[nodiscard]] std::string call(std::string_view function, const Values& arguments) {
  std::string sql(function);
  sql += '(';
  for (std::size_t at = 0; at < arguments.size(); ++at) {
    if (at > 0) sql += ", ";
    sql += arguments[at].sql;
  }
  return sql + ')';
}

[[nodiscard]] std::string as_text(const SqlValue& value) {
  return value.type == "text" ? value.sql : "CAST(" + value.sql + " AS VARCHAR)";
}
[[nodiscard]] std::string as_double(const SqlValue& value) {
  return "CAST(" + value.sql + " AS DOUBLE)";
}

// The type both sides can be brought to: where one is text and the other is not, text.
[[nodiscard]] std::string common_type(const SqlValue& left, const SqlValue& right) {
  if (is_moment(left.type)) return is_moment(right.type) ? "timestamp" : right.type;
  if (is_moment(right.type) || left.type == right.type || right.type == "null") return left.type;
  if (left.type == "null") return right.type;
  if (left.type == "text" || right.type == "text") return "text";
  return "";  // Numbers of two kinds, a date and a timestamp: the database knows.
}

[[nodiscard]] SqlValue compare(std::string_view operation, const SqlValue& left,
                               const SqlValue& right, const ExpressionContext& context) {
  const std::string type = common_type(left, right);
  const std::string sign = operation == "!=" ? "<>" : std::string(operation);
  return {
      "(" + as_type(left, type, context) + " " + sign + " " + as_type(right, type, context) + ")",
      "boolean"};
}

[[nodiscard]] SqlValue calculate(char operation, const SqlValue& left, const SqlValue& right) {
  const bool whole = left.type == "integer" && right.type == "integer";
  const bool money = left.type == "money" || right.type == "money";
  if (operation == '/') {
    return {"(" + as_double(left) + " / nullif(" + as_double(right) + ", 0))",
            left.type == "money" && right.type != "money" ? "money" : "decimal"};
  }
  if (operation == '*' && !whole) {
    return {"(" + as_double(left) + " * " + as_double(right) + ")", money ? "money" : "decimal"};
  }
  return {"(" + left.sql + " " + operation + " " + right.sql + ")",
          whole ? "integer" : (money ? "money" : "decimal")};
}

[[nodiscard]] SqlValue operation(const Expression& expression, const Values& operands,
                                 const ExpressionContext& context) {
  const std::string& word = expression.text;
  if (word == "not") return {"(NOT " + operands[0].sql + ")", "boolean"};
  if (word == "negate") return {"(-" + operands[0].sql + ")", operands[0].type};
  if (word == "and" || word == "or") {
    return {"(" + operands[0].sql + (word == "and" ? " AND " : " OR ") + operands[1].sql + ")",
            "boolean"};
  }
  constexpr std::string_view signs = "+-*/";
  if (word.size() == 1 && signs.find(word[0]) != std::string_view::npos) {
    return calculate(word[0], operands[0], operands[1]);
  }
  return compare(word, operands[0], operands[1], context);
}

[[nodiscard]] SqlValue one_of(const Expression& expression, const Values& operands,
                              const ExpressionContext& context) {
  std::string sql;
  for (std::size_t at = 1; at < operands.size(); ++at) {
    if (at > 1) sql += " OR ";
    sql += compare("=", operands[0], operands[at], context).sql;
  }
  // "not in" holds for an unknown value as well: it is none of those.
  if (expression.negated) return {"(NOT coalesce(" + sql + ", false))", "boolean"};
  return {"(" + sql + ")", "boolean"};
}

// Time between two moments in units of so many seconds.
[[nodiscard]] SqlValue between(const Values& operands, std::string_view seconds,
                               const ExpressionContext& context) {
  const bool days_only = operands[0].type == "date" || operands[1].type == "date";
  const std::string type = days_only ? "date" : common_type(operands[0], operands[1]);
  const auto seconds_of = [&](const SqlValue& value) {
    return "epoch(CAST(" + as_type(value, is_moment(value.type) ? type : value.type, context) +
           " AS TIMESTAMP))";
  };
  return {"((" + seconds_of(operands[1]) + " - " + seconds_of(operands[0]) + ") / " +
              std::string(seconds) + ")",
          "decimal"};
}

// An element of a list that reads as JSON text, or as "a, b".
[[nodiscard]] SqlValue element(const SqlValue& list, bool first) {
  const std::string text = as_text(list);
  const std::string_view json = first ? "'$[0]'" : "'$[#-1]'";
  const std::string_view index = first ? "1" : "-1";
  return {"(CASE WHEN " + text + " LIKE '[%' AND json_valid(" + text +
              ") THEN json_extract_string(" + text + ", " + std::string(json) +
              ") ELSE nullif(split(" + text + ", ', ')[" + std::string(index) + "], '') END)",
          "text"};
}

// What stands before or behind the first appearance of a text; null where it does not appear.
[[nodiscard]] SqlValue beside(const Values& operands, bool after) {
  const std::string text = as_text(operands[0]);
  const std::string mark = as_text(operands[1]);
  const std::string at = "strpos(" + text + ", " + mark + ")";
  const std::string part = after ? "substr(" + text + ", " + at + " + length(" + mark + "))"
                                 : "left(" + text + ", " + at + " - 1)";
  return {"(CASE WHEN " + at + " > 0 THEN nullif(trim(" + part + "), '') END)", "text"};
}

// Of an e-mail address what follows the @, of an address on the web its host.
[[nodiscard]] SqlValue domain_of(const SqlValue& value) {
  const std::string text = "lower(trim(" + as_text(value) + "))";
  return {"(CASE WHEN strpos(" + text + ", '@') > 0 THEN split_part(" + text +
              ", '@', -1) ELSE nullif(split_part(regexp_replace(" + text +
              ", '^(https?://)?(www[.])?', ''), '/', 1), '') END)",
          "text"};
}

[[nodiscard]] std::string first_type(const Values& operands, std::size_t from = 0) {
  for (std::size_t at = from; at < operands.size(); ++at) {
    if (operands[at].type != "null") return operands[at].type;
  }
  return "null";
}

[[nodiscard]] SqlValue conditional(const Values& operands) {
  return {"(CASE WHEN " + operands[0].sql + " THEN " + operands[1].sql + " ELSE " +
              operands[2].sql + " END)",
          first_type(operands, 1)};
}

[[nodiscard]] SqlValue text_function(std::string_view name, const Values& operands) {
  if (name == "lower" || name == "upper") {
    return {std::string(name) + "(" + as_text(operands[0]) + ")", "text"};
  }
  if (name == "contains" || name == "starts_with") {
    return {std::string(name) + "(lower(" + as_text(operands[0]) + "), lower(" +
                as_text(operands[1]) + "))",
            "boolean"};
  }
  if (name == "matches") {
    return {"regexp_matches(" + as_text(operands[0]) + ", " + as_text(operands[1]) + ")",
            "boolean"};
  }
  if (name == "concat") return {"nullif(trim(" + call("concat", operands) + "), '')", "text"};
  return {call("replace", operands), "text"};
}

// `now` among others takes their form: coalesce(ended, now).
[[nodiscard]] SqlValue choice(std::string_view name, Values operands,
                              const ExpressionContext& context) {
  std::string type;
  for (const SqlValue& operand : operands) {
    if (type.empty() && !is_moment(operand.type) && operand.type != "null") type = operand.type;
  }
  if (type.empty()) type = "timestamp";
  for (SqlValue& operand : operands) {
    if (is_moment(operand.type)) operand.sql = as_type(operand, type, context);
  }
  return {call(name, operands), type};
}

// Of the organization's calendar: midnight in UTC is another month for many.
[[nodiscard]] SqlValue part_of_date(std::string_view name, const SqlValue& moment,
                                    const ExpressionContext& context) {
  const std::string_view part = name == "year_of" ? "year(" : "month(";
  std::string local = as_type(moment, "local", context);
  if (moment.type == "timestamp" && context.wall_clock) local = context.wall_clock(moment);
  return {std::string(part) + local + ")", "integer"};
}

// So many days later: of a day the day, of a moment the one that its clock shows then. A list that
// begins on a day and has a value for each from there on has no other dates.
[[nodiscard]] SqlValue days_later(const SqlValue& from, const SqlValue& days,
                                  const ExpressionContext& context) {
  const std::string count = "CAST(floor(" + as_double(days) + ") AS INTEGER)";
  if (is_moment(from.type))
    return {"(" + as_type(from, "date", context) + " + " + count + ")", "date"};
  if (from.type == "text") return {"(TRY_CAST(" + from.sql + " AS DATE) + " + count + ")", "date"};
  if (from.type == "date") return {"(" + from.sql + " + " + count + ")", "date"};
  const std::string local =
      from.type == "timestamp" && context.wall_clock ? context.wall_clock(from) : from.sql;
  return {"(CAST(" + local + " AS DATE) + " + count + ")", "date"};
}

[[nodiscard]] SqlValue function(const Expression& expression, const Values& operands,
                                const ExpressionContext& context) {
  const std::string_view name = expression.text;
  if (name == "instant" || name == "now") return {"", std::string(name)};
  if (name == "days_between") return between(operands, "86400.0", context);
  if (name == "hours_between") return between(operands, "3600.0", context);
  if (name == "minutes_between") return between(operands, "60.0", context);
  if (name == "domain_of") return domain_of(operands[0]);
  if (name == "after" || name == "before") return beside(operands, name == "after");
  if (name == "first" || name == "last") return element(operands[0], name == "first");
  if (name == "if") return conditional(operands);
  if (name == "coalesce" || name == "least" || name == "greatest") {
    return choice(name, operands, context);
  }
  if (name == "abs" || name == "round") return {call(name, operands), operands[0].type};
  if (name == "year_of" || name == "month_of") return part_of_date(name, operands[0], context);
  if (name == "add_days") return days_later(operands[0], operands[1], context);
  return text_function(name, operands);
}

constexpr std::string_view of_list = "list ";

[[nodiscard]] std::string element_type(std::string_view type) {
  if (type == "integer") return "BIGINT";
  if (type == "decimal" || type == "money") return "DECIMAL(38,10)";
  return type == "boolean" ? "BOOLEAN" : "VARCHAR";
}

// A field by its name; a list stands for its element where elements are looked at one by one.
[[nodiscard]] SqlValue named(const std::string& name, const ExpressionContext& context) {
  SqlValue value = context.resolve(name);
  if (!value.type.starts_with(of_list)) return value;
  if (context.lists == nullptr) return {value.sql, "text"};
  const std::string list = "from_json(" + value.sql + ", '[\"VARCHAR\"]')";
  context.lists->push_back(list);
  const std::string type = value.type.substr(of_list.size());
  return {
      "CAST(list_extract(" + list + ", " + context.position + ") AS " + element_type(type) + ")",
      type};
}

[[nodiscard]] bool is_over_elements(std::string_view name) {
  return name == "sum_of" || name == "product_of" || name == "count_of" || name == "different_of";
}

// The elements of lists, position by position: the sum, the product, how many of them hold, or how
// many different ones there are. Of no elements: 0, and a product of 1.
[[nodiscard]] SqlValue over_elements(const Expression& expression,
                                     const ExpressionContext& context) {
  ExpressionContext inside = context;
  std::vector<std::string> lists;
  inside.position = "position_in_list";
  inside.lists = &lists;
  const SqlValue value = to_sql(expression.operands[0], inside);
  if (lists.empty() || context.lists != nullptr) return {"NULL", "null"};
  std::string length = "greatest(0";
  for (const std::string& list : lists)
    length += ", len(" + list + ")";
  const std::string positions = "range(1, 1 + " + length + "))";
  const bool filter = expression.text == "count_of";
  const std::string elements = std::string(filter ? "list_filter(" : "list_transform(") +
                               positions + ", lambda " + inside.position + ": " +
                               (filter ? "coalesce(" + value.sql + ", false)" : value.sql) + ")";
  if (filter) return {"len(" + elements + ")", "integer"};
  if (expression.text == "different_of") return {"len(list_distinct(" + elements + "))", "integer"};
  const bool sum = expression.text == "sum_of";
  return {std::string("coalesce(") + (sum ? "list_sum(" : "list_product(") + elements + "), " +
              (sum ? "0)" : "1)"),
          value.type};
}

[[nodiscard]] SqlValue number(const std::string& digits) {
  const bool whole = digits.find('.') == std::string::npos;
  return {sql_number(digits), whole ? "integer" : "decimal"};
}

}  // namespace

bool is_numeric(std::string_view type) {
  return type == "integer" || type == "decimal" || type == "money";
}

std::string as_type(const SqlValue& value, std::string_view type,
                    const ExpressionContext& context) {
  if (is_moment(value.type)) {
    const Moment& moment = value.type == "now" ? context.now : context.instant;
    if (type == "date") return moment.day;
    return type == "local" ? moment.local : moment.at;
  }
  return type == "text" ? as_text(value) : value.sql;
}

// NOLINTNEXTLINE(misc-no-recursion): the parser limits the depth of expressions.
SqlValue to_sql(const Expression& expression, const ExpressionContext& context) {
  if (expression.kind == Expression::Kind::call && is_over_elements(expression.text))
    return over_elements(expression, context);
  Values operands;
  for (const Expression& operand : expression.operands) {
    // start(x) names a measure; its operand is no value of a row.
    operands.push_back(to_sql(operand, context));
  }
  switch (expression.kind) {
    case Expression::Kind::number: return number(expression.text);
    case Expression::Kind::text: return {sql_text(expression.text), "text"};
    case Expression::Kind::boolean:
      return {expression.text == "true" ? "true" : "false", "boolean"};
    case Expression::Kind::null: return {"NULL", "null"};
    case Expression::Kind::name: return named(expression.text, context);
    case Expression::Kind::operation: return operation(expression, operands, context);
    case Expression::Kind::in: return one_of(expression, operands, context);
    case Expression::Kind::is_null:
      return {"(" + operands[0].sql + (expression.negated ? " IS NOT NULL)" : " IS NULL)"),
              "boolean"};
    case Expression::Kind::call: return function(expression, operands, context);
  }
  return {"NULL", "null"};
}

}  // namespace sluice::analytics
