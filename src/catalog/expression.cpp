#include "catalog/expression.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace sluice::catalog {
namespace {

using Kind = Expression::Kind;
using Result = std::expected<Expression, ExpressionError>;

struct Token {
  enum class Kind { end, number, text, word, symbol };
  Kind kind = Kind::end;
  std::string text;
  std::size_t position = 0;
};

// Locale-free: a row reads the same on every machine.
bool starts_word(char byte) {
  return is_letter(byte) || byte == '_';
}

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  [[nodiscard]] std::expected<std::vector<Token>, ExpressionError> tokens() {
    std::vector<Token> out;
    while (true) {
      while (at_ < text_.size() && is_plain_blank(text_[at_]))
        ++at_;
      std::expected<Token, ExpressionError> token = next();
      if (!token) return std::unexpected(token.error());
      out.push_back(*std::move(token));
      if (out.back().kind == Token::Kind::end) return out;
    }
  }

 private:
  std::expected<Token, ExpressionError> next() {
    if (at_ == text_.size()) return Token{Token::Kind::end, "", at_};
    const char byte = text_[at_];
    if (is_digit(byte)) return number();
    if (starts_word(byte)) return word();
    // Single quotes as in SQL, and doubled inside; a row is written by people who know that.
    if (byte == '\'') return quoted();
    return symbol();
  }
  Token number() {
    const std::size_t start = at_;
    while (at_ < text_.size() && is_digit(text_[at_]))
      ++at_;
    if (at_ + 1 < text_.size() && text_[at_] == '.' && is_digit(text_[at_ + 1])) {
      ++at_;
      while (at_ < text_.size() && is_digit(text_[at_]))
        ++at_;
    }
    return {Token::Kind::number, std::string(text_.substr(start, at_ - start)), start};
  }
  // A word, or several joined by dots: "customers.country".
  Token word() {
    const std::size_t start = at_;
    while (at_ < text_.size() &&
           (starts_word(text_[at_]) || is_digit(text_[at_]) || joins_words(at_)))
      ++at_;
    return {Token::Kind::word, std::string(text_.substr(start, at_ - start)), start};
  }
  [[nodiscard]] bool joins_words(std::size_t at) const {
    return text_[at] == '.' && at + 1 < text_.size() && starts_word(text_[at + 1]);
  }
  std::expected<Token, ExpressionError> quoted() {
    const std::size_t start = at_++;
    std::string value;
    while (at_ < text_.size()) {
      if (text_[at_] != '\'') {
        value += text_[at_++];
        continue;
      }
      const bool doubled = at_ + 1 < text_.size() && text_[at_ + 1] == '\'';
      if (!doubled) {
        ++at_;
        return Token{Token::Kind::text, std::move(value), start};
      }
      value += '\'';
      at_ += 2;
    }
    return std::unexpected(
        ExpressionError{start, "the text that starts here has no closing quote"});
  }
  std::expected<Token, ExpressionError> symbol() {
    // Longer ones first: "<=" must not be read as "<".
    constexpr std::array<std::string_view, 12> symbols{"!=", "<=", ">=", "=", "<", ">",
                                                       "+",  "-",  "*",  "/", "(", ")"};
    const std::size_t start = at_;
    if (text_[at_] == ',') return Token{Token::Kind::symbol, std::string(1, text_[at_++]), start};
    for (const std::string_view symbol : symbols) {
      if (!text_.substr(at_).starts_with(symbol)) continue;
      at_ += symbol.size();
      return Token{Token::Kind::symbol, std::string(symbol), start};
    }
    return std::unexpected(
        ExpressionError{start, "unexpected character '" + std::string(1, text_[at_]) + "'"});
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

// Recursive descent, one function a level of precedence: or, and, not, comparison, sum, product,
// sign, value.
class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  [[nodiscard]] Result whole() {
    Result expression = disjunction();
    if (!expression) return expression;
    if (peek().kind != Token::Kind::end) return fail("did not expect " + shown(peek()) + " here");
    return expression;
  }

 private:
  using Level = Result (Parser::*)();

  Result disjunction() { return chain(&Parser::conjunction, {"or"}); }
  Result conjunction() { return chain(&Parser::negation, {"and"}); }
  Result sum() { return chain(&Parser::product, {"+", "-"}); }
  Result product() { return chain(&Parser::signed_value, {"*", "/"}); }

  Result chain(Level lower, std::initializer_list<std::string_view> operators) {
    Result left = (this->*lower)();
    while (left) {
      const std::optional<std::string> operation = take_any(operators);
      if (!operation) return left;
      Result right = (this->*lower)();
      if (!right) return right;
      left = node(Kind::operation, *operation, {*std::move(left), *std::move(right)});
    }
    return left;
  }

  Result negation() {
    if (!take("not")) return comparison();
    const Depth deeper(*this);
    if (deeper.too_deep()) return fail("nested deeper than allowed");
    Result operand = negation();
    if (!operand) return operand;
    return node(Kind::operation, "not", {*std::move(operand)});
  }

  Result comparison() {
    Result left = sum();
    if (!left) return left;
    if (const auto operation = take_any({"=", "!=", "<=", ">=", "<", ">"})) {
      Result right = sum();
      if (!right) return right;
      return node(Kind::operation, *operation, {*std::move(left), *std::move(right)});
    }
    if (take("is")) return null_test(*std::move(left));
    if (take("in")) return membership(*std::move(left), false);
    if (peek().text == "not" && peek().kind == Token::Kind::word) {
      ++at_;
      if (!take("in")) return fail("expected \"in\" after \"not\"");
      return membership(*std::move(left), true);
    }
    return left;
  }

  Result null_test(Expression value) {
    const bool negated = take("not");
    if (!take("null")) return fail("expected \"null\" after \"is\"");
    Expression test = node(Kind::is_null, "", {std::move(value)});
    test.negated = negated;
    return test;
  }

  Result membership(Expression value, bool negated) {
    if (!take("(")) return fail("expected \"(\" after \"in\"");
    Expression test = node(Kind::in, "", {std::move(value)});
    test.negated = negated;
    if (auto problem = arguments_into(test)) return std::unexpected(*problem);
    // "x in ()" is always false, and nobody means that.
    if (test.operands.size() < 2) return fail("\"in\" needs at least one choice");
    return test;
  }

  Result signed_value() {
    if (!take("-")) return value();
    const Depth deeper(*this);
    if (deeper.too_deep()) return fail("nested deeper than allowed");
    Result operand = signed_value();
    if (!operand) return operand;
    return node(Kind::operation, "negate", {*std::move(operand)});
  }

  Result value() {
    const Token token = peek();
    if (token.kind == Token::Kind::number || token.kind == Token::Kind::text) {
      ++at_;
      return node(token.kind == Token::Kind::text ? Kind::text : Kind::number, token.text, {});
    }
    if (token.kind == Token::Kind::word) return word();
    if (!take("(")) return fail("expected a value, found " + shown(token));
    const Depth deeper(*this);
    if (deeper.too_deep()) return fail("nested deeper than allowed");
    Result inner = disjunction();
    if (!inner) return inner;
    if (!take(")")) return fail("expected \")\", found " + shown(peek()));
    return inner;
  }

  Result word() {
    const Token token = peek();
    for (const std::string_view reserved : {"and", "or", "in", "is", "not"})
      if (token.text == reserved) return fail("expected a value, found " + shown(token));
    ++at_;
    if (token.text == "true" || token.text == "false") return node(Kind::boolean, token.text, {});
    if (token.text == "null") return node(Kind::null, "", {});
    const auto known = expression_functions();
    const auto function = std::ranges::find(known, token.text, &ExpressionFunction::name);
    const bool called = peek().kind == Token::Kind::symbol && peek().text == "(";
    // `instant` and `now` are calls without brackets, so that a filter reads as a sentence.
    if (function != known.end() && function->arguments_max == 0) {
      return node(Kind::call, token.text, {});
    }
    if (!called) return node(Kind::name, token.text, {});
    if (function == known.end()) {
      --at_;
      return fail("there is no function \"" + token.text + "\"");
    }
    return call(*function);
  }

  Result call(const ExpressionFunction& function) {
    const Depth deeper(*this);
    if (deeper.too_deep()) return fail("nested deeper than allowed");
    ++at_;
    Expression made = node(Kind::call, std::string(function.name), {});
    if (auto problem = arguments_into(made)) return std::unexpected(*problem);
    const std::size_t count = made.operands.size();
    if (count < function.arguments_min || count > function.arguments_max) {
      return fail("wrong number of arguments for \"" + std::string(function.name) + "\"");
    }
    return made;
  }

  // Reads "a, b)" behind an opening bracket.
  std::optional<ExpressionError> arguments_into(Expression& made) {
    if (take(")")) return std::nullopt;
    do {
      Result argument = disjunction();
      if (!argument) return argument.error();
      made.operands.push_back(*std::move(argument));
    } while (take(","));
    if (take(")")) return std::nullopt;
    return fail("expected \")\" or \",\", found " + shown(peek())).error();
  }

  // Counts how deep the descent is, so that a hostile text cannot exhaust the stack.
  class Depth {
   public:
    explicit Depth(Parser& parser) : parser_(parser) { ++parser_.depth_; }
    ~Depth() { --parser_.depth_; }
    Depth(const Depth&) = delete;
    Depth& operator=(const Depth&) = delete;
    [[nodiscard]] bool too_deep() const { return parser_.depth_ > expression_depth_max; }

   private:
    Parser& parser_;
  };

  static Expression node(Kind kind, std::string text, std::vector<Expression> operands) {
    return {kind, std::move(text), false, std::move(operands)};
  }
  [[nodiscard]] const Token& peek() const { return tokens_[at_]; }
  [[nodiscard]] bool take(std::string_view text) {
    const Token& token = peek();
    if (token.kind != Token::Kind::symbol && token.kind != Token::Kind::word) return false;
    if (token.text != text) return false;
    ++at_;
    return true;
  }
  std::optional<std::string> take_any(std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts)
      if (take(text)) return std::string(text);
    return std::nullopt;
  }
  static std::string shown(const Token& token) {
    return token.kind == Token::Kind::end ? "the end" : "\"" + token.text + "\"";
  }
  [[nodiscard]] std::unexpected<ExpressionError> fail(std::string message) const {
    return std::unexpected(ExpressionError{peek().position, std::move(message)});
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  std::size_t depth_ = 0;
};

}  // namespace

std::expected<Expression, ExpressionError> parse_expression(std::string_view text) {
  // Checked before a token is made: rows come from files that an operator can edit.
  if (text.size() > expression_bytes_max) {
    return std::unexpected(ExpressionError{0, "the expression is longer than allowed"});
  }
  auto tokens = Scanner(text).tokens();
  if (!tokens) return std::unexpected(tokens.error());
  return Parser(*std::move(tokens)).whole();
}

}  // namespace sluice::catalog
