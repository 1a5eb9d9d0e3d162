#include "sandbox/formula.h"

#include <charconv>
#include <cmath>

namespace sluice::sandbox {
namespace {

constexpr int depth_max = 16;

class Reader {
 public:
  Reader(std::string_view text, const NameValue& value_of) : rest_(text), value_of_(value_of) {}

  std::optional<double> whole() {
    const auto value = sum(0);
    skip();
    return rest_.empty() ? value : std::nullopt;
  }

 private:
  void skip() {
    while (rest_.starts_with(' '))
      rest_.remove_prefix(1);
  }
  bool take(char c) {
    skip();
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }

  // Bounded by depth_max. NOLINTBEGIN(misc-no-recursion)
  std::optional<double> sum(int depth) {
    auto left = product(depth);
    while (left) {
      const bool plus = take('+');
      if (!plus && !take('-')) return left;
      const auto right = product(depth);
      if (!right) return std::nullopt;
      *left += plus ? *right : -*right;
    }
    return left;
  }

  std::optional<double> product(int depth) {
    auto left = atom(depth);
    while (left) {
      const bool times = take('*');
      if (!times && !take('/')) return left;
      const auto right = atom(depth);
      if (!right) return std::nullopt;
      if (times) {
        *left *= *right;
      } else {
        *left = *right == 0 ? 0 : *left / *right;
      }
    }
    return left;
  }

  std::optional<double> atom(int depth) {
    if (depth >= depth_max) return std::nullopt;
    if (take('(')) {
      const auto inner = sum(depth + 1);
      return take(')') ? inner : std::nullopt;
    }
    double number = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), number);
    if (error == std::errc()) {
      rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
      return number;
    }
    const std::size_t length = std::min(rest_.find_first_of(" +-*/()"), rest_.size());
    const std::string_view name = rest_.substr(0, length);
    rest_.remove_prefix(length);
    if (name == "round" && take('(')) {
      const auto inner = sum(depth + 1);
      return take(')') && inner ? std::optional(std::round(*inner)) : std::nullopt;
    }
    return value_of_(name);
  }
  // NOLINTEND(misc-no-recursion)

  std::string_view rest_;
  const NameValue& value_of_;
};

}  // namespace

std::optional<double> evaluate(std::string_view formula, const NameValue& value_of) {
  return Reader(formula, value_of).whole();
}

}  // namespace sluice::sandbox
