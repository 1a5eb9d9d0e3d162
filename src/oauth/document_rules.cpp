#include "oauth/document_rules.h"

#include "base/text.h"
#include "net/host_name.h"
#include "oauth/contains.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace sluice::oauth {
namespace {

constexpr std::array<std::uint16_t, 2> usable_ports{443, 8443};
}  // namespace

std::optional<net::StrictUrl> read_document_url(std::string_view text) {
  const auto beyond_ascii = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  if (std::ranges::any_of(text, beyond_ascii)) return std::nullopt;
  auto url = net::parse_strict_url(text);
  if (!url) return std::nullopt;
  if (url->kind != net::HostKind::name) return std::move(*url);
  // With a final dot it would be the same server and another text.
  const std::string origin = url->origin();
  const std::string spelled = lower(text);
  if (!spelled.starts_with(origin)) return std::nullopt;
  const std::size_t end = origin.size();
  if (end < spelled.size() && !std::string_view("/?#:").contains(spelled[end])) return std::nullopt;
  return std::move(*url);
}

std::optional<OAuthReason> endpoint_fault(std::string_view text, const DocumentRules& rules) {
  if (text.size() > endpoint_bytes_max) return OAuthReason::too_long;
  const auto url = read_document_url(text);
  if (!url) return OAuthReason::not_an_https_url;
  if (url->has_fragment) return OAuthReason::fragment;
  const auto own = net::parse_strict_url(rules.own_origin);
  if (own && url->origin() == own->origin()) return OAuthReason::own_origin;
  if (contains(rules.excepted_origins, url->origin())) return std::nullopt;
  if (url->scheme != "https") return OAuthReason::not_an_https_url;
  if (url->kind != net::HostKind::name) return OAuthReason::address_literal;
  if (net::special_host_name(url->host)) return OAuthReason::private_name;
  if (!contains(usable_ports, url->port)) return OAuthReason::port;
  return std::nullopt;
}

std::optional<OAuthReason> issuer_fault(std::string_view text, const DocumentRules& rules) {
  if (auto fault = endpoint_fault(text, rules)) return fault;
  const auto url = read_document_url(text);
  if (url && url->query()) return OAuthReason::query;
  return std::nullopt;
}

}  // namespace sluice::oauth
