// refused: call to deleted constructor
// One admission, one call.
#include "calls/allowed_call.h"

namespace sluice {

calls::AllowedCall twice(const calls::AllowedCall& call) {
  return call;
}

}  // namespace sluice
