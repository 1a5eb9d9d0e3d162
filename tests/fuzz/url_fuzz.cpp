// Addresses: what is accepted reads the same the second time, and numeric hosts are classed as the
// C library reads them.
#include "check.h"
#include "net/host_name.h"
#include "net/ip_address.h"
#include "net/url.h"
#include "oauth/document_rules.h"

#include <arpa/inet.h>

#include <array>

namespace sluice::fuzz {
namespace {

using net::HostKind;
using net::IpAddress;
using net::StrictUrl;

bool same(const StrictUrl& left, const StrictUrl& right) {
  return left.scheme == right.scheme && left.host == right.host && left.kind == right.kind &&
         left.port == right.port && left.target == right.target;
}

void check_address(const std::string& text) {
  std::array<unsigned char, 16> bytes{};
  const bool v4 = inet_pton(AF_INET, text.c_str(), bytes.data()) == 1;
  const bool v6 = inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
  const bool whole = !text.contains('\0');
  const auto address = IpAddress::parse(text);
  if (whole)
    require(address.has_value() == (v4 || v6), "the C library agrees on what is an address");
  if (!address) return;
  require(address->is_v4() == v4, "the C library agrees on the family");
  const auto again = IpAddress::parse(address->to_text());
  require(again && *again == *address, "an address can be written and read again");
  require(again->special_range() == address->special_range(), "its class is stable");
  require(!address->is_loopback() || !address->is_public(), "loopback is not public");
}

void check_strict(std::string_view text) {
  const auto url = net::parse_strict_url(text);
  if (!url) return require(!url.error().detail.empty(), "a refusal has a reason");
  const auto again = net::parse_strict_url(url->text());
  require(again && same(*url, *again), "an accepted address reads the same the second time");
  require(url->target.starts_with('/'), "a target is a path");
  for (const char c : url->text())
    require(c > 0x20 && c < 0x7F, "an accepted address fits into a request line");
  require((url->kind == HostKind::address) == IpAddress::parse(url->host).has_value(),
          "a host that is an address is known for one");
  if (url->kind == HostKind::name) {
    const auto name = net::canonical_host_name(url->host);
    require(name == url->host, "a canonical name is its own canonical name");
    require(
        net::special_host_name(url->host).has_value() == net::special_host_name(*name).has_value(),
        "the class of a name is stable");
  }
  const auto home = net::resolve_reference(*url, "/x");
  require(home && home->origin() == url->origin(), "a path leads nowhere else");
}

void check_document(std::string_view text) {
  if (oauth::endpoint_fault(text, {})) return;
  const auto url = net::parse_strict_url(text);
  require(url && url->kind == HostKind::name, "no number passes for a name");
  require(!url->has_fragment, "no fragment passes");
}

void check_reference(std::string_view reference) {
  const auto base = net::parse_strict_url("https://mcp.example.com/a/b?c");
  const auto url = net::resolve_reference(*base, reference);
  if (!url) return;
  const auto again = net::parse_strict_url(url->text());
  require(again && same(*url, *again), "a resolved address reads the same the second time");
}

}  // namespace
}  // namespace sluice::fuzz

int sluice::fuzz::check(std::string_view bytes) {
  const std::string input(bytes);
  check_address(input);
  check_strict(input);
  check_strict("https://" + input);
  check_document(input);
  check_reference(input);
  return 0;
}
