// refused: overload resolution selected deleted operator
// A secret is never printed.
#include <iostream>
#include "base/secret.h"

namespace sluice {

void print(const Secret& secret) {
  std::cout << secret;
}

}  // namespace sluice
