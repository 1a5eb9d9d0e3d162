// refused: no matching member function
// No pointer leaves use().
#include "base/secret.h"

namespace sluice {

const char* leak(const Secret& secret) {
  return secret.use([](std::string_view text) { return text.data(); });
}

}  // namespace sluice
