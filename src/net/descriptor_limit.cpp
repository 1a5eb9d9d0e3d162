#include "net/descriptor_limit.h"

#include <sys/resource.h>

#include <algorithm>

namespace sluice::net {
namespace {

constexpr std::size_t kept_back = 1'024;
// Where the system grants next to nothing, half of it.
constexpr std::size_t share = 2;

}  // namespace

std::size_t raise_descriptor_limit() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return kept_back;
  const rlim_t before = limit.rlim_cur;
  limit.rlim_cur = limit.rlim_max;
  return setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_max : before;
}

std::size_t connections_within(std::size_t descriptors) {
  return descriptors > share * kept_back ? descriptors - kept_back : descriptors / share;
}

}  // namespace sluice::net
