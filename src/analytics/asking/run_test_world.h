#pragma once
#include "catalog/vendor.h"

namespace sluice::analytics {

// Two small vendors for tests of whole runs, with rows that can be added up by hand.

// Subscriptions of customers, and their payments.
[[nodiscard]] catalog::Vendor test_shop();
// A help desk that knows the customers by their domain, in its own spelling.
[[nodiscard]] catalog::Vendor test_desk();
// What a tool of either answers.
[[nodiscard]] std::string test_rows(const std::string& tool);

}  // namespace sluice::analytics
