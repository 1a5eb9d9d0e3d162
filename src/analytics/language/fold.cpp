#include "analytics/language/fold.h"

#include "analytics/language/word_table.h"
#include "base/text.h"

#include <utf8proc.h>

#include <array>

namespace sluice::analytics {
namespace {

constexpr char other_sign = '\x1b';  // ESCAPE of ASCII: no word, no blank, and nothing that means.
constexpr unsigned ascii_end = 0x80;

// Bytes that have a meaning of their own in a folded text.
[[nodiscard]] bool is_mark(char c) {
  return c == unreadable_letter || c == other_currency;
}

// One half, a raised 2, a number in a circle, "TM": signs, though digits and
// letters stand in them.
[[nodiscard]] bool is_drawn(const utf8proc_property_t& letter) {
  switch (letter.decomp_type) {
    case UTF8PROC_DECOMP_TYPE_SUPER:
    case UTF8PROC_DECOMP_TYPE_SUB:
    case UTF8PROC_DECOMP_TYPE_CIRCLE:
    case UTF8PROC_DECOMP_TYPE_SQUARE:
    case UTF8PROC_DECOMP_TYPE_FRACTION: return true;
    default: return false;
  }
}

// A letter, a mark or a number in the sense of Unicode.
[[nodiscard]] bool is_written(utf8proc_int32_t code) {
  const auto category = utf8proc_category(code);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

// The ASCII forms of one character, appended to `out`.
void fold_character(utf8proc_int32_t code, std::string& out) {
  if (utf8proc_category(code) == UTF8PROC_CATEGORY_SC) {
    out += other_currency;
    return;
  }
  if (is_drawn(*utf8proc_get_property(code))) {
    out += other_sign;
    return;
  }
  constexpr std::size_t decomposed_max = 32;  // Unicode's longest is of 18.
  std::array<utf8proc_int32_t, decomposed_max> codes{};
  int boundary = 0;
  const auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK |
                                     UTF8PROC_CASEFOLD | UTF8PROC_IGNORE | UTF8PROC_LUMP);
  const auto count =
      utf8proc_decompose_char(code, codes.data(), decomposed_max, options, &boundary);
  if (count < 0 || count > static_cast<utf8proc_ssize_t>(decomposed_max)) {
    out += other_sign;
    return;
  }
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    const utf8proc_int32_t one = codes[i];
    if (one < static_cast<utf8proc_int32_t>(ascii_end)) {
      out += static_cast<char>(one);
      continue;
    }
    std::array<utf8proc_uint8_t, 4> bytes{};
    const auto size = static_cast<std::size_t>(utf8proc_encode_char(one, bytes.data()));
    const std::string letter(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size));
    if (const std::string* plain = WordTable::english().plain_letter(letter)) {
      out += *plain;
    } else {
      out += is_written(one) ? unreadable_letter : other_sign;
    }
  }
}

}  // namespace

std::size_t FoldedText::length(std::size_t from, std::size_t to) const {
  while (source[to] == source[from] && to + 1 < source.size())
    ++to;
  return source[to] - source[from];
}

namespace {

// One character that is no ASCII; gives its bytes.
std::size_t fold_wide(std::string_view rest, std::string& text, bool& capital) {
  utf8proc_int32_t code = -1;
  const auto* letters = reinterpret_cast<const utf8proc_uint8_t*>(rest.data());
  const auto read = utf8proc_iterate(letters, static_cast<utf8proc_ssize_t>(rest.size()), &code);
  if (read <= 0) {
    text += other_sign;
    return 1;
  }
  capital = utf8proc_category(code) == UTF8PROC_CATEGORY_LU;
  fold_character(code, text);
  return static_cast<std::size_t>(read);
}

}  // namespace

FoldedText fold(std::string_view text) {
  FoldedText folded;
  folded.text.reserve(text.size());
  folded.source.reserve(text.size() + 1);
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t bytes = 1;
    bool capital = is_upper(text[at]);
    if (static_cast<unsigned char>(text[at]) < ascii_end) {
      folded.text += is_mark(text[at]) ? other_sign : lower(text[at]);
    } else {
      bytes = fold_wide(text.substr(at), folded.text, capital);
    }
    folded.source.resize(folded.text.size(), at);
    folded.capital.resize(folded.text.size(), capital);
    at += bytes;
  }
  folded.source.push_back(text.size());
  return folded;
}

}  // namespace sluice::analytics
