#include "audit/audit_trail.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace sluice::audit {
namespace {

// What a spreadsheet takes for the start of a formula, with the full-width forms that some fold.
constexpr std::array<std::string_view, 8> formula_starts{"=",      "+",      "-",      "@",
                                                         "\uff1d", "\uff0b", "\uff0d", "\uff20"};

bool is_plain_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  bool digits = false;
  bool point = false;
  for (const char letter : text) {
    if (letter >= '0' && letter <= '9')
      digits = true;
    else if (letter == '.' && !point)
      point = true;
    else
      return false;
  }
  return digits;
}

bool starts_a_formula(std::string_view text) {
  if (is_plain_number(text)) return false;
  if (text.starts_with('\t') || text.starts_with('\r') || text.starts_with('\n')) return true;
  const auto first = text.find_first_not_of(' ');  // Blanks in front are skipped by some readers.
  if (first == std::string_view::npos) return false;
  text.remove_prefix(first);
  return std::ranges::any_of(formula_starts,
                             [&](std::string_view start) { return text.starts_with(start); });
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

}  // namespace sluice::audit
