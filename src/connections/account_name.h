#pragma once
#include "base/strong_id.h"
#include "base/task.h"
#include "catalog/vendor.h"
#include "connections/look_up.h"
#include "storage/organization_access.h"

#include <optional>
#include <string>

namespace sluice::connections {

// What the vendor calls the account behind the connection, by the call that its row names (none:
// nothing is asked): one call, through the same door as a look-up, its answer read in a worker.
// Nothing where it cannot be asked or read in time, or holds no name or several.
[[nodiscard]] Task<std::optional<std::string>> account_name(LookupDoor door,
                                                            storage::OrganizationAccess access,
                                                            ConnectionId connection,
                                                            const catalog::Vendor* vendor,
                                                            Json parameters);

}  // namespace sluice::connections
