#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::net {

// A numeric address, both families. A value.
class IpAddress {
 public:
  // Dotted decimal with four parts, or RFC 4291 text without a zone; nothing else.
  [[nodiscard]] static std::optional<IpAddress> parse(std::string_view text);

  [[nodiscard]] bool is_v4() const noexcept { return is_v4_; }
  // The canonical text (RFC 5952).
  [[nodiscard]] std::string to_text() const;

  // What keeps this address from being a public one, in words ("loopback"); nothing when it is
  // public. Follows the IANA special-purpose registries. An IPv6 address that carries an IPv4
  // address (mapped, 6to4, Teredo, ISATAP...) is never public, but for the well-known prefix of
  // NAT64: where a network reaches IPv4 that way, every public server has such an address, and it
  // is as public as the one that it carries.
  [[nodiscard]] std::optional<std::string_view> special_range() const;
  [[nodiscard]] bool is_public() const { return !special_range(); }
  // 127.0.0.0/8 and ::1. Of an address that may be a mapped one, ask unmapped().
  [[nodiscard]] bool is_loopback() const;
  // Whether the first `bits` are those of `base`; never across the families.
  [[nodiscard]] bool is_within(const IpAddress& base, unsigned bits) const;
  // The IPv4 address that an IPv4-mapped one stands for (::ffff:192.0.2.1); any other as it is.
  [[nodiscard]] IpAddress unmapped() const;
  // With everything behind the first `bits` set to zero.
  [[nodiscard]] IpAddress prefix(unsigned bits) const;

  friend bool operator==(const IpAddress&, const IpAddress&) = default;

 private:
  std::array<std::uint8_t, 16> bytes_{};  // The first four for IPv4.
  bool is_v4_ = false;
};

// Whether a host means this machine in every spelling: a loopback address, with or without
// brackets, "localhost", and the names below it (RFC 6761 section 6.3). In lower case, without a
// port.
[[nodiscard]] bool is_loopback_host(std::string_view host);

}  // namespace sluice::net
