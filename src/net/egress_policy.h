#pragma once
#include "base/task.h"
#include "net/egress_exception.h"
#include "net/egress_refusal.h"
#include "net/public_endpoint.h"

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::net {

// Everything that can be said of a URL without asking the name system: the first half of admit(),
// for whoever writes an address down.
[[nodiscard]] std::expected<void, EgressRefusal> judge_address(std::string_view url);

// Looks names up. A parameter, so that `check url` and tests can answer from a table.
class Resolver {
 public:
  virtual ~Resolver() = default;
  // Numeric addresses; empty when the name does not resolve. At most 5 seconds.
  [[nodiscard]] virtual Task<std::vector<std::string>> resolve(std::string host) = 0;
};

// Decides where this process may connect: https only, no user info, no special-purpose address in
// any spelling, every answer of the name public. The check at create time is this function; the
// check at connect time is the same classification inside HttpClient on the concrete address.
class EgressPolicy {
 public:
  // `exceptions` is empty in production; see EgressException.
  EgressPolicy(Resolver& resolver, std::vector<EgressException> exceptions);
  // `url` is a value: coroutines own what they use.
  [[nodiscard]] Task<std::expected<PublicEndpoint, EgressRefusal>> admit(std::string url);
  // As above for URLs the user typed (Custom MCP): never takes an exception.
  [[nodiscard]] Task<std::expected<PublicEndpoint, EgressRefusal>> admit_custom(std::string url);
  // The one redirect that is ever followed: from a metadata document to another place on the same
  // server. Keeps the checked addresses, so that nothing is looked up again.
  [[nodiscard]] std::expected<PublicEndpoint, EgressRefusal> admit_redirect(
      const PublicEndpoint& from, std::string_view location) const;

 private:
  [[nodiscard]] Task<std::expected<PublicEndpoint, EgressRefusal>> admit_with(std::string url,
                                                                              bool exceptions);
  Resolver& resolver_;
  std::vector<EgressException> exceptions_;
};

}  // namespace sluice::net
