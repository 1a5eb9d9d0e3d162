#include "cli/product.h"

#include "base/log.h"
#include "cli/open_data.h"
#include "identity/operator_authenticator.h"
#include "identity/storage_failure.h"
#include "keys/key_source.h"
#include "server/application.h"

#include <utility>

namespace sluice::cli {
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
  if (auto known = keys::check_key_ring(*database_, ring_, clock_); !known) {
    return std::unexpected(known.error().detail);
  }
  auto slots =
      keys::open_key_slots(slots_source(configuration.data_dir, configuration.keys_slots), random_);
  if (!slots) return std::unexpected(slots.error().detail);
  slots_ = std::move(*slots);
  return {};
}

void Product::assemble(analyst::AnalystSpawner& spawner) {
  BlockingPool& pool = runtime_.blocking_pool();
  const calls::ClientIdentity identity{options_.public_url, origins_of(options_.exceptions)};
  egress_ = std::make_unique<net::EgressPolicy>(resolver_, std::move(options_.exceptions));
  http_ = net::make_http_client(runtime_);
  audit_ = std::make_unique<audit::AuditTrail>(*database_, clock_);
  vault_ = std::make_unique<vault::CredentialVault>(
      vault::CredentialVault::Parts{*database_, ring_, *slots_, clock_, random_});
  pending_ = std::make_unique<vault::PendingAuthorizations>(*database_, ring_, clock_, random_);
  leases_ = std::make_unique<vault::RefreshLeases>(*database_, clock_, random_);
  sessions_ = std::make_unique<identity::SessionAuthenticator>(*database_, clock_, random_);
  accounts_ = std::make_unique<identity::Accounts>(*database_, *sessions_, clock_, random_);
  refresher_ = std::make_unique<calls::TokenRefresher>(calls::TokenRefresher::Parts{
      *database_, catalog_, *vault_, *leases_, *audit_, *http_, *egress_, pool, clock_, identity});
  reviews_ = std::make_unique<calls::ToolReviews>(
      calls::ToolReviews::Parts{*database_, catalog_, *audit_, clock_});
  caller_ = std::make_unique<calls::CatalogCaller>(
      calls::CatalogCaller::Parts{*database_, catalog_, *vault_, *audit_, *refresher_, *reviews_,
                                  *http_, *egress_, pool, clock_});
  connections_ = std::make_unique<connections::ConnectionDesk>(connections::ConnectionDesk::Parts{
      .database = *database_,
      .catalog = catalog_,
      .vault = *vault_,
      .pending = *pending_,
      .audit = *audit_,
      .caller = *caller_,
      .reviews = *reviews_,
      .http = *http_,
      .egress = *egress_,
      .pool = pool,
      .clock = clock_,
      .random = random_,
      .identity = identity,
      .operator_clients = operator_clients(options_.configuration),
      .browser_url = options_.browser_url});
  desk_ = std::make_unique<analytics::QuestionDesk>(analytics::QuestionDesk::Parts{
      *database_, catalog_, *caller_, spawner, pool, *business_clock_, clock_});
}

void Product::finish_disconnects() {
  const identity::OperatorAuthenticator authenticator(*database_);
  for (const auto& organization :
       identity::OrganizationDirectory(*database_, clock_, random_).list()) {
    bool erased = false;
    try {  // A damaged file of one organization must not keep the others out.
      const auto access = authenticator.authenticate(organization.slug);
      erased = access && vault_->erase_forgotten(*access);
    } catch (const identity::StorageFailure& failure) {
      log(LogLevel::error, "organization_unreadable",
          {{"organization", organization.slug}, {"error", failure.what()}});
      continue;
    }
    if (!erased) log(LogLevel::error, "key_slot_kept", {{"organization", organization.slug}});
  }
}

std::expected<std::unique_ptr<Product>, std::string> Product::create(
    ProductOptions options, analyst::AnalystSpawner& spawner) {
  auto catalog = catalog::Catalog::with_folder(
      options.sample_words ? catalog::Catalog::of_sample() : catalog::Catalog::embedded(),
      options.configuration.data_dir + "/catalog");
  if (!catalog) return std::unexpected(sentence_of(catalog.error()));
  auto ring = keys::load_key_ring(options.configuration.keys_source);
  if (!ring) return std::unexpected(ring.error().detail);
  // make_unique cannot reach the private constructor.
  std::unique_ptr<Product> product(
      new Product(std::move(options), std::move(*ring), std::move(*catalog)));
  if (auto opened = product->open_storage(); !opened) return std::unexpected(opened.error());
  product->assemble(spawner);
  product->finish_disconnects();
  return product;
}

std::expected<std::unique_ptr<net::HttpServer>, std::string> Product::listen(
    const std::string& address, std::uint16_t port, server::ServerSettings settings) {
  parts_.emplace(server::ServerParts{*database_, catalog_, *sessions_, *accounts_, *desk_,
                                     *connections_, runtime_.blocking_pool(), clock_, random_,
                                     std::move(settings)});
  router_ = std::make_unique<server::Router>(*sessions_, runtime_.blocking_pool(), random_);
  server::add_all_routes(*router_, *parts_);
  auto listening = net::listen_http(
      address, port, {},
      [router = router_.get()](net::ServerRequest request) {
        return router->handle(std::move(request));
      },
      runtime_);
  if (!listening) return std::unexpected(listening.error().detail);
  return std::move(*listening);
}

}  // namespace sluice::cli
