#include "net/ip_address.h"

#include <arpa/inet.h>

#include <algorithm>

namespace sluice::net {
namespace {

struct Range {
  std::string_view prefix;
  unsigned bits;
  std::string_view what;
};

// IANA IPv4 Special-Purpose Address Registry, multicast, and one platform address that lies in
// public space.
constexpr std::array<Range, 20> v4_ranges{{
    {"0.0.0.0", 8, "this network"},
    {"10.0.0.0", 8, "private use"},
    {"100.64.0.0", 10, "shared address space"},
    {"127.0.0.0", 8, "loopback"},
    {"168.63.129.16", 32, "a cloud platform's own address"},
    {"169.254.0.0", 16, "link-local"},
    {"172.16.0.0", 12, "private use"},
    {"192.0.0.0", 24, "IETF protocol assignments"},
    {"192.0.2.0", 24, "documentation"},
    {"192.31.196.0", 24, "AS112"},
    {"192.52.193.0", 24, "multicast tunnelling"},
    {"192.88.99.0", 24, "6to4 relay"},
    {"192.168.0.0", 16, "private use"},
    {"192.175.48.0", 24, "AS112"},
    {"198.18.0.0", 15, "benchmarking"},
    {"198.51.100.0", 24, "documentation"},
    {"203.0.113.0", 24, "documentation"},
    {"224.0.0.0", 4, "multicast"},
    {"255.255.255.255", 32, "broadcast"},
    {"240.0.0.0", 4, "reserved"},
}};

// Named for the reason they give; whatever lies outside 2000::/3 is refused in any case.
constexpr std::array<Range, 13> v6_outside_ranges{{
    {"::1", 128, "loopback"},
    {"::", 128, "unspecified"},
    {"::ffff:0:0", 96, "an IPv4-mapped address"},
    {"::ffff:0:0:0", 96, "an IPv4-translated address"},
    {"::", 96, "an IPv4-compatible address"},
    {"64:ff9b:1::", 48, "a local NAT64 address"},
    {"100::", 64, "discard only"},
    {"100:0:0:1::", 64, "a dummy prefix"},
    {"5f00::", 16, "segment routing"},
    {"fc00::", 7, "unique local"},
    {"fe80::", 10, "link-local"},
    {"fec0::", 10, "site-local"},
    {"ff00::", 8, "multicast"},
}};

// Special inside global unicast.
constexpr std::array<Range, 7> v6_inside_ranges{{
    {"2001::", 32, "a Teredo address"},
    {"2001::", 23, "IETF protocol assignments"},
    {"2001:db8::", 32, "documentation"},
    {"2002::", 16, "a 6to4 address"},
    {"2620:4f:8000::", 48, "AS112"},
    {"3ffe::", 16, "the former 6bone"},
    {"3fff::", 20, "documentation"},
}};

constexpr Range v4_loopback{"127.0.0.0", 8, "loopback"};
constexpr Range v6_loopback{"::1", 128, "loopback"};
constexpr Range nat64{"64:ff9b::", 96, "a NAT64 address"};  // RFC 6052, section 2.1.
constexpr Range global_unicast{"2000::", 3, "global unicast"};

using Bytes = std::array<std::uint8_t, 16>;

bool has_prefix(const Bytes& address, const Bytes& prefix, unsigned bits) {
  const std::size_t whole = bits / 8;
  if (!std::equal(prefix.begin(), prefix.begin() + whole, address.begin())) return false;
  const unsigned rest = bits % 8;
  if (rest == 0) return true;
  const unsigned mask = (0xFFU << (8U - rest)) & 0xFFU;
  return (address[whole] & mask) == (prefix[whole] & mask);
}

Bytes prefix_bytes(const Range& range) {
  Bytes bytes{};
  const bool is_v6 = range.prefix.contains(':');
  inet_pton(is_v6 ? AF_INET6 : AF_INET, std::string(range.prefix).c_str(), bytes.data());
  return bytes;
}

template <std::size_t N>
std::optional<std::string_view> find_range(const Bytes& address,
                                           const std::array<Range, N>& ranges) {
  const auto found = std::ranges::find_if(ranges, [&](const Range& range) {
    return has_prefix(address, prefix_bytes(range), range.bits);
  });
  if (found == ranges.end()) return std::nullopt;
  return found->what;
}

// RFC 5214: an interface identifier ::5efe:a.b.c.d or ::200:5efe:a.b.c.d names a tunnel to that
// IPv4 address under whatever prefix.
bool is_isatap(const Bytes& address) {
  return (address[8] == 0x00 || address[8] == 0x02) && address[9] == 0x00 && address[10] == 0x5E &&
         address[11] == 0xFE;
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  const std::string copy(text);
  if (copy.size() != std::string_view(copy.c_str()).size()) return std::nullopt;  // A NUL inside.
  IpAddress address;
  if (inet_pton(AF_INET, copy.c_str(), address.bytes_.data()) == 1) {
    address.is_v4_ = true;
    return address;
  }
  if (inet_pton(AF_INET6, copy.c_str(), address.bytes_.data()) == 1) return address;
  return std::nullopt;
}

std::string IpAddress::to_text() const {
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  inet_ntop(is_v4_ ? AF_INET : AF_INET6, bytes_.data(), buffer.data(), buffer.size());
  return buffer.data();
}

std::optional<std::string_view> IpAddress::special_range() const {
  if (is_v4_) return find_range(bytes_, v4_ranges);
  if (has_prefix(bytes_, prefix_bytes(nat64), nat64.bits)) {
    Bytes carried{};
    std::copy_n(bytes_.begin() + nat64.bits / 8, 4, carried.begin());
    const bool is_public = !find_range(carried, v4_ranges);
    return is_public ? std::nullopt : std::optional<std::string_view>(nat64.what);
  }
  if (!has_prefix(bytes_, prefix_bytes(global_unicast), global_unicast.bits))
    return find_range(bytes_, v6_outside_ranges).value_or("outside global unicast");
  if (is_isatap(bytes_)) return "an ISATAP address";
  return find_range(bytes_, v6_inside_ranges);
}

bool IpAddress::is_within(const IpAddress& base, unsigned bits) const {
  return is_v4_ == base.is_v4_ && has_prefix(bytes_, base.bytes_, bits);
}

IpAddress IpAddress::unmapped() const {
  constexpr Range mapped{"::ffff:0:0", 96, "an IPv4-mapped address"};
  if (is_v4_ || !has_prefix(bytes_, prefix_bytes(mapped), mapped.bits)) return *this;
  IpAddress plain;
  std::copy(bytes_.begin() + mapped.bits / 8, bytes_.end(), plain.bytes_.begin());
  plain.is_v4_ = true;
  return plain;
}

IpAddress IpAddress::prefix(unsigned bits) const {
  IpAddress cut = *this;
  for (std::size_t at = bits / 8; at < cut.bytes_.size(); ++at)
    cut.bytes_[at] = 0;
  return cut;
}

bool IpAddress::is_loopback() const {
  const Range& range = is_v4_ ? v4_loopback : v6_loopback;
  return has_prefix(bytes_, prefix_bytes(range), range.bits);
}

bool is_loopback_host(std::string_view host) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  if (const auto address = IpAddress::parse(host)) return address->is_loopback();
  return host == "localhost" || host.ends_with(".localhost");
}

}  // namespace sluice::net
