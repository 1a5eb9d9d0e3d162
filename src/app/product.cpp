#include "app/product.h"

#include "app/open_data.h"
#include "audit/open_trail.h"
#include "base/log.h"
#include "identity/operator_authenticator.h"
#include "keys/key_source.h"
#include "net/descriptor_limit.h"
#include "server/application.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>
#include <utility>

namespace sluice::app {
namespace {

[[nodiscard]] std::string sentence_of(const std::vector<catalog::RowError>& errors) {
  if (errors.empty()) return "The catalog cannot be read.";
  return catalog::to_text(errors.front());
}

[[nodiscard]] std::map<std::string, connections::OperatorClient> operator_clients(
    const Configuration& configuration) {
  std::map<std::string, connections::OperatorClient> clients;
  for (const auto& [slug, client] : configuration.vendor_clients) {
    std::string path = client.client_secret_source;
    if (path.starts_with("file:")) path.erase(0, std::string_view("file:").size());
    clients[slug] = {client.client_id, std::move(path)};
  }
  return clients;
}

[[nodiscard]] std::vector<std::string> origins_of(
    const std::vector<net::EgressException>& exceptions) {
  std::vector<std::string> origins;
  for (const net::EgressException& exception : exceptions)
    origins.push_back(exception.origin());
  return origins;
}

// The operator's access to every organization, for the start's own work.
[[nodiscard]] std::vector<identity::OrganizationAccess> organizations_of(
    const storage::Database& database, const Clock& clock, Random& random) {
  const identity::OperatorAuthenticator shell(database);
  // For listing alone: the trail proper needs to know the organizations before it can be opened.
  const audit::AuditTrail unwritten(database, clock);
  std::vector<identity::OrganizationAccess> accesses;
  for (const identity::Organization& each :
       identity::OrganizationDirectory(database, clock, random, unwritten).list()) {
    if (const auto access = shell.authenticate(each.slug)) accesses.push_back(*access);
  }
  return accesses;
}

// As many connections as the limit says, or as this process can hold.
[[nodiscard]] net::ServerLimits limits_of(const Configuration& configuration) {
  net::ServerLimits limits;
  limits.proxies = configuration.proxies;
  const std::size_t possible = net::connections_within(net::raise_descriptor_limit());
  if (possible < limits.connections_max) {
    log(LogLevel::warning, "few_descriptors",
        {{"connections_max", possible},
         {"hint", "raise the hard limit of open files (LimitNOFILE= or ulimit -Hn) to 12000"}});
    limits.connections_max = possible;
  }
  return limits;
}

}  // namespace

Product::Product(ProductOptions options, crypto::KeyRing ring, catalog::Catalog catalog)
    : options_(std::move(options)),
      clock_(options_.security_clock == nullptr ? system_clock_ : *options_.security_clock),
      catalog_(std::move(catalog)),
      ring_(std::move(ring)),
      runtime_(blocking_threads) {
  if (options_.business_start) {
    business_clock_ = std::make_unique<OffsetClock>(*options_.business_start);
  } else {
    business_clock_ = std::make_unique<SystemClock>();
  }
}

std::expected<void, std::string> Product::open_storage() {
  const Configuration& configuration = options_.configuration;
  auto database = storage::Database::open(configuration.data_dir);
  if (!database) return std::unexpected(database.error().detail);
  database_ = std::move(*database);
  // Before anything is written: a wrong ring would seal new rows that the right one cannot open.
  if (auto known = keys::check_key_ring(*database_, ring_, clock_); !known) {
    return std::unexpected(known.error().detail);
  }
  auto slots =
      keys::open_key_slots(slots_source(configuration.data_dir, configuration.keys_slots), random_);
  if (!slots) return std::unexpected(slots.error().detail);
  slots_ = std::move(*slots);
  auto trail = audit::open_trail({*database_, ring_, configuration.keys_source, clock_, random_},
                                 organizations_of(*database_, clock_, random_));
  if (!trail) return std::unexpected(trail.error());
  audit_ = std::move(*trail);
  return {};
}

// In the order of the arrows: each part is handed those that it stands on, and nothing is looked
// up.
void Product::assemble(analyst::AnalystSpawner& spawner) {
  sessions_ = std::make_unique<identity::SessionAuthenticator>(*database_, clock_, random_);
  accounts_ =
      std::make_unique<identity::Accounts>(*database_, *sessions_, clock_, random_, *audit_);
  organizations_ =
      std::make_unique<identity::OrganizationService>(*database_, clock_, random_, *audit_);
  client_ = {options_.public_url, origins_of(options_.exceptions)};
  assemble_calls();
  assemble_connections(spawner);
  assemble_answers(spawner);
}

void Product::assemble_calls() {
  BlockingPool& pool = runtime_.blocking_pool();
  egress_ = std::make_unique<net::EgressPolicy>(resolver_, std::move(options_.exceptions));
  http_ = net::make_http_client(runtime_);
  vault_ = std::make_unique<vault::CredentialVault>(
      vault::CredentialVault::Parts{*database_, ring_, *slots_, clock_, random_});
  pending_ =
      std::make_unique<vault::PendingAuthorizations>(*database_, ring_, *slots_, clock_, random_);
  leases_ = std::make_unique<vault::RefreshLeases>(*database_, clock_, random_);
  refresher_ = std::make_unique<calls::TokenRefresher>(calls::TokenRefresher::Parts{
      *database_, catalog_, *vault_, *leases_, *audit_, *http_, *egress_, pool, clock_, client_});
  reviews_ = std::make_unique<calls::ToolReviews>(
      calls::ToolReviews::Parts{*database_, catalog_, *audit_, clock_});
  caller_ = std::make_unique<calls::CatalogCaller>(
      calls::CatalogCaller::Parts{*database_, catalog_, *vault_, *audit_, *refresher_, *reviews_,
                                  *http_, *egress_, pool, clock_, options_.paced});
}

void Product::assemble_connections(analyst::AnalystSpawner& spawner) {
  BlockingPool& pool = runtime_.blocking_pool();
  tool_watch_ = std::make_unique<connections::ToolWatch>(connections::ToolWatch::Parts{
      *database_, *caller_, *reviews_, pool, clock_, random_, *audit_});
  connections_ =
      std::make_unique<connections::ConnectionService>(connections::ConnectionService::Parts{
          .database = *database_,
          .catalog = catalog_,
          .vault = *vault_,
          .pending = *pending_,
          .audit = *audit_,
          .caller = *caller_,
          .spawner = spawner,
          .reviews = *reviews_,
          .http = *http_,
          .egress = *egress_,
          .pool = pool,
          .clock = clock_,
          .random = random_,
          .identity = client_,
          .operator_clients = operator_clients(options_.configuration),
          .browser_url = options_.browser_url});
  sources_ = std::make_unique<connections::DataSources>(connections::DataSources::Parts{
      *database_, catalog_, *connections_, *organizations_, *audit_, pool, clock_, random_});
  upkeep_ = std::make_unique<connections::CredentialUpkeep>(connections::CredentialUpkeep::Parts{
      *database_, *vault_, *audit_, *connections_, pool, clock_, random_});
}

void Product::assemble_answers(analyst::AnalystSpawner& spawner) {
  BlockingPool& pool = runtime_.blocking_pool();
  desk_ = std::make_unique<analytics::QuestionDesk>(analytics::QuestionDesk::Parts{
      *database_, catalog_, *caller_, spawner, pool, *business_clock_, clock_,
      options_.configuration.questions, options_.learning});
  conversations_ = std::make_unique<conversations::ConversationService>(
      conversations::ConversationService::Parts{
          .database = *database_,
          .trail = *audit_,
          .pool = pool,
          .clock = clock_,
          .random = random_,
          .ask =
              [this](analytics::Asker asker, analytics::Question question,
                     analytics::QuestionDesk::Progress progress) {
                return desk_->ask(std::move(asker), std::move(question), std::move(progress));
              },
          .suggest =
              [this](analytics::Asker asker, std::size_t count) {
                return desk_->suggestions(std::move(asker), count);
              }});
  dashboards_ = std::make_unique<dashboards::DashboardService>(dashboards::DashboardService::Parts{
      .database = *database_,
      .organizations = *organizations_,
      .trail = *audit_,
      .pool = pool,
      .clock = clock_,
      .random = random_,
      .run_plan = [this](analytics::Asker asker, analytics::Question question,
                         analytics::QueryPlan plan) {
        return desk_->ask_again(std::move(asker), std::move(question), std::move(plan));
      }});
}

// What is under way, in the pool or between two steps, uses the parts below, which go first.
Product::~Product() {
  runtime_.end();
}

void Product::look_at_keys() {
  // A rotation beside the running server has put a new primary there (docs/adr/0004).
  if (!ring_.look_again()) return;
  if (const auto known = keys::check_key_ring(*database_, ring_, clock_); !known)
    log(LogLevel::error, "key_ring_unknown", {{"detail", known.error().detail}});
}

Task<void> Product::tend() {
  co_await run_blocking(runtime_.blocking_pool(), [this] { look_at_keys(); });
  co_await upkeep_->tend_all();
}

Task<void> Product::keep_up() {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  while (true) {
    std::string failure;
    try {  // A full disk passes, and the upkeep goes on.
      co_await tend();
    } catch (const std::exception& error) {
      failure = error.what();
    }
    if (!failure.empty()) log(LogLevel::error, "upkeep_failed", {{"error", failure}});
    timer.expires_after(upkeep_interval);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
}

std::expected<std::unique_ptr<Product>, std::string> Product::create(
    ProductOptions options, analyst::AnalystSpawner& spawner) {
  auto catalog = catalog::Catalog::with_folder(
      options.sample_words ? catalog::Catalog::of_sample() : catalog::Catalog::embedded(),
      options.configuration.data_dir + "/catalog");
  if (catalog && !options.row_file.empty())
    catalog = catalog::Catalog::with_row(*std::move(catalog), options.row_file);
  if (!catalog) return std::unexpected(sentence_of(catalog.error()));
  auto ring = keys::load_key_ring(options.configuration.keys_source);
  if (!ring) return std::unexpected(ring.error().detail);
  // make_unique cannot reach the private constructor.
  std::unique_ptr<Product> product(
      new Product(std::move(options), std::move(*ring), std::move(*catalog)));
  if (auto opened = product->open_storage(); !opened) return std::unexpected(opened.error());
  product->assemble(spawner);
  // What a crash left noted for erasure is erased before the first request is answered.
  product->upkeep_->finish_erasures();
  return product;
}

std::expected<std::unique_ptr<net::HttpServer>, std::string> Product::listen(
    const std::string& address, std::uint16_t port, server::ServerSettings settings) {
  parts_.emplace(server::ServerParts{.catalog = catalog_,
                                     .sessions = *sessions_,
                                     .accounts = *accounts_,
                                     .organizations = *organizations_,
                                     .audit = *audit_,
                                     .conversations = *conversations_,
                                     .dashboards = *dashboards_,
                                     .connections = *connections_,
                                     .sources = *sources_,
                                     .upkeep = *upkeep_,
                                     .pool = runtime_.blocking_pool(),
                                     .clock = clock_,
                                     .settings = std::move(settings)});
  router_ =
      std::make_unique<server::Router>(*sessions_, *audit_, runtime_.blocking_pool(), random_);
  server::add_all_routes(*router_, *parts_);
  router_->answer_to(server::HostCheck(parts_->settings.public_url));
  auto listening = net::listen_http(
      address, port, limits_of(options_.configuration),
      [router = router_.get()](net::ServerRequest request) {
        return router->handle(std::move(request));
      },
      runtime_);
  if (!listening) return std::unexpected(listening.error().detail);
  boost::asio::co_spawn(runtime_.executor(), keep_up(), boost::asio::detached);
  boost::asio::co_spawn(runtime_.executor(), tool_watch_->run(), boost::asio::detached);
  // Both loops end with the runtime; their failures are logged inside.
  return std::move(*listening);
}

}  // namespace sluice::app
