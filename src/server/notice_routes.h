#pragma once
#include "server/parts.h"
#include "server/router.h"

namespace sluice::server {

// What administrators are told about the stored credentials of their organization.
void add_notice_routes(Router& router, ServerParts& parts);

}  // namespace sluice::server
