// refused: no viable conversion|no matching
// A proof is good for its own feature.
#include "identity/plan.h"

namespace sluice {

identity::Entitlement<identity::CustomMcpOAuth> confuse(identity::Entitlement<identity::Mcp> mcp) {
  return mcp;
}

}  // namespace sluice
