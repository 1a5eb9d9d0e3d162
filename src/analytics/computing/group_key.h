#pragma once
#include "analytics/computing/row_scope.h"
#include "base/time_zone.h"

#include <cstddef>
#include <optional>
#include <string>

namespace sluice::analytics {

// What rows are grouped by, for each dimension of a plan that is no bucket of a series.

// The key as SQL over the rows: the field itself, the hour of a time, or the place of a number
// among the plan's bands (0: below the first edge). Bands without edges give the number itself.
[[nodiscard]] std::string group_key_sql(RowScope& rows, const QueryPlan& plan, std::size_t at);
// How many keys there are whatever the rows hold: hours and bands are shown with their zeros. None:
// as many as the rows have.
[[nodiscard]] std::optional<std::size_t> fixed_keys(const QueryPlan& plan, std::size_t at);
// The key as it is shown: "09:00" for an hour, and a code by its label. `field` may be null.
[[nodiscard]] std::string shown_key_sql(const QueryPlan& plan, std::size_t at,
                                        const std::string& key, const catalog::Field* field);
// The words that the catalog has instead of the vendor's codes, as SQL; `key` itself where it has
// none. The result of a field with labels is text.
[[nodiscard]] std::string labelled_sql(const catalog::Field* field, const std::string& key);
[[nodiscard]] bool has_labels(const catalog::Field* field);
// The place of a value among edges, as SQL; null stays null.
[[nodiscard]] std::string band_sql(const std::string& value, const std::vector<double>& edges);
// Whether the dimension is a number that goes by bands.
[[nodiscard]] bool is_banded(const QueryPlan& plan, std::size_t at);
[[nodiscard]] bool is_hour(const QueryPlan& plan, std::size_t at);

}  // namespace sluice::analytics
