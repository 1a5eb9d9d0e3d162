#pragma once
#include "catalog/row_check.h"
#include "catalog/vendor.h"

#include <vector>

namespace sluice::catalog {

// What does not fit in the tools of a row: a read without a reviewed input, rules beside another
// verdict, pages that no argument asks for.
void check_tools(const Vendor& vendor, std::vector<RowIssue>& issues);

}  // namespace sluice::catalog
