#pragma once
#include "net/problem.h"

#include <vector>

namespace sluice::server {

// Every kind of failure that a route answers with. The words are for a person: what happened.
inline constexpr net::ProblemKind sign_in_required{401, "sign_in_required", "Sign in to go on"};
inline constexpr net::ProblemKind wrong_credentials{401, "wrong_credentials", "Not signed in"};
inline constexpr net::ProblemKind not_permitted{403, "not_permitted",
                                                "Your role does not allow this"};
inline constexpr net::ProblemKind cross_site{403, "cross_site",
                                             "Refused: the request came from another site"};
inline constexpr net::ProblemKind metrics_closed{403, "metrics_closed",
                                                 "The figures are not shown to this address"};
inline constexpr net::ProblemKind plan_required{403, "plan_required",
                                                "Not included in the current plan"};
inline constexpr net::ProblemKind not_found{404, "not_found", "There is nothing here"};
inline constexpr net::ProblemKind wrong_method{405, "wrong_method",
                                               "This address does not take that method"};
inline constexpr net::ProblemKind conflict{409, "conflict", "This does not fit the current state"};
inline constexpr net::ProblemKind wrong_host{421, "wrong_host", "This server is not called that"};
inline constexpr net::ProblemKind invalid_input{422, "invalid_input",
                                                "Something in the request is not right"};
inline constexpr net::ProblemKind too_many_attempts{429, "too_many_attempts", "Too many attempts"};
inline constexpr net::ProblemKind internal_error{500, "internal_error", "Sluice could not do this"};
inline constexpr net::ProblemKind slot_kept{500, "slot_kept",
                                            "Disconnected, but a key is not destroyed yet"};
inline constexpr net::ProblemKind vendor_failed{502, "vendor_failed",
                                                "The vendor did not answer as it should"};
inline constexpr net::ProblemKind storage_failed{503, "storage_failed",
                                                 "Sluice cannot write its data"};

}  // namespace sluice::server
