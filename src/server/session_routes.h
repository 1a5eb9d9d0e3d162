#pragma once
#include "server/parts.h"
#include "server/router.h"

namespace sluice::server {

// Sign-up, sign-in, sign-out, the session itself, and the switch between organizations.
void add_session_routes(Router& router, ServerParts& parts);

// What the page learns about who is signed in (GET /api/v1/session).
[[nodiscard]] Json session_json(const identity::SignedIn& signed_in, const ServerParts& parts);

// The answer of everything that begins a session: the session as JSON, with its cookie.
[[nodiscard]] net::ServerResponse session_started(const identity::NewSession& session,
                                                  const ServerParts& parts);

[[nodiscard]] net::ServerResponse identity_problem(identity::IdentityError error);

}  // namespace sluice::server
