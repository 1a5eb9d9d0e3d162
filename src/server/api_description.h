#pragma once
#include "base/json.h"
#include "server/router.h"

#include <string>
#include <vector>

namespace sluice::server {

// The OpenAPI 3.1 description of the routes under /api/: method, path, who may and by which key
// come from the table itself, the shapes of requests and answers (JSON Schema 2020-12) from
// src/server/api/*.json. Neither says what the other says.
[[nodiscard]] Json openapi_document(const std::vector<RouteInfo>& routes);

// Routes under /api/ that have no shapes, and shapes whose route is not in the table, as
// "GET /api/v1/session"; empty when the two agree.
[[nodiscard]] std::vector<std::string> undescribed_routes(const std::vector<RouteInfo>& routes);

// A server whose description is not whole does not start. Throws std::logic_error with the routes.
void require_description(const std::vector<RouteInfo>& routes);

}  // namespace sluice::server
