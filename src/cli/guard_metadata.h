#pragma once
#include "base/clock.h"
#include "cli/guard.h"

namespace sluice::cli {

// `sluice check metadata`: what the strict rules (those of Custom MCP) say of one document of an
// authorization server or one callback. The members of a line:
//   kind             as-metadata | protected-resource | registration-response | token-response |
//                    callback
//   document         the JSON document, or its body as a text; for a callback, the query
//   fetched_from, mcp_server, issuer_expected
//   redirect_uri     ours; https://app.example.com/oauth/callback where it is not said
//   scope_asked      of a token; "read" where it is not said
//   iss_advertised   of a callback's server; true where it is not said
// A callback is held against pending requests that the guard makes up, because a line cannot hold
// a session: $STATE is one that is waiting, $STATE1 and $STATE2 are two tabs at a server which
// does not advertise `iss`, any other state is unknown (expired, used, another organization's).
// Several callbacks in a row are written "QUERY then QUERY". `clock` outlives the guard.
[[nodiscard]] Guard make_metadata_guard(const Clock& clock);
// With the real clock.
[[nodiscard]] Guard make_metadata_guard();

}  // namespace sluice::cli
