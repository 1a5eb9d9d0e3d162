#include "app/demo_world.h"

#include "base/time_format.h"
#include "keys/key_source.h"

#include <fstream>
#include <utility>

namespace sluice::app {
namespace {

constexpr std::string_view organization_slug = "brightwater";

// The demo's own master key: made on the first start, as `serve` never would by itself.
[[nodiscard]] std::expected<std::string, std::string> demo_key(const std::filesystem::path& data) {
  const std::filesystem::path file = data / "master.key";
  if (!std::filesystem::exists(file)) {
    SystemRandom random;
    if (auto made = keys::make_key_file(file, random); !made) {
      return std::unexpected(made.error().detail);
    }
  }
  return "file:" + file.string();
}

// Some vendors take only clients registered by hand; the sandbox has one of each.
[[nodiscard]] std::expected<std::map<std::string, VendorClient>, std::string> demo_clients(
    const sandbox::SandboxLauncher& launcher, const std::filesystem::path& data) {
  std::map<std::string, VendorClient> clients;
  for (const sandbox::KnownClient& known : launcher.clients()) {
    VendorClient client{known.client_id, ""};
    if (!known.client_secret.empty()) {
      const std::filesystem::path file = data / ("sandbox-" + known.vendor + ".secret");
      // Worth nothing outside the sandbox, but the product takes secrets from owner-only files
      // alone.
      std::ofstream(file) << known.client_secret << '\n';
      std::filesystem::permissions(
          file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
      client.client_secret_source = "file:" + file.string();
    }
    clients[known.vendor] = client;
  }
  return clients;
}

[[nodiscard]] std::expected<void, std::string> make_folder(const std::filesystem::path& data) {
  std::error_code error;
  std::filesystem::create_directories(data, error);
  if (error) {
    return std::unexpected("cannot make the data directory " + data.string() + ": " +
                           error.message());
  }
  std::filesystem::permissions(data, std::filesystem::perms::owner_all, error);
  return {};
}

}  // namespace

Json sample_parameters(const catalog::Catalog& catalog, const std::string& slug) {
  Json values = Json::object();
  if (const catalog::Vendor* vendor = catalog.find(slug)) {
    for (const catalog::Parameter& parameter : vendor->parameters)
      values[parameter.name] = parameter.example;
  }
  return values;
}

std::expected<std::unique_ptr<DemoWorld>, std::string> DemoWorld::start(
    DemoOptions options, analyst::AnalystSpawner& spawner) {
  if (auto made = make_folder(options.data); !made) return std::unexpected(made.error());
  auto key = demo_key(options.data);
  if (!key) return std::unexpected(key.error());

  std::unique_ptr<DemoWorld> world(new DemoWorld);
  world->automatic_consent_ = options.automatic_consent;
  // localhost and not 127.0.0.1: browsers treat it as a secure context, and cookies need one.
  // Where nothing listens there is no port either: 0 is none that an address may hold.
  const std::string port = options.port == 0 ? "" : ":" + std::to_string(options.port);
  const std::string public_url = "http://localhost" + port;
  auto launched = sandbox::SandboxLauncher::start({.now = parse_rfc3339(demo_start),
                                                   .product_url = public_url,
                                                   .vendors = options.vendors,
                                                   .automatic_consent = options.automatic_consent,
                                                   .world = options.world,
                                                   .state = options.data / "sandbox.json",
                                                   .executable = options.executable});
  if (!launched) return std::unexpected(launched.error());
  world->sandbox_ = std::move(*launched);

  ProductOptions product;
  product.configuration.data_dir = options.data.string();
  product.configuration.keys_source = *key;
  // Sample data in one folder, so that throwing it away leaves nothing behind.
  product.configuration.keys_slots = "file:" + (options.data / "slots").string();
  auto clients = demo_clients(*world->sandbox_, options.data);
  if (!clients) return std::unexpected(clients.error());
  product.configuration.vendor_clients = std::move(*clients);
  product.public_url = public_url;
  product.sample_words = options.sample_words;
  // The sandbox is nobody's server, and whoever tries things out there should not wait.
  product.paced = false;
  product.business_start = parse_rfc3339(demo_start);
  product.security_clock = options.security_clock;
  product.learning = options.learning;
  product.exceptions = world->sandbox_->exceptions();
  product.browser_url = [launcher = world->sandbox_.get()](const std::string& url) {
    return launcher->browser_url(url);
  };
  auto made = Product::create(std::move(product), spawner);
  if (!made) return std::unexpected(made.error());
  world->product_ = std::move(*made);
  if (auto signed_in = world->sign_in(); !signed_in) return std::unexpected(signed_in.error());
  return world;
}

std::expected<void, std::string> DemoWorld::sign_in() {
  identity::OrganizationDirectory directory(product_->database(), product_->clock(),
                                            product_->random(), product_->audit());
  // The demo's folder may be there from the last time, with its cards and questions.
  if (!directory.find_by_slug(organization_slug)) {
    identity::NewOrganization brightwater;
    brightwater.slug = organization_slug;
    brightwater.name = "Brightwater";
    brightwater.plan = identity::Plan::enterprise;
    brightwater.timezone = "America/New_York";
    brightwater.currency = "usd";
    brightwater.exchange_rates = {{"eur", 1.08}, {"gbp", 1.27}};
    const auto made = directory.add(brightwater);
    if (!made) return std::unexpected(std::string(identity::user_text(made.error())));
    const auto user =
        product_->accounts().add_user({.email = std::string(demo_email),
                                       .name = "Ada Brightwater",
                                       .password = Secret::take(std::string(demo_password))},
                                      made->id, identity::Role::owner);
    if (!user) return std::unexpected(std::string(identity::user_text(user.error())));
  }
  auto session = product_->accounts().sign_in(
      std::string(demo_email), Secret::take(std::string(demo_password)), "127.0.0.1");
  if (!session) return std::unexpected(std::string(identity::user_text(session.error())));
  ada_ = std::move(session->signed_in);
  return {};
}

std::vector<std::string> DemoWorld::vendors() const {
  std::vector<std::string> slugs;
  for (const std::string& slug : sandbox_->vendors()) {
    if (product_->catalog().find(slug) != nullptr) slugs.push_back(slug);
  }
  return slugs;
}

// The browser's part of the flow: one GET whose redirect brings the code.
Task<std::expected<net::HttpResponse, std::string>> DemoWorld::send(std::string url,
                                                                    net::HttpRequest request) {
  auto admitted = co_await product_->egress().admit(std::move(url));
  if (!admitted) co_return std::unexpected(admitted.error().detail);
  net::HttpLimits limits;
  limits.deadline = Deadline::in(std::chrono::seconds(10));
  auto response = co_await product_->http().send(std::move(*admitted), std::move(request), limits);
  if (!response) co_return std::unexpected(std::string(net::to_text(response.error())));
  co_return std::move(*response);
}

// Nobody may be there to press Allow on the sandbox's page.
Task<std::expected<void, std::string>> DemoWorld::set_consent(bool automatic, bool branch) {
  net::HttpRequest request;
  request.method = "POST";
  request.headers = {{"Content-Type", "application/json"}};
  request.body = to_wire({{"automatic", automatic}, {"branch", branch}});
  const std::string any_vendor = sandbox_->exceptions().front().origin();
  const auto answer = co_await send(any_vendor + "/_sandbox/consent", std::move(request));
  if (!answer) co_return std::unexpected(answer.error());
  co_return std::expected<void, std::string>{};
}

Task<std::expected<std::string, std::string>> DemoWorld::follow_consent(std::string url) {
  const auto response = co_await send(std::move(url), {});
  if (!response) co_return std::unexpected(response.error());
  const std::string location(response->header("Location"));
  const std::size_t query = location.find('?');
  if (query == std::string::npos) {
    co_return std::unexpected("the sandbox did not give its consent (HTTP " +
                              std::to_string(response->status) + ")");
  }
  co_return location.substr(query + 1);
}

Task<std::expected<void, std::string>> DemoWorld::connect_vendor(std::string vendor,
                                                                 connections::Which which) {
  const connections::Connector founder{ada(), "127.0.0.1"};
  connections::BeginOptions options;
  options.parameters = sample_parameters(product_->catalog(), vendor);
  options.which = which;
  auto begun = co_await product_->connections().begin(founder, vendor, std::move(options));
  if (!begun) co_return std::unexpected(begun.error().detail);
  const auto* authorization = std::get_if<connections::AuthorizationBegun>(&*begun);
  if (authorization == nullptr) co_return std::expected<void, std::string>{};
  auto query = co_await follow_consent(sandbox_->vendor_url(authorization->authorization_url));
  if (!query) co_return std::unexpected(query.error());
  const auto finished = co_await product_->connections().finish(founder, std::move(*query));
  if (!finished) co_return std::unexpected(finished.error().error.detail);
  co_return std::expected<void, std::string>{};
}

std::expected<void, std::string> DemoWorld::connect(const std::string& vendor) {
  return connect(vendor, connections::Only{}, false);
}

std::expected<void, std::string> DemoWorld::connect(const std::string& vendor,
                                                    connections::Which which, bool branch) {
  net::IoRuntime& runtime = product_->runtime();
  if (!automatic_consent_ || branch) {
    if (auto set = runtime.run_to_completion(set_consent(true, branch)); !set) return set;
  }
  auto connected = runtime.run_to_completion(connect_vendor(vendor, which));
  if (!automatic_consent_ || branch) {
    if (auto set = runtime.run_to_completion(set_consent(automatic_consent_, false)); !set)
      return set;
  }
  return connected;
}

}  // namespace sluice::app
