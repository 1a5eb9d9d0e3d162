#include "sandbox/peer_file.h"

#include "base/json.h"
#include "net/ip_address.h"
#include "net/url.h"

#include <fstream>
#include <optional>
#include <sstream>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::size_t peers_bytes_max = std::size_t{64} * 1024;

// An origin of this scheme and nothing behind it, written as the egress policy compares it.
std::optional<net::StrictUrl> read_origin(std::string_view text, std::string_view scheme) {
  auto url = net::parse_strict_url(text);
  if (!url || url->scheme != scheme || url->origin() != text) return std::nullopt;
  return std::move(*url);
}

}  // namespace

std::expected<std::vector<net::EgressException>, std::string> PeerFile::read(
    const std::filesystem::path& file, std::string_view bind_address) {
  if (!net::is_loopback_host(bind_address))
    return std::unexpected(
        "--peers is for tests: the server must listen on a loopback address, "
        "not on " +
        std::string(bind_address));
  std::ifstream stream(file, std::ios::binary);
  if (!stream) return std::unexpected("cannot read " + file.string());
  std::stringstream text;
  text << stream.rdbuf();
  if (text.view().size() > peers_bytes_max) return std::unexpected(file.string() + " is too large");
  const auto peers = parse_json(text.view(), {.duplicate_members_refused = true});
  if (!peers) return std::unexpected(file.string() + ": " + peers.error());
  if (!peers->is_object()) return std::unexpected(file.string() + " does not hold an object");
  std::vector<net::EgressException> list;
  for (const auto& [vendor_origin, peer] : peers->items()) {
    const std::string loopback = peer.is_string() ? peer.get<std::string>() : std::string();
    if (!read_origin(vendor_origin, "https"))
      return std::unexpected(vendor_origin + " is not an origin such as https://mcp.example.com");
    const auto there = read_origin(loopback, "http");
    if (!there || !net::is_loopback_host(there->host))
      return std::unexpected("the peer of " + vendor_origin +
                             " is not an origin such as http://127.0.0.1:8931");
    list.emplace_back(Passkey<PeerFile>{}, vendor_origin, loopback);
  }
  return list;
}

}  // namespace sluice::sandbox
