#pragma once
#include "catalog/row_check.h"
#include "catalog/vendor.h"

#include <vector>

namespace sluice::catalog {

// What can be wrong with how a row is connected: a value that no endpoint is for, an endpoint that
// no value chooses, a parameter whose type and choices disagree, a look-up that cannot be made, a
// placeholder of a parameter that nobody is asked for.
void check_connection(const Vendor& vendor, std::vector<RowIssue>& issues);

// The scopes of a row: what is asked, what comes along and what is refused are three things.
void check_scopes(const Vendor& vendor, std::vector<RowIssue>& issues);

}  // namespace sluice::catalog
