#include "base/json_literal.h"
#include "base/json_text.h"
#include "base/text.h"

#include <set>

namespace sluice {
namespace {

using json_literal::is_high_surrogate;
using json_literal::is_low_surrogate;
using json_literal::read_unit;
using json_literal::utf8_length;

// Walks a document once; recursion is bounded by the depth limit.
class Checker {
 public:
  Checker(std::string_view text, JsonLimits limits) : text_(text), limits_(limits) {}

  bool document() {
    skip_blanks();
    if (!value(0)) return false;
    skip_blanks();
    return position_ == text_.size() || fail("text after the document");
  }
  [[nodiscard]] std::string error() const { return why_ + " at byte " + std::to_string(position_); }

 private:
  bool fail(std::string_view why) {
    if (why_.empty()) why_ = why;
    return false;
  }
  [[nodiscard]] char peek() const { return position_ < text_.size() ? text_[position_] : '\0'; }
  bool take(char c) {
    if (position_ >= text_.size() || text_[position_] != c) return false;
    ++position_;
    return true;
  }
  void skip_blanks() {
    while (position_ < text_.size() && is_plain_blank(text_[position_]))
      ++position_;
  }

  // NOLINTNEXTLINE(misc-no-recursion): bounded by depth_max.
  bool value(std::size_t depth) {
    if (++values_ > limits_.values_max) return fail("more values than allowed");
    const char c = peek();
    if (c == '{' || c == '[') {
      if (depth >= limits_.depth_max) return fail("nested deeper than allowed");
      return c == '{' ? object(depth + 1) : array(depth + 1);
    }
    if (c == '"') return string();
    if (c == 't') return word("true");
    if (c == 'f') return word("false");
    if (c == 'n') return word("null");
    return number();
  }
  // NOLINTNEXTLINE(misc-no-recursion): bounded by depth_max.
  bool object(std::size_t depth) {
    std::set<std::string, std::less<>> names;
    take('{');
    skip_blanks();
    if (take('}')) return true;
    do {
      skip_blanks();
      const std::size_t start = position_;
      if (!string()) return false;
      if (limits_.duplicate_members_refused && !remember(names, start)) return false;
      skip_blanks();
      if (!take(':')) return fail("':' was expected");
      skip_blanks();
      if (!value(depth)) return false;
      skip_blanks();
    } while (take(','));
    return take('}') || fail("'}' was expected");
  }
  bool remember(std::set<std::string, std::less<>>& names, std::size_t start);
  // NOLINTNEXTLINE(misc-no-recursion): bounded by depth_max.
  bool array(std::size_t depth) {
    take('[');
    skip_blanks();
    if (take(']')) return true;
    do {
      skip_blanks();
      if (!value(depth)) return false;
      skip_blanks();
    } while (take(','));
    return take(']') || fail("']' was expected");
  }
  bool word(std::string_view expected) {
    if (!text_.substr(position_).starts_with(expected)) return fail("a value was expected");
    position_ += expected.size();
    return true;
  }
  bool string() {
    if (!take('"')) return fail("a text was expected");
    while (position_ < text_.size()) {
      const char c = text_[position_];
      if (c == '"') {
        ++position_;
        return true;
      }
      if (c == '\\') {
        if (!escape()) return false;
        continue;
      }
      if (static_cast<unsigned char>(c) < 0x20) return fail("a control character in a text");
      const std::size_t length = utf8_length(text_.substr(position_));
      if (length == 0) return fail("not UTF-8");
      position_ += length;
    }
    return fail("a text does not end");
  }
  bool escape() {
    ++position_;
    if (peek() != 'u') {
      if (!std::string_view("\"\\/bfnrt").contains(peek()) || peek() == '\0') {
        return fail("an unknown escape");
      }
      ++position_;
      return true;
    }
    const int unit = read_unit(text_, position_ + 1);
    if (unit < 0 || is_low_surrogate(unit)) return fail("a broken escape");
    position_ += 5;
    if (!is_high_surrogate(unit)) return true;
    if (!take('\\') || !take('u')) return fail("half a surrogate pair");
    if (!is_low_surrogate(read_unit(text_, position_))) return fail("half a surrogate pair");
    position_ += 4;
    return true;
  }
  bool digits() {
    if (!is_digit(peek())) return fail("a digit was expected");
    while (is_digit(peek()))
      ++position_;
    return true;
  }
  bool number() {
    if (peek() != '-' && !is_digit(peek())) return fail("a value was expected");
    take('-');
    if (!take('0') && !digits()) return false;
    if (take('.') && !digits()) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      return digits();
    }
    return true;
  }

  std::string_view text_;
  JsonLimits limits_;
  std::size_t position_ = 0;
  std::size_t values_ = 0;
  std::string why_;
};

bool Checker::remember(std::set<std::string, std::less<>>& names, std::size_t start) {
  const auto added = names.insert(json_literal::decode(text_.substr(start, position_ - start)));
  return added.second || fail("a member appears twice");
}

}  // namespace

std::expected<JsonText, std::string> JsonText::check(std::string_view text, JsonLimits limits) {
  Checker checker(text, limits);
  if (!checker.document()) return std::unexpected(checker.error());
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  const std::size_t end = text.find_last_not_of(" \t\r\n");
  return JsonText(text.substr(start, end - start + 1));
}

}  // namespace sluice
