#pragma once
#include <optional>
#include <string_view>

namespace sluice::analytics {

// "zero" to "nineteen", the tens, and what stands for a number: "dozen", "couple", "few" (three).
[[nodiscard]] std::optional<int> cardinal_word(std::string_view lower);

// "first" to "thirty-first" in one word ("twelfth"), without compounds.
[[nodiscard]] std::optional<int> ordinal_word(std::string_view lower);

// Whether the word is one of the tens, which a unit may follow ("twenty five").
[[nodiscard]] bool is_tens_word(std::string_view lower);

// "st", "nd", "rd", "th": what makes the digits before it an ordinal.
[[nodiscard]] bool is_ordinal_suffix(std::string_view lower);

// "k", "thousand", "m", "million", "bn", ...: the factor, or nothing.
[[nodiscard]] std::optional<double> magnitude_word(std::string_view lower);

}  // namespace sluice::analytics
