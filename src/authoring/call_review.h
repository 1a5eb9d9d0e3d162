#pragma once
#include "catalog/row_check.h"
#include "catalog/vendor.h"

#include <vector>

namespace sluice::authoring {

// Holds every call that an entry can make against the tool's own input and rules: what would be
// refused for each question is refused when it is written. Values that only a question knows are
// stood in for by ones of the right type.
void review_calls(const catalog::Vendor& vendor, std::vector<catalog::RowIssue>& issues);

}  // namespace sluice::authoring
