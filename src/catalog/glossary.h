#pragma once
#include "catalog/row_document.h"
#include "catalog/vendor.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::catalog {

// An organization's own words: values of fields that no row can know (its plans, teams, events),
// with what people call them, measures over them, arguments laid over an entry's (which events to
// ask for), the day when the records of an entry begin, and whole entries over what only this
// organization keeps at the vendor (its tables, boards, databases), in a row's own form: held to
// the tools, rules and checks of the row, and to its names, which they may not take. Never a tool:
//   posthog: {entries: [{name: ..., tool: ..., ...}], questions: [...],
//             values: {events.event: [signed_up, {value: export_downloaded, say: [exports]}]},
//             measures: {events: [{name: exports, ...}]}, arguments: {events: {...}},
//             history: {events: 2024-10-01}}
// Vendors that are not in the list are passed over. On an error nothing of that vendor is changed.
[[nodiscard]] std::vector<RowError> apply_glossary(std::vector<Vendor>& vendors, std::string file,
                                                   std::string_view text);
// Where an issue of a vendor stands that a glossary extended (row_issues has its path in the whole
// vendor): "example/entries/0/fields/2"; the vendor's words as a whole when the row itself has the
// place. `row`: the vendor without the glossary.
[[nodiscard]] std::string place_in_glossary(const Vendor& row, std::string_view path);
// One that was checked before (see vendor_from_checked).
void apply_checked_glossary(std::vector<Vendor>& vendors, const Json& root);

}  // namespace sluice::catalog
