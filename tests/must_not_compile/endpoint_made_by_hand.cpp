// refused: calling a private constructor of class .*Passkey
// Where a socket may lead, the egress policy decides at that moment.
#include "net/public_endpoint.h"

namespace sluice {

net::PublicEndpoint forge() {
  return net::PublicEndpoint(Passkey<net::EgressPolicy>(), net::PublicEndpoint::Parts{});
}

}  // namespace sluice
