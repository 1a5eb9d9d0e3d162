// refused: no viable conversion|no matching|could not convert
// Ids of different things do not mix.
#include "base/strong_id.h"

namespace sluice {

OrganizationId mixed_up(UserId user) {
  return user;
}

}  // namespace sluice
