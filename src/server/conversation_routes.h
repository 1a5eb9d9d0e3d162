#pragma once
#include "server/parts.h"
#include "server/router.h"

namespace sluice::server {

// Conversations: asking, the streamed steps, the history, suggestions.
void add_conversation_routes(Router& router, ServerParts& parts);

}  // namespace sluice::server
