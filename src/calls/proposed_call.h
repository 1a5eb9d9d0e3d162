#pragma once
#include "base/json.h"

#include <string>

namespace sluice::calls {

// What a plan, a model or a person asked for. Untrusted, so it names no vendor: the vendor comes
// from the connection.
struct ProposedCall {
  std::string tool;
  Json arguments = Json::object();
};

// Why a call is not admitted: a stable code, and a sentence for the person.
struct Denial {
  std::string reason;
  std::string detail;
};

}  // namespace sluice::calls
