// refused: no viable conversion from 'const char\[7\]' to 'ConnectionId'
// Of a vendor there may be several connections: a call says which, and which is the organization's
// own.
#include "calls/vendor_caller.h"

namespace sluice {

auto call(calls::VendorCaller& caller, storage::OrganizationAccess access, Deadline deadline) {
  return caller.call(access, "stripe", "list_customers", Json::object(), deadline);
}

}  // namespace sluice
