#pragma once
#include "catalog/row_check.h"
#include "catalog/vendor.h"

#include <vector>

namespace sluice::authoring {

// What a row says that no question could use: a path that cannot be read, a currency that is a
// field's name instead of a path, an argument that no call has or that could carry a statement, a
// rule for an argument that the input lacks, pages whose end nobody could see, fan-outs that wait
// for each other, a sign-in that there is no way to.
void review_meaning(const catalog::Vendor& vendor, std::vector<catalog::RowIssue>& issues);

}  // namespace sluice::authoring
