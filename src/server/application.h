#pragma once
#include "server/parts.h"
#include "server/router.h"

namespace sluice::server {

// Every route of the product in one table. `parts` outlives the router.
void add_all_routes(Router& router, ServerParts& parts);

}  // namespace sluice::server
