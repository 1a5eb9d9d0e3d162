#pragma once
#include "analyst/analyst.h"
#include "analytics/asking/question_desk.h"
#include "app/configuration.h"
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "calls/catalog_caller.h"
#include "calls/client_identity.h"
#include "calls/tool_reviews.h"
#include "catalog/catalog.h"
#include "connections/connection_service.h"
#include "connections/credential_upkeep.h"
#include "connections/data_sources.h"
#include "connections/tool_watch.h"
#include "conversations/conversation_service.h"
#include "crypto/key_ring.h"
#include "dashboards/dashboard_service.h"
#include "identity/accounts.h"
#include "identity/organization_directory.h"
#include "identity/organization_service.h"
#include "keys/key_slots.h"
#include "net/egress_policy.h"
#include "net/http_client.h"
#include "net/http_server.h"
#include "net/io_runtime.h"
#include "net/system_resolver.h"
#include "server/parts.h"
#include "server/router.h"
#include "storage/database.h"
#include "vault/credential_vault.h"
#include "vault/pending_authorization.h"
#include "vault/refresh_lease.h"

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sluice::app {

// What differs between `serve`, `demo` and `ask`.
struct ProductOptions {
  Configuration configuration;
  std::string public_url;
  std::string row_file;                   // A row in the place of the one of its slug; empty: none.
  std::optional<Instant> business_start;  // The demo's own day; none: real time.
  const Clock* security_clock = nullptr;  // For tests; outlives the product. None: real time.
  bool paced = true;                      // Calls keep to the rates of the rows.
  bool sample_words = false;              // Whether the sample organization's words are known.
  // What becomes of the values that answers show.
  analytics::Learning learning = analytics::Learning::behind_answer;
  std::vector<net::EgressException> exceptions;
  std::function<std::string(const std::string&)> browser_url;
};

// The composition root of a running product: the list of its parts, made in the order in which
// they stand here and destroyed the other way round.
class Product {
 public:
  // The error is a sentence for the operator. `spawner` outlives the product.
  [[nodiscard]] static std::expected<std::unique_ptr<Product>, std::string> create(
      ProductOptions options, analyst::AnalystSpawner& spawner);

  // The parts, for the commands and tests that work beside the server. They live as long as the
  // product.
  [[nodiscard]] net::IoRuntime& runtime() noexcept { return runtime_; }
  [[nodiscard]] const storage::Database& database() const noexcept { return *database_; }
  [[nodiscard]] const catalog::Catalog& catalog() const noexcept { return catalog_; }
  [[nodiscard]] identity::Accounts& accounts() noexcept { return *accounts_; }
  [[nodiscard]] identity::SessionAuthenticator& sessions() noexcept { return *sessions_; }
  [[nodiscard]] analytics::QuestionDesk& desk() noexcept { return *desk_; }
  [[nodiscard]] connections::ConnectionService& connections() noexcept { return *connections_; }
  [[nodiscard]] connections::CredentialUpkeep& upkeep() noexcept { return *upkeep_; }
  [[nodiscard]] const audit::AuditTrail& audit() const noexcept { return *audit_; }
  [[nodiscard]] connections::ToolWatch& tool_watch() noexcept { return *tool_watch_; }
  [[nodiscard]] calls::VendorCaller& caller() noexcept { return *caller_; }
  [[nodiscard]] const calls::ToolReviews& reviews() const noexcept { return *reviews_; }
  [[nodiscard]] net::HttpClient& http() noexcept { return *http_; }
  [[nodiscard]] net::EgressPolicy& egress() noexcept { return *egress_; }
  [[nodiscard]] const Clock& clock() const noexcept { return clock_; }
  [[nodiscard]] const vault::CredentialVault& vault() const noexcept { return *vault_; }
  [[nodiscard]] Random& random() noexcept { return random_; }

  ~Product();
  Product(const Product&) = delete;
  Product& operator=(const Product&) = delete;

  // Listens; the error is a sentence. Serves in net::HttpServer::run, and does beside it what
  // nobody asks for (connections::CredentialUpkeep).
  [[nodiscard]] std::expected<std::unique_ptr<net::HttpServer>, std::string> listen(
      const std::string& address, std::uint16_t port, server::ServerSettings settings);

 private:
  Product(ProductOptions options, crypto::KeyRing ring, catalog::Catalog catalog);
  [[nodiscard]] std::expected<void, std::string> open_storage();
  // The parts in three steps, each of what the one before has made.
  void assemble(analyst::AnalystSpawner& spawner);
  void assemble_calls();
  void assemble_connections(analyst::AnalystSpawner& spawner);
  void assemble_answers(analyst::AnalystSpawner& spawner);
  void look_at_keys();  // Takes over a rotated key file.
  [[nodiscard]] Task<void> tend();
  [[nodiscard]] Task<void> keep_up();

  ProductOptions options_;
  SystemClock system_clock_;
  const Clock& clock_;  // The security clock.
  SystemRandom random_;
  std::unique_ptr<Clock> business_clock_;
  catalog::Catalog catalog_;
  crypto::KeyRing ring_;
  net::IoRuntime runtime_;
  calls::ClientIdentity client_;  // Ours, as vendors know it.
  std::unique_ptr<storage::Database> database_;
  std::unique_ptr<keys::KeySlots> slots_;
  net::SystemResolver resolver_;
  std::unique_ptr<net::EgressPolicy> egress_;
  std::unique_ptr<net::HttpClient> http_;
  std::unique_ptr<audit::AuditTrail> audit_;
  std::unique_ptr<vault::CredentialVault> vault_;
  std::unique_ptr<vault::PendingAuthorizations> pending_;
  std::unique_ptr<vault::RefreshLeases> leases_;
  std::unique_ptr<identity::SessionAuthenticator> sessions_;
  std::unique_ptr<identity::Accounts> accounts_;
  std::unique_ptr<identity::OrganizationService> organizations_;
  std::unique_ptr<calls::TokenRefresher> refresher_;
  std::unique_ptr<calls::ToolReviews> reviews_;
  std::unique_ptr<calls::CatalogCaller> caller_;
  std::unique_ptr<connections::ToolWatch> tool_watch_;
  std::unique_ptr<connections::ConnectionService> connections_;
  std::unique_ptr<connections::DataSources> sources_;
  std::unique_ptr<connections::CredentialUpkeep> upkeep_;
  std::unique_ptr<analytics::QuestionDesk> desk_;
  std::unique_ptr<conversations::ConversationService> conversations_;
  std::unique_ptr<dashboards::DashboardService> dashboards_;
  std::optional<server::ServerParts> parts_;
  std::unique_ptr<server::Router> router_;
};

// How often what nobody asks for is looked after.
inline constexpr std::chrono::minutes upkeep_interval{1};
// How many threads block on SQLite and Argon2id at most.
inline constexpr unsigned blocking_threads = 8;

}  // namespace sluice::app
