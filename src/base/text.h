#pragma once
#include <string>
#include <string_view>
#include <vector>

// Characters and short texts, written once. Everything here is about ASCII alone and knows no
// locale: a byte from 0x80 on is no letter, no digit and no space, and is left as it is. Protocol
// names (RFC 9110 tokens, URL schemes, hosts in their A-label form) need exactly that; a vendor's
// or a person's words in other scripts pass through unharmed. A house test bans second copies.
namespace sluice {

[[nodiscard]] constexpr bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool is_lower(char c) noexcept {
  return c >= 'a' && c <= 'z';
}
[[nodiscard]] constexpr bool is_upper(char c) noexcept {
  return c >= 'A' && c <= 'Z';
}
[[nodiscard]] constexpr bool is_letter(char c) noexcept {
  return is_lower(c) || is_upper(c);
}
[[nodiscard]] constexpr bool is_letter_or_digit(char c) noexcept {
  return is_letter(c) || is_digit(c);
}
// The six of C's isspace: blank, \t, \n, \v, \f, \r.
[[nodiscard]] constexpr bool is_space(char c) noexcept {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
// 0 to 15; -1 for what is no hexadecimal digit. Both cases count.
[[nodiscard]] constexpr int hex_value(char c) noexcept {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}
[[nodiscard]] constexpr bool is_hex_digit(char c) noexcept {
  return hex_value(c) >= 0;
}

[[nodiscard]] constexpr char lower(char c) noexcept {
  return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}
[[nodiscard]] constexpr char upper(char c) noexcept {
  return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}
[[nodiscard]] std::string lower(std::string_view text);
[[nodiscard]] std::string upper(std::string_view text);
// The first byte alone; the rest keeps its case.
[[nodiscard]] std::string lower_first(std::string_view text);
[[nodiscard]] std::string upper_first(std::string_view text);
// Whether both are the same but for the case of their letters.
[[nodiscard]] bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept;

// What may be cut off at the ends of a text. Most formats name their own blanks.
inline constexpr std::string_view all_spaces = " \t\n\v\f\r";
inline constexpr std::string_view line_blanks = " \t";       // OWS of RFC 9110, 5.6.3.
inline constexpr std::string_view plain_blanks = " \t\r\n";  // ws of RFC 8259, section 2.
[[nodiscard]] constexpr bool is_plain_blank(char c) noexcept {
  return plain_blanks.contains(c);
}

// A view into `text` without the blanks at both ends; empty when there is nothing else.
[[nodiscard]] std::string_view trimmed(std::string_view text,
                                       std::string_view blanks = all_spaces) noexcept;

// The parts between separators, as views into `text`. Empty parts stay: "a,,b" has three, and the
// empty text has one.
[[nodiscard]] std::vector<std::string_view> split(std::string_view text, char separator);
// The words between any of the blanks; there are no empty ones.
[[nodiscard]] std::vector<std::string_view> words_between(std::string_view text,
                                                          std::string_view blanks = all_spaces);

// "a, b, c" of {a, b, c} and ", ".
[[nodiscard]] std::string joined(const std::vector<std::string>& parts, std::string_view between);

// Every place where `from` stands, left to right; what was put in is not looked at again. An empty
// `from` stands nowhere.
[[nodiscard]] std::string replaced(std::string_view text, std::string_view from,
                                   std::string_view to);

}  // namespace sluice
