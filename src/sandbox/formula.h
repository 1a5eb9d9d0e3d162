#pragma once
#include <functional>
#include <optional>
#include <string_view>

namespace sluice::sandbox {

// Looks up a name in a formula; nothing when it is unknown.
using NameValue = std::function<std::optional<double>(std::string_view)>;

// "opens / delivered", "round(newUsers * 1.35)": numbers, names, + - * /, parentheses, round().
// Nothing when the text is no formula or a name is unknown; a division by zero is 0.
[[nodiscard]] std::optional<double> evaluate(std::string_view formula, const NameValue& value_of);

}  // namespace sluice::sandbox
