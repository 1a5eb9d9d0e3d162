#pragma once
#include "analytics/meaning/join_path.h"

#include <optional>
#include <vector>

namespace sluice::analytics {

// The way from rows to the rows of another entry that belong to them, over declared joins alone:
// from many to one ("deals" to "companies"), from one to many ("companies" to "tickets"), but not
// from many to one and back to many, which would take all pull requests of a repository for those
// of each of its issues. Only people and companies stand for each other so: a contact's deals are
// those of its company, and so are a ticket's; not those of the person who handles both. Nothing
// where no such way is declared.
[[nodiscard]] std::optional<std::vector<Hop>> related_path(const Meaning& meaning, Place from,
                                                           Place to);
// Of a measure that counts something else than its rows ("paying customers" among subscriptions),
// the rows stand for what it counts.
[[nodiscard]] std::optional<std::vector<Hop>> related_path(const Meaning& meaning, Place from,
                                                           const catalog::Measure& counted,
                                                           Place to);
// With the graph of these vendors, where one is kept; `from` and `to` are entries of theirs.
[[nodiscard]] std::optional<std::vector<Hop>> related_path(
    const std::vector<VendorMeaning>& vendors, const JoinGraph& graph, const catalog::Entry& from,
    const catalog::Measure& counted, const catalog::Entry& to);

// Whether the rows are people or companies, by the meaning of what they are called.
[[nodiscard]] bool is_party(const catalog::Entry& entry);

// Whether the way only leads to what the rows belong to ("deals" to "companies"): each has one
// there, or it has none at all.
[[nodiscard]] bool leads_up_only(const catalog::Entry& from, const std::vector<Hop>& path);

}  // namespace sluice::analytics
