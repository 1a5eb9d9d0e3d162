#include "net/host_name.h"

#include "base/text.h"
#include "net/public_suffix.h"

#include <idn2.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>

namespace sluice::net {
namespace {

constexpr std::size_t host_bytes_max = 253;
constexpr std::size_t label_bytes_max = 63;

// Names that lead into the machine or its network, or nowhere, by RFC 6761 and its registry, RFC
// 8375, RFC 9476 and ICANN's .internal. Last labels that networks only use for themselves ("lan",
// "corp") need no list: the public suffix list does not know them.
constexpr std::array<std::string_view, 9> special_suffixes{
    "localhost", "local", "internal", "onion", "test", "invalid", "example", "alt", "arpa"};

// Public names by which cloud platforms reach the machine's own credentials.
constexpr std::array<std::string_view, 6> metadata_names{
    "metadata.goog",           "metadata.packet.net", "metadata.platformequinix.com",
    "metadata.tencentyun.com", "metadata.vultr.com",  "metadata.cloud.ibm.com"};

std::unexpected<EgressRefusal> malformed(std::string detail) {
  return std::unexpected(EgressRefusal{EgressReason::malformed_host, std::move(detail)});
}

bool is_under(std::string_view host, std::string_view suffix) {
  if (!host.ends_with(suffix)) return false;
  return host.size() == suffix.size() || host[host.size() - suffix.size() - 1] == '.';
}

bool is_plain_ascii(std::string_view host) {
  return std::ranges::all_of(host, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Letters, digits, inner hyphens; the underscore too, which some zones do use.
bool is_label(std::string_view label) {
  const auto allowed = [](char c) { return is_lower(c) || is_digit(c) || c == '-' || c == '_'; };
  return !label.empty() && label.size() <= label_bytes_max && label.front() != '-' &&
         label.back() != '-' && std::ranges::all_of(label, allowed);
}

// The zeros of the scripts that have digits of their own; nine more follow each.
constexpr std::array<char32_t, 35> digit_zeros{
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66,
    0x0DE6, 0x0E50, 0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90,
    0x1B50, 0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0};

bool is_digit_of_some_script(char32_t c) {
  return std::ranges::any_of(digit_zeros,
                             [c](char32_t zero) { return c >= zero && c < zero + 10; });
}

// A last label of nothing but digits stands for an address in the reader's eyes, in any script.
bool is_number_in_some_script(std::string_view label) {
  std::uint32_t* raw = nullptr;
  if (idn2_to_unicode_8z4z(std::string(label).c_str(), &raw, IDN2_NONTRANSITIONAL) != IDN2_OK)
    return false;
  const std::unique_ptr<std::uint32_t, void (*)(void*)> owner(raw, idn2_free);
  while (*raw != 0 && is_digit_of_some_script(*raw))
    ++raw;
  return *raw == 0;
}

// Older tables make "ss" of it, newer ones a sharp s: two hosts for one spelling.
constexpr std::string_view capital_sharp_s = "\xE1\xBA\x9E";

std::expected<std::string, EgressRefusal> to_ascii(std::string_view host) {
  if (host.contains(capital_sharp_s)) return malformed("The host is spelled ambiguously.");
  char* raw = nullptr;
  const int status =
      idn2_to_ascii_8z(std::string(host).c_str(), &raw, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const std::unique_ptr<char, void (*)(void*)> owner(raw, idn2_free);
  if (status != IDN2_OK) return malformed("The host is not an international domain name.");
  return std::string(raw);
}

}  // namespace

std::expected<std::string, EgressRefusal> canonical_host_name(std::string_view host) {
  std::string name = lower(host);
  if (!is_plain_ascii(name) || name.starts_with("xn--") || name.contains(".xn--")) {
    auto ascii = to_ascii(name);
    if (!ascii) return ascii;
    name = std::move(*ascii);
  }
  // The root's dot says nothing more; a name with and without it is the same host.
  if (name.size() > 1 && name.ends_with('.')) name.pop_back();
  if (name.size() > host_bytes_max) return malformed("The host name is too long.");
  std::string_view rest = name;
  while (true) {
    const std::size_t dot = rest.find('.');
    if (!is_label(rest.substr(0, dot))) return malformed("A part of the host name is malformed.");
    if (dot == std::string_view::npos) return name;
    rest.remove_prefix(dot + 1);
  }
}

std::optional<EgressRefusal> special_host_name(std::string_view host) {
  const std::size_t dot = host.rfind('.');
  if (dot == std::string_view::npos)
    return EgressRefusal{EgressReason::single_label,
                         "A name without a dot means something only in one network."};
  const std::string_view top = host.substr(dot + 1);
  if (top.starts_with("xn--") && is_number_in_some_script(top))
    return EgressRefusal{EgressReason::ip_literal, "A host is named, not given by its number."};
  const bool letters = std::ranges::all_of(top, is_lower);
  if (!letters && !top.starts_with("xn--"))
    return EgressRefusal{EgressReason::malformed_host, "No top-level domain is spelled like this."};
  const auto matches = [host](std::string_view suffix) { return is_under(host, suffix); };
  if (std::ranges::any_of(special_suffixes, matches) ||
      std::ranges::any_of(metadata_names, matches) || !is_known_top_level(top))
    return EgressRefusal{EgressReason::special_name,
                         "The name belongs to this machine or a private network."};
  if (is_registry_name(host))
    return EgressRefusal{EgressReason::registry_name,
                         "A registry's name is not a server's: others register below it."};
  return std::nullopt;
}

}  // namespace sluice::net
