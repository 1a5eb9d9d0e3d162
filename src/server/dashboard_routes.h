#pragma once
#include "server/parts.h"
#include "server/router.h"

namespace sluice::server {

// Dashboards and the cards pinned to them.
void add_dashboard_routes(Router& router, ServerParts& parts);

}  // namespace sluice::server
