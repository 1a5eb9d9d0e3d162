#pragma once
#include <stdexcept>

namespace sluice::simulation {

// Something that must never become true has become true. Thrown, because it ends the run of its
// seed wherever it is found; `what()` says which rule, and what was seen.
class Violation : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace sluice::simulation
