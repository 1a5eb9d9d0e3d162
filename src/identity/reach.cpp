#include "identity/reach.h"

namespace sluice::identity {

std::optional<Reach> reach_of(Role role, Action own, Action any) {
  if (permits(role, any)) return Reach::any;
  if (permits(role, own)) return Reach::own;
  return std::nullopt;
}

}  // namespace sluice::identity
