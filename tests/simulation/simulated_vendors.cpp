#include "simulated_vendors.h"

#include "template_world.h"

#include <algorithm>
#include <utility>

namespace sluice::simulation {
namespace {

std::string vendor_of(std::string_view host) {
  if (host.ends_with(".stripe.com")) return "stripe";
  return host == "mcp.linear.app" ? "linear" : "";
}

Door door_of(std::string_view host, std::string_view path) {
  if (vendor_of(host).empty()) return Door::elsewhere;
  if (path.contains("/.well-known/")) return Door::metadata;
  if (path.ends_with("/token")) return Door::token;
  if (path.contains("/register")) return Door::registration;
  if (path.ends_with("/revoke")) return Door::revocation;
  return Door::mcp;
}

Arrival arrival_of(const net::ServerRequest& request) {
  const std::string_view host = request.header("Host");
  Arrival arrival{vendor_of(host), door_of(host, request.path), {}, {}, {}};
  constexpr std::string_view prefix = "Bearer ";
  const std::string_view credential = request.header("Authorization");
  if (credential.starts_with(prefix)) arrival.bearer = credential.substr(prefix.size());
  if (arrival.door != Door::mcp) return arrival;
  const auto body = parse_json(request.body);
  if (!body) return arrival;
  arrival.method = text_member(*body, "method").value_or("");
  if (arrival.method == "tools/call")
    arrival.tool = text_member(member(*body, "params"), "name").value_or("");
  return arrival;
}

net::HttpResponse said(int status, std::string body, const char* type = "application/json") {
  return {status, {{"Content-Type", type}}, std::move(body)};
}

// What comes back in the place of an answer.
std::expected<net::HttpResponse, net::HttpError> disturbed(WireFault fault) {
  switch (fault) {
    case WireFault::cut_before:
    case WireFault::cut_after: return std::unexpected(net::HttpError::connection_lost);
    case WireFault::silence: return std::unexpected(net::HttpError::timed_out);
    case WireFault::rate_limited: return said(429, "{}");
    case WireFault::broken: return said(500, "{}");
    case WireFault::nonsense: return said(200, "<!doctype html>", "text/html");
    case WireFault::wrong_members:
      return said(200, R"({"access_token":7,"jsonrpc":2,"id":null,"result":[],"issuer":{}})");
    case WireFault::endless: return std::unexpected(net::HttpError::body_too_large);
  }
  return std::unexpected(net::HttpError::connection_lost);
}

}  // namespace

std::string_view to_text(WireFault fault) {
  switch (fault) {
    case WireFault::cut_before: return "cut before";
    case WireFault::cut_after: return "cut after";
    case WireFault::silence: return "silence";
    case WireFault::rate_limited: return "429";
    case WireFault::broken: return "500";
    case WireFault::nonsense: return "nonsense";
    case WireFault::wrong_members: return "wrong members";
    case WireFault::endless: return "endless";
  }
  return "";
}

static sandbox::SandboxSettings settings() {
  sandbox::SandboxSettings settings{.product_url = "http://localhost:8080",
                                    .automatic_consent = true};
  settings.vendors.assign(vendor_slugs.begin(), vendor_slugs.end());
  return settings;
}

SimulatedVendors::SimulatedVendors(const sandbox::Sandbox::Environment& environment, Watch watch)
    : LocalClient(settings(), environment), watch_(std::move(watch)) {}

std::optional<WireFault> SimulatedVendors::fault_for(Door door) {
  if (disturbance_.times == 0 || disturbance_.door != door) return std::nullopt;
  --disturbance_.times;
  return disturbance_.fault;
}

SimulatedVendors::Answer SimulatedVendors::exchange(const net::ServerRequest& arrived) {
  Arrival arrival = arrival_of(arrived);
  if (!smuggled_tool.empty() && arrival.method == "tools/call") arrival.tool = smuggled_tool;
  // Seen even where the request will be lost: the product has sent it.
  watch_(arrival);
  const auto fault = fault_for(arrival.door);
  if (fault == WireFault::cut_after) (void)ask(arrived);
  if (fault) return disturbed(*fault);
  return ask(arrived);
}

void SimulatedVendors::disturb(WireFault fault, Door door, int times) {
  disturbance_ = {fault, door, times};
}

void SimulatedVendors::calm() {
  disturbance_ = {};
  for (const std::string_view slug : vendor_slugs)
    set_fault({{"vendor", slug}, {"fault", "none"}});
}

}  // namespace sluice::simulation
