#pragma once
#include "server/parts.h"
#include "server/router.h"

namespace sluice::server {

// Health, readiness, metrics, the OpenAPI file, and the pages with their files.
void add_system_routes(Router& router, ServerParts& parts);

}  // namespace sluice::server
