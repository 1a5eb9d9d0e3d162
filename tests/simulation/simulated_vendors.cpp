#include "simulated_vendors.h"

#include "template_world.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace sluice::simulation {
namespace {

class WholeBody final : public net::HttpStream {
 public:
  explicit WholeBody(net::HttpResponse response) : response_(std::move(response)) {}
  [[nodiscard]] int status() const override { return response_.status; }
  [[nodiscard]] const std::vector<net::Header>& headers() const override {
    return response_.headers;
  }
  [[nodiscard]] Task<std::expected<std::string, net::HttpError>> read() override {
    co_return std::exchange(response_.body, std::string());
  }

 private:
  net::HttpResponse response_;
};

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

// Plaintext leaves a Secret here because this is the vendor's side of the wire.
std::string text_of(const Secret& secret) {
  std::string copy;
  secret.use([&](std::string_view text) { copy = text; });
  return copy;
}

net::ServerRequest received(const net::PublicEndpoint& to, const net::HttpRequest& request) {
  net::ServerRequest arrived;
  arrived.method = request.method;
  const std::string& target = to.parts().target;
  const std::size_t query = target.find('?');
  arrived.path = target.substr(0, query);
  if (query != std::string::npos) arrived.query = target.substr(query + 1);
  arrived.headers = request.headers;
  arrived.headers.push_back({"Host", to.parts().host});
  for (const net::SecretHeader& header : request.secret_headers)
    arrived.headers.push_back({header.name, header.prefix + text_of(header.value)});
  arrived.body = text_of(request.secret_body);
  if (arrived.body.empty()) arrived.body = request.body;
  return arrived;
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

SimulatedVendors::SimulatedVendors(const sandbox::Sandbox::Environment& environment, Watch watch)
    : watch_(std::move(watch)) {
  sandbox::SandboxSettings settings{.product_url = "http://localhost:8080",
                                    .automatic_consent = true};
  settings.vendors.assign(vendor_slugs.begin(), vendor_slugs.end());
  auto made = sandbox::Sandbox::create(std::move(settings), environment);
  if (!made) throw std::runtime_error(made.error());
  sandbox_ = std::move(*made);
}

net::HttpResponse SimulatedVendors::ask(const net::ServerRequest& request) {
  net::ServerResponse response = sandbox_->answer(request).response;
  return {response.status, std::move(response.headers), std::move(response.body)};
}

std::optional<WireFault> SimulatedVendors::fault_for(Door door) {
  if (disturbance_.times == 0 || disturbance_.door != door) return std::nullopt;
  --disturbance_.times;
  return disturbance_.fault;
}

SimulatedVendors::Answer SimulatedVendors::exchange(const net::PublicEndpoint& to,
                                                    const net::HttpRequest& request) {
  const net::ServerRequest arrived = received(to, request);
  Arrival arrival = arrival_of(arrived);
  if (!smuggled_tool.empty() && arrival.method == "tools/call") arrival.tool = smuggled_tool;
  // Seen even where the request will be lost: the product has sent it.
  watch_(arrival);
  const auto fault = fault_for(arrival.door);
  if (fault == WireFault::cut_after) (void)ask(arrived);
  if (fault) return disturbed(*fault);
  return ask(arrived);
}

Task<std::expected<net::HttpResponse, net::HttpError>> SimulatedVendors::send(
    net::PublicEndpoint to, net::HttpRequest request, net::HttpLimits /*limits*/) {
  co_return exchange(to, request);
}

Task<std::expected<std::unique_ptr<net::HttpStream>, net::HttpError>> SimulatedVendors::open(
    net::PublicEndpoint to, net::HttpRequest request, net::HttpLimits /*limits*/) {
  auto answer = exchange(to, request);
  if (!answer) co_return std::unexpected(answer.error());
  co_return std::make_unique<WholeBody>(std::move(*answer));
}

std::string SimulatedVendors::consent(const std::string& authorization_url) {
  const std::size_t host = authorization_url.find("://") + 3;
  const std::size_t path = authorization_url.find('/', host);
  const std::size_t query = authorization_url.find('?', path);
  net::ServerRequest request;
  request.method = "GET";
  request.path = authorization_url.substr(path, query - path);
  request.query = authorization_url.substr(query + 1);
  request.headers.push_back({"Host", authorization_url.substr(host, path - host)});
  const std::string location(ask(request).header("Location"));
  const std::size_t back = location.find('?');
  return back == std::string::npos ? std::string() : location.substr(back + 1);
}

void SimulatedVendors::set_fault(const Json& fault) {
  net::ServerRequest request;
  request.method = "POST";
  request.path = "/_sandbox/faults";
  request.headers = {{"Host", "127.0.0.2"}, {"Content-Type", "application/json"}};
  request.body = to_wire(fault);
  if (const auto answer = ask(request); answer.status != 200) throw std::runtime_error(answer.body);
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
