#pragma once
#include "identity/accounts.h"
#include "server/parts.h"

#include <map>

namespace sluice::server {

using People = std::map<UserId, identity::User>;

// Who is who in the caller's organization, so that pages show names where rows hold ids. Somebody
// who has left is not in it. Blocking.
[[nodiscard]] People people_of(const ServerParts& parts, identity::OrganizationAccess access);

}  // namespace sluice::server
