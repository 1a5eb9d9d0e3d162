#include "sandbox/launcher.h"

#include "net/ip_address.h"
#include "net/url.h"
#include "sandbox/child_process.h"

#include <algorithm>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::string_view host = "127.0.0.2";
constexpr std::chrono::milliseconds start_deadline{5'000};

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

}  // namespace

std::expected<void, std::string> SandboxLauncher::load_directory(const LauncherOptions& options) {
  const std::string name = "vendors.json";
  const auto text = options.world.empty() ? EmbeddedWorldFiles().read(name)
                                          : FolderWorldFiles(options.world).read(name);
  if (!text) {
    return std::unexpected(options.world.empty()
                               ? "this binary holds no sandbox data"
                               : "there is no " + name + " in " + options.world.string());
  }
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
  serve.world = options.world;
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
  // The servers of one vendor are one vendor.
  for (const VendorProfile& vendor : directory_.vendors)
    if (std::ranges::find(slugs, vendor.data_slug()) == slugs.end())
      slugs.push_back(vendor.data_slug());
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

std::vector<net::EgressException> SandboxLauncher::product_exception(
    const std::string& product_url) {
  std::vector<net::EgressException> list;
  auto url = net::parse_strict_url(product_url);
  if (!url || url->scheme != "http" || !net::is_loopback_host(url->host)) return list;
  const std::string product = url->origin();
  if (url->kind == net::HostKind::name) url->host = "127.0.0.1";
  list.emplace_back(Passkey<SandboxLauncher>{}, product, url->origin());
  return list;
}

}  // namespace sluice::sandbox
