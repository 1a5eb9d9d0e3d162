#pragma once
#include "identity/role.h"

#include <optional>

namespace sluice::identity {

// How far a right goes where it depends on whose the thing is: what one made oneself, or anybody's.
enum class Reach { own, any };

// How far the role reaches with two actions of such a pair (Action::pin_own, Action::pin_any);
// nothing: not even its own.
[[nodiscard]] std::optional<Reach> reach_of(Role role, Action own, Action any);

}  // namespace sluice::identity
