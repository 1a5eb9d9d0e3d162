#pragma once
#include "server/parts.h"
#include "server/router.h"

namespace sluice::server {

// The audit trail of the organization, where the plan shows it.
void add_audit_routes(Router& router, ServerParts& parts);

}  // namespace sluice::server
