#pragma once
#include "catalog/vendor.h"

#include <optional>
#include <string>
#include <string_view>

namespace sluice::analytics {

// A length of time between two moments of a row, which plans call "hours_between(created, closed)".
struct Length {
  const catalog::Field* from = nullptr;  // Both never null, and fields of the entry with role time.
  const catalog::Field* until = nullptr;
  std::string unit;  // minutes | hours | days
};

// Nothing when the name is no length, or names something that is no moment of the entry's rows.
[[nodiscard]] std::optional<Length> length_named(const catalog::Entry& entry,
                                                 std::string_view name);
[[nodiscard]] std::string name_of(const Length& length);
// "Time from created to closed"
[[nodiscard]] std::string label_of(const Length& length);
// The rows that have it, as an expression of the catalog: both moments are there, and the later one
// is over. A moment that is only expected ends no length yet.
[[nodiscard]] std::string rows_with(const Length& length);
// "Days to until" of a measure: the count of rows whose own moment is `until`, where the moment
// alone does not say that it came to pass ("closed" is a date of an open deal too). Null: it does.
[[nodiscard]] const catalog::Measure* rows_that_reached(const catalog::Entry& entry,
                                                        const catalog::Field& until);

}  // namespace sluice::analytics
