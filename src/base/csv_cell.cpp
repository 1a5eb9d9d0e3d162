#include "base/csv_cell.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace sluice {
namespace {

// What a spreadsheet takes for the start of a formula, with the full-width forms that some fold.
constexpr std::array<std::string_view, 12> formula_starts{"=",      "+",      "-",      "@",
                                                          "\uff1d", "\uff0b", "\uff0d", "\uff20",
                                                          "\ufe66", "\ufe62", "\ufe63", "\ufe6b"};

bool is_plain_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  bool digits = false;
  bool point = false;
  for (const char letter : text) {
    if (is_digit(letter))
      digits = true;
    else if (letter == '.' && !point)
      point = true;
    else
      return false;
  }
  return digits;
}

// What readers skip before they look for a formula: blanks, breaks and marks without a width.
constexpr std::array<std::string_view, 15> skipped{
    " ",      "\t",     "\r",     "\n",     "\v",     "\f",     "\u0085", "\u00a0",
    "\u1680", "\u200b", "\u2028", "\u2029", "\u202f", "\u3000", "\ufeff"};

bool starts_a_formula(std::string_view text) {
  if (is_plain_number(text)) return false;
  const auto begins = [&text](std::string_view start) { return text.starts_with(start); };
  // A break or a tab in front is what such a text hides behind, whatever follows.
  if (text.starts_with('\t') || text.starts_with('\r') || text.starts_with('\n')) return true;
  for (auto skip = std::ranges::find_if(skipped, begins); skip != skipped.end();
       skip = std::ranges::find_if(skipped, begins))
    text.remove_prefix(skip->size());
  return std::ranges::any_of(formula_starts, begins);
}

}  // namespace

std::string to_csv_cell(std::string_view text) {
  std::string cell;
  if (starts_a_formula(text)) cell.push_back('\'');
  cell.append(text);
  if (cell.find_first_of(",\"\r\n\t") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (const char letter : cell) {
    if (letter == '"') quoted.push_back('"');
    quoted.push_back(letter);
  }
  quoted.push_back('"');
  return quoted;
}

}  // namespace sluice
