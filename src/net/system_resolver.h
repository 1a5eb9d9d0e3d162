#pragma once
#include "net/egress_policy.h"

#include <memory>
#include <string>
#include <vector>

namespace sluice::net {

// The system's name service (getaddrinfo) on a few threads of its own, so that slow look-ups
// never take the threads that other work waits for. At most 5 seconds and 64 look-ups at once;
// beyond that a name counts as not found. Made once in the composition root.
class SystemResolver final : public Resolver {
 public:
  SystemResolver();
  ~SystemResolver() override;
  SystemResolver(const SystemResolver&) = delete;
  SystemResolver& operator=(const SystemResolver&) = delete;
  [[nodiscard]] Task<std::vector<std::string>> resolve(std::string host) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sluice::net
