#include "server/host_check.h"

#include "net/ip_address.h"
#include "net/url.h"

namespace sluice::server {
namespace {

// "Sluice.Example.com.:8443" -> "sluice.example.com"; "[::1]:8080" -> "::1"; empty for what names
// no host. The header holds what stands behind the two slashes of a URL (RFC 9110 section 7.2).
[[nodiscard]] std::string host_of(std::string_view authority) {
  const auto url = net::parse_strict_url("http://" + std::string(authority));
  const bool bare = url && url->target == "/" && !url->has_fragment;
  return bare ? url->host : std::string();
}

}  // namespace

HostCheck::HostCheck(std::string_view public_url) {
  if (const auto url = net::parse_strict_url(public_url)) public_host_ = url->host;
}

bool HostCheck::admits(std::string_view host_header) const {
  const std::string host = host_of(host_header);
  return !host.empty() && (host == public_host_ || net::is_loopback_host(host));
}

}  // namespace sluice::server
