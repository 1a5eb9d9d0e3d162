#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::catalog {

// The small language of the rows (docs/catalog-rows.md): what a computed field, a filter or a
// measure is made of. It has no statements, no side effects and no way to name a table, so that a
// row can never carry SQL; analytics/ turns the tree into SQL, function by function.
struct Expression {
  enum class Kind {
    number,   // text: the digits as written (exact decimals stay exact).
    text,     // text: the characters between the quotes.
    boolean,  // text: "true" or "false".
    null,
    name,       // text: "status", or "customers.country" through a join.
    operation,  // text: + - * / = != < <= > >= and or not negate
    in,         // operands: the value, then the choices; `negated` for "not in".
    is_null,    // operands: the value; `negated` for "is not null".
    call,       // text: the function; operands: its arguments.
  };
  Kind kind = Kind::null;
  std::string text;
  bool negated = false;
  std::vector<Expression> operands;
  friend bool operator==(const Expression&, const Expression&) = default;
};

// Every name that the expression uses, in the order of the text, repeated as often as used.
// Functions and the words `instant` and `now` are not names.
[[nodiscard]] std::vector<std::string> names_in(const Expression& expression);

// Fully bracketed text that parses to an equal tree: for messages and tests.
[[nodiscard]] std::string to_text(const Expression& expression);

// What can be called. `instant` (the moment of a snapshot) and `now` are calls without brackets.
struct ExpressionFunction {
  std::string_view name;
  std::size_t arguments_min;
  std::size_t arguments_max;
};
// All of them; a call to anything else does not parse.
[[nodiscard]] std::span<const ExpressionFunction> expression_functions();

}  // namespace sluice::catalog
