#pragma once
#include "catalog/expression.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// A piece of SQL and what it is. Types: those of catalog fields, "list TYPE" (the elements of a
// list field, as JSON text), and local (a timestamp read from a wall clock), null, instant and now
// (moments whose form depends on what they are compared to).
struct SqlValue {
  std::string sql;
  std::string type;
};

// One moment in the three forms that rows carry time in.
struct Moment {
  std::string at;     // TIMESTAMP in UTC
  std::string day;    // DATE: the last day over or running at that moment
  std::string local;  // TIMESTAMP as the wall clock reads
};

// What an expression of the catalog is turned into SQL with.
struct ExpressionContext {
  std::function<SqlValue(std::string_view name)> resolve;
  Moment instant;
  Moment now;
  // What the organization's clock showed at a moment (span_sql.h); empty: no zone is known, and
  // moments are read in UTC.
  std::function<std::string(const SqlValue& moment)> wall_clock{};
  // Inside sum_of() and its like: the name of the position, and the lists that are looked at.
  std::string position{};
  std::vector<std::string>* lists = nullptr;
};
[[nodiscard]] SqlValue to_sql(const catalog::Expression& expression,
                              const ExpressionContext& context);

// The value as it can be compared with, joined to or combined with one of `type`.
[[nodiscard]] std::string as_type(const SqlValue& value, std::string_view type,
                                  const ExpressionContext& context);
[[nodiscard]] bool is_numeric(std::string_view type);

}  // namespace sluice::analytics
