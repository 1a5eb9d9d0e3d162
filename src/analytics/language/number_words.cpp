#include "analytics/language/number_words.h"

#include "analytics/language/word_table.h"

namespace sluice::analytics {
namespace {

[[nodiscard]] std::optional<int> whole(std::optional<double> number) {
  if (!number) return std::nullopt;
  return static_cast<int>(*number);
}

}  // namespace

std::optional<int> cardinal_word(std::string_view lower) {
  return whole(WordTable::english().cardinal(lower));
}
std::optional<int> ordinal_word(std::string_view lower) {
  return whole(WordTable::english().ordinal(lower));
}
std::optional<double> magnitude_word(std::string_view lower) {
  return WordTable::english().magnitude(lower);
}

bool is_tens_word(std::string_view lower) {
  const auto value = cardinal_word(lower);
  return value && *value >= 20 && *value < 100 && *value % 10 == 0;
}

bool is_ordinal_suffix(std::string_view lower) {
  return WordTable::english().is_ordinal_suffix(lower);
}

}  // namespace sluice::analytics
