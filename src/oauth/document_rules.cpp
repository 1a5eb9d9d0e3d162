#include "oauth/document_rules.h"

#include "oauth/contains.h"
#include "oauth/web_url.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace sluice::oauth {
namespace {

constexpr std::array<std::uint16_t, 2> usable_ports{443, 8443};
// Special-use names (RFC 6761, 6762, 7686, 8375) and what networks use for themselves.
constexpr std::array<std::string_view, 8> private_zones{
    "localhost", "local", "internal", "home.arpa", "onion", "test", "invalid", "localdomain"};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return result;
}

// Any spelling that some reader takes for an address ends in a label of digits, or of 0x digits.
bool is_address_literal(std::string_view host) {
  if (host.starts_with('[')) return true;
  const std::string_view last = host.substr(host.rfind('.') + 1);
  return last.starts_with("0x") || (!last.empty() && std::ranges::all_of(last, is_digit));
}

bool is_private_name(std::string_view host) {
  if (!host.contains('.')) return true;
  return std::ranges::any_of(private_zones, [&](std::string_view zone) {
    return host == zone || host.ends_with("." + std::string(zone));
  });
}

}  // namespace

std::optional<std::string> endpoint_fault(std::string_view text, const DocumentRules& rules) {
  if (text.size() > endpoint_bytes_max) return "too_long";
  const auto url = parse_web_url(text);
  if (!url) return "not_an_https_url";
  if (url->has_fragment) return "fragment";
  if (!rules.own_origin.empty() && lower(url->origin()) == lower(rules.own_origin)) {
    return "own_origin";
  }
  if (contains(rules.excepted_origins, url->origin())) return std::nullopt;
  if (url->scheme != "https") return "not_an_https_url";
  const std::string host = lower(url->host);
  if (is_address_literal(host)) return "address_literal";
  if (is_private_name(host) || host.ends_with('.')) return "private_name";
  if (!contains(usable_ports, url->port)) return "port";
  return std::nullopt;
}

std::optional<std::string> issuer_fault(std::string_view text, const DocumentRules& rules) {
  if (auto fault = endpoint_fault(text, rules)) return fault;
  const auto url = parse_web_url(text);
  if (url && url->query) return "query";
  return std::nullopt;
}

}  // namespace sluice::oauth
