#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace sluice::connections {

inline constexpr int name_letters_max = 60;  // Of a connection; characters, not bytes.

// The text as a connection's name, without blanks around it: a line of 1 to name_letters_max
// letters, because it stands in sentences and between other names. Nothing where it is none,
// whether a person or a vendor said it.
[[nodiscard]] std::optional<std::string> fitting_name(std::string_view said);

}  // namespace sluice::connections
