#include "server/host_check.h"

#include "net/ip_address.h"

#include <algorithm>

namespace sluice::server {
namespace {

// "Sluice.Example.com.:8443" -> "sluice.example.com"; "[::1]:8080" -> "::1".
[[nodiscard]] std::string host_of(std::string_view authority) {
  if (authority.starts_with('[')) {
    return std::string(authority.substr(1, std::max<std::size_t>(authority.find(']'), 1) - 1));
  }
  std::string host(authority.substr(0, authority.find(':')));
  std::ranges::transform(host, host.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  if (host.ends_with('.')) host.pop_back();
  return host;
}

[[nodiscard]] bool is_this_machine(const std::string& host) {
  const auto address = net::IpAddress::parse(host);
  if (address) return address->is_loopback();
  return host == "localhost" || host.ends_with(".localhost");
}

}  // namespace

HostCheck::HostCheck(std::string_view public_url) {
  const std::size_t scheme = public_url.find("://");
  if (scheme != std::string_view::npos) public_url.remove_prefix(scheme + 3);
  public_host_ = host_of(public_url.substr(0, public_url.find('/')));
}

bool HostCheck::admits(std::string_view host_header) const {
  const std::string host = host_of(host_header);
  return !host.empty() && (host == public_host_ || is_this_machine(host));
}

bool is_loopback_host(std::string_view host_header) {
  return is_this_machine(host_of(host_header));
}

}  // namespace sluice::server
