#pragma once
#include "base/clock.h"
#include "base/time_zone.h"

#include <string>
#include <string_view>

namespace sluice::analytics {

// The only places where text becomes part of SQL.

// "name", whatever is in it.
[[nodiscard]] std::string sql_name(std::string_view name);
// 'text', whatever is in it; zero bytes, which SQL text cannot hold, are left out.
[[nodiscard]] std::string sql_text(std::string_view text);
// Digits as written ("12.50"); anything else than a plain number becomes NULL.
[[nodiscard]] std::string sql_number(std::string_view digits);
[[nodiscard]] std::string sql_timestamp(Instant instant);
[[nodiscard]] std::string sql_date(LocalDay day);

}  // namespace sluice::analytics
