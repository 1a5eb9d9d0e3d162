#include "sandbox/launcher.h"

#include "sandbox/child_process.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::string_view host = "127.0.0.2";
constexpr std::chrono::milliseconds start_deadline{5'000};
constexpr std::size_t peers_bytes_max = std::size_t{64} * 1024;

std::string page_path(const VendorProfile& vendor) {
  return "/_as/" + vendor.slug + "/authorize";
}

std::string authorize_url(const AuthorizationProfile& profile) {
  return profile.origin() + profile.authorize_path;
}

// The part after `prefix` when it is empty or begins the query.
std::optional<std::string_view> query_after(std::string_view url, std::string_view prefix) {
  if (!url.starts_with(prefix)) return std::nullopt;
  const std::string_view rest = url.substr(prefix.size());
  if (!rest.empty() && !rest.starts_with('?')) return std::nullopt;
  return rest;
}

// An origin is a scheme and a host, nothing behind it.
bool is_origin(std::string_view text, std::string_view scheme) {
  return text.starts_with(scheme) && text.size() > scheme.size() &&
         text.find_first_of("/?#@\\ ", scheme.size()) == std::string_view::npos;
}

std::string_view without_port(std::string_view authority) {
  const std::size_t colon = authority.rfind(':');
  const bool in_brackets = authority.ends_with(']');
  return colon == std::string_view::npos || in_brackets ? authority : authority.substr(0, colon);
}

}  // namespace

bool is_loopback_address(std::string_view address) {
  if (address == "localhost" || address == "::1" || address == "[::1]") return true;
  return address.starts_with("127.") && std::ranges::count(address, '.') == 3 &&
         address.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::expected<void, std::string> SandboxLauncher::load_directory(const LauncherOptions& options) {
  const auto text = EmbeddedWorldFiles().read("vendors.json");
  if (!text) return std::unexpected("this binary holds no sandbox data");
  auto directory = Directory::load(*text);
  if (!directory) return std::unexpected(directory.error());
  directory_ = std::move(*directory);
  return directory_.keep(options.vendors);
}

std::expected<std::unique_ptr<SandboxLauncher>, std::string> SandboxLauncher::start(
    const LauncherOptions& options) {
  // The constructor is private (make_unique cannot call it): there is no launcher without a child.
  std::unique_ptr<SandboxLauncher> launcher(new SandboxLauncher);
  if (auto loaded = launcher->load_directory(options); !loaded)
    return std::unexpected(loaded.error());
  const auto child = spawn_sandbox(options, Deadline::in(start_deadline));
  if (!child) return std::unexpected(child.error());
  launcher->child_ = child->process;
  launcher->port_ = child->port;
  return launcher;
}

std::expected<std::unique_ptr<SandboxLauncher>, std::string> SandboxLauncher::start_in_process(
    const LauncherOptions& options) {
  std::unique_ptr<SandboxLauncher> launcher(new SandboxLauncher);
  if (auto loaded = launcher->load_directory(options); !loaded)
    return std::unexpected(loaded.error());
  ServeOptions serve;
  serve.settings = {options.product_url, options.vendors, options.token_lifetime,
                    options.automatic_consent, options.state};
  serve.address = host;
  serve.now = options.now.value_or(SystemClock().now());
  auto thread = SandboxThread::start(serve);
  if (!thread) return std::unexpected(thread.error());
  launcher->thread_ = std::move(*thread);
  launcher->port_ = launcher->thread_->port();
  return launcher;
}

SandboxLauncher::~SandboxLauncher() {
  if (child_ > 0) end_child(child_);
}

std::string SandboxLauncher::origin() const {
  return "http://" + std::string(host) + ":" + std::to_string(port_);
}

std::vector<net::EgressException> SandboxLauncher::exceptions() const {
  std::vector<net::EgressException> list;
  for (std::string& vendor_origin : directory_.origins())
    list.emplace_back(Passkey<SandboxLauncher>{}, std::move(vendor_origin), origin());
  return list;
}

std::vector<std::string> SandboxLauncher::vendors() const {
  std::vector<std::string> slugs;
  for (const VendorProfile& vendor : directory_.vendors)
    slugs.push_back(vendor.slug);
  return slugs;
}

std::vector<KnownClient> SandboxLauncher::clients() const {
  std::vector<KnownClient> list;
  for (const VendorProfile& vendor : directory_.vendors)
    if (vendor.authorization && vendor.authorization->client)
      list.push_back(
          {vendor.slug, vendor.authorization->client->id, vendor.authorization->client->secret});
  return list;
}

std::string SandboxLauncher::browser_url(std::string_view authorization_url) const {
  for (const VendorProfile& vendor : directory_.vendors) {
    const auto& profile = vendor.authorization;
    if (!profile) continue;
    if (const auto query = query_after(authorization_url, authorize_url(*profile)))
      return origin() + page_path(vendor) + std::string(*query);
  }
  return std::string(authorization_url);
}

std::string SandboxLauncher::vendor_url(std::string_view browser_url) const {
  for (const VendorProfile& vendor : directory_.vendors) {
    const auto& profile = vendor.authorization;
    if (!profile) continue;
    if (const auto query = query_after(browser_url, origin() + page_path(vendor)))
      return authorize_url(*profile) + std::string(*query);
  }
  return std::string(browser_url);
}

std::expected<std::vector<net::EgressException>, std::string> SandboxLauncher::from_peers_file(
    const std::filesystem::path& file, std::string_view bind_address) {
  if (!is_loopback_address(bind_address))
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
    if (!is_origin(vendor_origin, "https://"))
      return std::unexpected(vendor_origin + " is not an origin such as https://mcp.example.com");
    if (!is_origin(loopback, "http://") || !is_loopback_address(without_port(host_of(loopback))))
      return std::unexpected("the peer of " + vendor_origin +
                             " is not an origin such as http://127.0.0.1:8931");
    list.emplace_back(Passkey<SandboxLauncher>{}, vendor_origin, loopback);
  }
  return list;
}

std::vector<net::EgressException> SandboxLauncher::product_exception(
    const std::string& product_url) {
  const std::string product = split_url(product_url).origin;
  const std::string_view authority = host_of(product);
  std::vector<net::EgressException> list;
  if (!is_origin(product, "http://") || !is_loopback_address(without_port(authority))) return list;
  std::string loopback = product;
  constexpr std::string_view name = "localhost";
  if (without_port(authority) == name)
    loopback.replace(loopback.find(name), name.size(), "127.0.0.1");
  list.emplace_back(Passkey<SandboxLauncher>{}, product, std::move(loopback));
  return list;
}

}  // namespace sluice::sandbox
