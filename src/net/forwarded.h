#pragma once
#include "net/address_range.h"
#include "net/http_client.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::net {

// In which header the proxies say for whom they ask. Anyone can send either, so one that a proxy
// does not write itself must not be read.
enum class ForwardedHeader {
  either,  // X-Forwarded-For where there is one, else Forwarded.
  x_forwarded_for,
  forwarded,  // RFC 7239.
};

// Whose word counts about where a request comes from.
struct ProxyTrust {
  AddressRanges proxies = {};
  ForwardedHeader header = ForwardedHeader::either;
};

// The address that a request comes from: the peer's own, and where that is a proxy of ours, the
// last one in its chain that is none. What stands to the left of it was written by nobody we know.
[[nodiscard]] std::string client_address(const ProxyTrust& trust, const std::string& peer,
                                         const std::vector<Header>& headers);

// Whether somebody says for whom he asks.
[[nodiscard]] bool is_forwarded(const std::vector<Header>& headers);

}  // namespace sluice::net
