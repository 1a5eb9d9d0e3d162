#pragma once
#include "catalog/vendor.h"
#include "oauth/challenge.h"
#include "oauth/discovery.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::calls {

// The rule about scopes of every vendor that has a row; it stands above oauth/, which follows
// challenges as the specification has it. Nothing is asked beyond the read scopes that somebody
// reviewed (offline_access apart), whatever a challenge or a 403 names: who answers for the vendor
// may have been taken over. A row without reviewed scopes asks for none.

// What is asked for, as the parameter says it; empty: the parameter is left out. `wanted`: what a
// 403 wanted granted beside.
[[nodiscard]] std::string scope_to_ask(const catalog::Vendor& vendor,
                                       const std::optional<oauth::TokenChallenge>& challenge,
                                       const oauth::Discovery& found, std::string_view wanted);
// What the row lets be asked of a step-up: all of it, or nothing.
[[nodiscard]] std::optional<std::string> step_up_scope(const catalog::Vendor& vendor,
                                                       std::string_view challenged);

// A scope for whose sake a grant is not kept: the row refuses it for ever, nobody reviewed it, or,
// where nothing was reviewed, its name speaks of writing.
[[nodiscard]] std::optional<std::string> refused_scope(const catalog::Vendor& vendor,
                                                       std::string_view granted);
// The same of a registration: one that was widened to writing.
[[nodiscard]] std::optional<std::string> refused_registration(const catalog::Vendor& vendor,
                                                              std::string_view registered);
// The vendor's metadata offer scopes, and none that only reads.
[[nodiscard]] bool offers_only_writing(const catalog::Vendor& vendor,
                                       const oauth::Discovery& found);

}  // namespace sluice::calls
