// refused: no matching function
// A secret is bound to no statement.
#include "base/secret.h"
#include "storage/value.h"

namespace sluice {

void bind(const Secret& token) {
  const storage::Parameter parameter("sealed", token);
}

}  // namespace sluice
