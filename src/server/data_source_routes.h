#pragma once
#include "server/parts.h"
#include "server/router.h"

namespace sluice::server {

// Data sources: what can be connected, what is, and connect, test, disconnect.
void add_data_source_routes(Router& router, ServerParts& parts);

}  // namespace sluice::server
