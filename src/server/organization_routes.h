#pragma once
#include "server/parts.h"
#include "server/router.h"

namespace sluice::server {

// Members, invitations and API keys of the organization.
void add_organization_routes(Router& router, ServerParts& parts);

}  // namespace sluice::server
