#pragma once
#include "server/parts.h"
#include "server/router.h"

namespace sluice::server {

// The pages that anyone may read, made here and complete without JavaScript: the catalog at
// /integrations, a page a vendor, and the knowledge base.
void add_public_pages(Router& router, ServerParts& parts);

}  // namespace sluice::server
