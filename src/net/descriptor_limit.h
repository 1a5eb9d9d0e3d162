#pragma once
#include <cstddef>

namespace sluice::net {

// Raises how many files and sockets this process may hold to all that the system grants it (the
// soft limit to the hard one); returns how many that is.
std::size_t raise_descriptor_limit();

// Of so many descriptors, those that inbound connections may take: the databases, the analysts and
// the connections to vendors need theirs in any load.
[[nodiscard]] std::size_t connections_within(std::size_t descriptors);

}  // namespace sluice::net
