#pragma once
#include "catalog/vendor.h"

#include <string>

namespace sluice::catalog {

// What of a row nobody has confirmed with the vendor itself (`verified: false`), with the day of
// which that is said; a sentence for the person who connects. Empty: all of it was confirmed. Of
// tools only those count that may be called.
[[nodiscard]] std::string unconfirmed_text(const Vendor& vendor);

// The day on which a tool or an entry was last compared with the vendor's documents: its own, or
// that of the row.
[[nodiscard]] const std::string& reviewed_on(const Vendor& vendor, const Tool& tool);
[[nodiscard]] const std::string& reviewed_on(const Vendor& vendor, const Entry& entry);

}  // namespace sluice::catalog
