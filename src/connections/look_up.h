#pragma once
#include "analyst/analyst.h"
#include "base/json.h"
#include "base/strong_id.h"
#include "base/task.h"
#include "calls/vendor_caller.h"
#include "catalog/vendor.h"
#include "storage/organization_access.h"

#include <string>

namespace sluice::connections {

// What the vendor has under the values that somebody filled in.
struct LookedUp {
  // Only `nothing` and `refused` say that what was filled in may be wrong.
  enum class Kind {
    found,    // Rows under every value that is looked up, or none is.
    nothing,  // The vendor answered, and has nothing there: these values are wrong.
    refused,  // The vendor would not look there: most do so for a name they do not know.
    unknown,  // The vendor could not be asked at the moment. Says nothing about the values.
  };
  Kind kind = Kind::found;
  std::string detail;  // A sentence for the person; empty where all was found.
};

// The parts that a look-up goes by; all outlive it.
struct LookupDoor {
  calls::VendorCaller& caller;
  analyst::AnalystSpawner& spawner;
};

// Makes the row's look-ups for the values of a connection, one call each, through the same door as
// a question: the call is admitted, recorded, and its answer read in a worker.
[[nodiscard]] Task<LookedUp> look_up(LookupDoor door, storage::OrganizationAccess access,
                                     ConnectionId connection, const catalog::Vendor* vendor,
                                     Json parameters);

}  // namespace sluice::connections
