#pragma once
#include "catalog/row_check.h"
#include "catalog/vendor.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::catalog {

// What does not fit in one field by itself: its path and type, unit and currency, moment and act,
// its list, the labels of its values. `path`: of the field in the row.
void check_field(const Field& field, const std::string& path, std::vector<RowIssue>& issues);

// The meanings that fields of different vendors may share (docs/catalog-rows.md).
[[nodiscard]] bool is_shared_meaning(std::string_view meaning);

}  // namespace sluice::catalog
