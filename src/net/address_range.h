#pragma once
#include "net/ip_address.h"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::net {

// A list of addresses that an operator wrote down: "127.0.0.1, 10.0.0.0/8, fd00::/8".
class AddressRanges {
 public:
  AddressRanges() = default;
  // Separated by commas or blanks; empty for none. The error is a sentence.
  [[nodiscard]] static std::expected<AddressRanges, std::string> parse(std::string_view text);

  // An IPv4-mapped address counts as the IPv4 address; a text that is no address lies in none.
  [[nodiscard]] bool contains(const IpAddress& address) const;
  [[nodiscard]] bool contains(std::string_view address) const;
  [[nodiscard]] bool empty() const noexcept { return ranges_.empty(); }

 private:
  struct Range {
    IpAddress base;
    unsigned bits;
  };
  std::vector<Range> ranges_;
};

// What counts as one address where something is limited "per address": IPv4 as it is, of IPv6 the
// 64 bits that one household or machine is given.
[[nodiscard]] std::string address_group(std::string_view address);

}  // namespace sluice::net
