#include "analytics/language/number_words.h"

#include <array>
#include <utility>

namespace sluice::analytics {
namespace {

template <class Value, std::size_t Size>
[[nodiscard]] std::optional<Value> look_up(
    const std::array<std::pair<std::string_view, Value>, Size>& table, std::string_view word) {
  for (const auto& [name, value] : table)
    if (name == word) return value;
  return std::nullopt;
}

constexpr std::array<std::pair<std::string_view, int>, 32> cardinals{{
    {"zero", 0},     {"one", 1},      {"two", 2},        {"three", 3},     {"four", 4},
    {"five", 5},     {"six", 6},      {"seven", 7},      {"eight", 8},     {"nine", 9},
    {"ten", 10},     {"eleven", 11},  {"twelve", 12},    {"thirteen", 13}, {"fourteen", 14},
    {"fifteen", 15}, {"sixteen", 16}, {"seventeen", 17}, {"eighteen", 18}, {"nineteen", 19},
    {"twenty", 20},  {"thirty", 30},  {"forty", 40},     {"fifty", 50},    {"sixty", 60},
    {"seventy", 70}, {"eighty", 80},  {"ninety", 90},    {"hundred", 100}, {"dozen", 12},
    {"couple", 2},   {"few", 3},
}};

constexpr std::array<std::pair<std::string_view, int>, 21> ordinals{{
    {"first", 1},        {"second", 2},      {"third", 3},       {"fourth", 4},
    {"fifth", 5},        {"sixth", 6},       {"seventh", 7},     {"eighth", 8},
    {"ninth", 9},        {"tenth", 10},      {"eleventh", 11},   {"twelfth", 12},
    {"thirteenth", 13},  {"fourteenth", 14}, {"fifteenth", 15},  {"sixteenth", 16},
    {"seventeenth", 17}, {"eighteenth", 18}, {"nineteenth", 19}, {"twentieth", 20},
    {"thirtieth", 30},
}};

constexpr double thousand = 1e3;
constexpr double million = 1e6;
constexpr double billion = 1e9;

constexpr std::array<std::pair<std::string_view, double>, 9> magnitudes{{
    {"k", thousand},
    {"thousand", thousand},
    {"m", million},
    {"mn", million},
    {"mio", million},
    {"million", million},
    {"bn", billion},
    {"b", billion},
    {"billion", billion},
}};

}  // namespace

std::optional<int> cardinal_word(std::string_view lower) {
  return look_up(cardinals, lower);
}
std::optional<int> ordinal_word(std::string_view lower) {
  return look_up(ordinals, lower);
}
std::optional<double> magnitude_word(std::string_view lower) {
  return look_up(magnitudes, lower);
}

bool is_tens_word(std::string_view lower) {
  const auto value = cardinal_word(lower);
  return value && *value >= 20 && *value < 100 && *value % 10 == 0;
}

bool is_ordinal_suffix(std::string_view lower) {
  return lower == "st" || lower == "nd" || lower == "rd" || lower == "th";
}

}  // namespace sluice::analytics
