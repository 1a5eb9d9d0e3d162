// refused: call to implicitly-deleted copy constructor|call to deleted
// The master key has one place.
#include "crypto/key_ring.h"

namespace sluice {

crypto::MasterKey twin(const crypto::MasterKey& key) {
  return key;
}

}  // namespace sluice
