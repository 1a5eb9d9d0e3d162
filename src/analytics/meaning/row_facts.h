#pragma once
#include "analytics/meaning/meaning.h"
#include "analytics/meaning/reach.h"

#include <optional>
#include <string_view>

namespace sluice::analytics {

// What the rows of an entry can be asked for, as their fields and measures say it.

// Whether answers can be grouped by the field.
[[nodiscard]] bool can_group(const catalog::Field& field);
[[nodiscard]] bool is_numeric(const catalog::Field& field);
// The measure that counts all rows of an entry; null: none of the catalog does.
[[nodiscard]] const catalog::Measure* row_count_of(const catalog::Entry& entry);
// The measure that counts the rows of one value and no others, by the value itself or by the moment
// that is called like it ("canceled"); of several the one that is known as of now, then the first.
[[nodiscard]] const catalog::Measure* count_of_value(const catalog::Entry& entry,
                                                     const catalog::Field& field,
                                                     std::string_view value);
// Whether the number of rows means something: not so for the rows of an aggregate tool, which are
// sums already.
[[nodiscard]] bool can_count_rows(const catalog::Entry& entry);
// A mean or a ratio: its values over groups cannot be added up.
[[nodiscard]] bool is_mean(const catalog::Measure& measure);

// What is there now ("pipeline", "balance"), rather than what happened.
[[nodiscard]] bool is_stock(const catalog::Measure& measure);
// Who did it, or whose it is: the first field of the row with an `act`; null: nobody is named.
[[nodiscard]] const catalog::Field* person_of(const catalog::Entry& entry);
// The field of whoever does what the verb says: "filed" the author; null: no field does.
[[nodiscard]] const catalog::Field* doer_of(const catalog::Entry& entry, const std::string& stem);
// The moment that may lie ahead, for "the next payout"; else the entry's own time, or null.
[[nodiscard]] const catalog::Field* time_ahead(const catalog::Entry& entry);
// When a row began, for its age; null: the entry has no time.
[[nodiscard]] const catalog::Field* first_moment(const catalog::Entry& entry);
// When a row was changed last; null: the rows do not keep it.
[[nodiscard]] const catalog::Field* last_change(const catalog::Entry& entry);
// What customers and the like are ranked by where nobody says by what: the `size` of the rows'
// entry, or of another whose measure can be joined to them.
[[nodiscard]] std::optional<Reference> size_measure_of(const std::vector<VendorMeaning>& vendors,
                                                       const JoinTargets& targets,
                                                       const catalog::Entry& ranked);

}  // namespace sluice::analytics
