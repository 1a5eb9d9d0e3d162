#pragma once
#include "base/json.h"
#include "session.h"

#include <string>

namespace sluice::conformance {

// What the suite wants a client to do, most of which its scenarios leave open: list the tools and
// call each of them with arguments that fit. True when everything went well.
[[nodiscard]] Task<bool> run_script(Session& session, std::string scenario, Json context);

// Accepts what a server asks the user, with the defaults of the form; the product never does.
[[nodiscard]] mcp::InputHandler accepting_handler();

}  // namespace sluice::conformance
