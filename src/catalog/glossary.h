#pragma once
#include "catalog/row_document.h"
#include "catalog/vendor.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::catalog {

// An organization's own words: values of fields that no row can know (its plans, teams, events),
// with what people call them, and measures over them. Adds to entries that exist, never a tool or
// a call:
//   stripe: {values: {subscriptions.plan: [Basic, {value: Team, say: [team plan]}]},
//            measures: {events: [{name: exports, ...}]}}
// Vendors that are not in the list are passed over. On an error nothing of that vendor is changed.
[[nodiscard]] std::vector<RowError> apply_glossary(std::vector<Vendor>& vendors, std::string file,
                                                   std::string_view text);

}  // namespace sluice::catalog
