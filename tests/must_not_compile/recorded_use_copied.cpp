// refused: call to deleted constructor
// One record, one use.
#include "audit/recorded_use.h"

namespace sluice {

audit::RecordedUse twice(const audit::RecordedUse& use) {
  return use;
}

}  // namespace sluice
