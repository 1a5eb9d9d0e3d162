#include "analytics/computing/sql_text.h"

#include "base/calendar.h"
#include "base/time_format.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::string doubled(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    if (c == '\0') continue;
    if (c == quote) out += quote;
    out += c;
  }
  return out + quote;
}

}  // namespace

std::string sql_name(std::string_view name) {
  return doubled(name, '"');
}

std::string sql_text(std::string_view text) {
  return doubled(text, '\'');
}

std::string sql_number(std::string_view digits) {
  std::string_view rest = digits;
  if (rest.starts_with('-')) rest.remove_prefix(1);
  const bool plain = !rest.empty() && rest.find_first_not_of("0123456789.") == std::string::npos &&
                     std::count(rest.begin(), rest.end(), '.') <= 1 && rest != ".";
  return plain ? std::string(digits) : "NULL";
}

std::string sql_timestamp(Instant instant) {
  // 2026-07-01T04:00:00.000Z without its zone: everything in the worker is in UTC.
  std::string text = to_rfc3339(instant);
  text.pop_back();
  std::replace(text.begin(), text.end(), 'T', ' ');
  return "TIMESTAMP '" + text + "'";
}

std::string sql_date(LocalDay day) {
  return "DATE '" + day_text(day) + "'";
}

}  // namespace sluice::analytics
