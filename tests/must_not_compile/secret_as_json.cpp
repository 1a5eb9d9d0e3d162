// refused: no matching|no viable
// A secret is in no answer.
#include "base/json.h"
#include "base/secret.h"

namespace sluice {

void answer(const Secret& secret) {
  const Json json = secret;
}

}  // namespace sluice
