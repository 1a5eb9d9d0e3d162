#pragma once
#include "server/parts.h"
#include "server/router.h"

namespace sluice::server {

// Health, readiness, metrics, the OpenAPI file, and the pages with their files.
void add_system_routes(Router& router, ServerParts& parts);

// The OpenAPI 3.1 description of the routes under /api/v1, made from the table itself.
[[nodiscard]] Json openapi_document(const std::vector<RouteInfo>& routes);

}  // namespace sluice::server
