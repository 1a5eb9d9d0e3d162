#pragma once
#include "catalog/row_document.h"
#include "catalog/vendor.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::catalog {

// An organization's own words: values of fields that no row can know (its plans, teams, events),
// with what people call them, measures over them, arguments laid over an entry's (which events to
// ask for), and the day when the records of an entry begin. Adds to entries that exist, never a
// tool:
//   posthog: {values: {events.event: [signed_up, {value: export_downloaded, say: [exports]}]},
//             measures: {events: [{name: exports, ...}]}, arguments: {events: {...}},
//             history: {events: 2024-10-01}}
// Vendors that are not in the list are passed over. On an error nothing of that vendor is changed.
[[nodiscard]] std::vector<RowError> apply_glossary(std::vector<Vendor>& vendors, std::string file,
                                                   std::string_view text);
// One that was checked before (see vendor_from_checked).
void apply_checked_glossary(std::vector<Vendor>& vendors, const Json& root);

}  // namespace sluice::catalog
