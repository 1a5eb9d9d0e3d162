#pragma once
#include "server/parts.h"
#include "server/router.h"

namespace sluice::server {

// Where vendors send the browser back to, and the document that tells them who we are.
void add_connect_routes(Router& router, ServerParts& parts);

}  // namespace sluice::server
