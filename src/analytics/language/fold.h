#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// Stands in a folded text for a letter or digit of a script that English is not
// written in.
inline constexpr char unreadable_letter = '\x1a';  // SUBSTITUTE of ASCII.

// Stands for the sign of a currency other than the dollar.
inline constexpr char other_currency = '\x1c';

// A text in ASCII: small letters without marks ("Ä" is "a", "ß" is "ss"),
// digits and signs of any width as the plain ones, every blank a blank, curly
// quotes and dashes straight, each sign of a currency "$". A sign without such
// a form is '\x1b': it parts words like any other.
struct FoldedText {
  std::string text;
  std::vector<std::size_t> source;  // Byte by byte where it came from; one more: the end.
  std::vector<bool> capital;        // Byte by byte: whether it was a capital letter.

  // The bytes of the original from one place of `text` up to another. Of a
  // letter that became two the whole of it.
  [[nodiscard]] std::size_t offset(std::size_t at) const { return source[at]; }
  [[nodiscard]] std::size_t length(std::size_t from, std::size_t to) const;
};

// Takes any bytes: one that is no UTF-8 is a sign. Unicode's compatibility
// decomposition and case folding (utf8proc), and language/en/words.yaml for
// letters that have none ("ø", "ł").
[[nodiscard]] FoldedText fold(std::string_view text);

}  // namespace sluice::analytics
