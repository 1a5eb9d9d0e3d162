#pragma once
#include "calls/catalog_caller.h"
#include "calls/client_identity.h"
#include "catalog/catalog.h"
#include "connections/connection_service.h"
#include "connections/credential_upkeep.h"
#include "connections/data_sources.h"
#include "connections/tool_watch.h"
#include "net/egress_policy.h"
#include "net/io_runtime.h"
#include "net/table_resolver.h"
#include "sandbox/local_client_fixture.h"
#include "sandbox/world_files.h"
#include "vault/pending_authorization.h"
#include "vault/refresh_lease.h"
#include "vault/vault_fixture.h"

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sluice::connections {

// The stand-ins of the vendors that the tests here connect: one by its own sign-in or by a key,
// one by a key and with a parameter that is looked up.
class Vendors final : public sandbox::LocalClient {
 public:
  Vendors(std::vector<std::string> slugs, const sandbox::Sandbox::Environment& environment)
      : LocalClient({.product_url = "http://localhost:8080",
                     .vendors = std::move(slugs),
                     .automatic_consent = true},
                    environment) {}
  // "METHOD path" of what arrived since the last look.
  [[nodiscard]] std::vector<std::string> arrived() { return std::exchange(arrived_, {}); }
  // How many requests brought a credential.
  std::size_t credentials = 0;
  // Paths that end so are never answered; empty: all are.
  std::string dead_path;
  // Where set, done once when the next such request arrives: somebody is faster than the answer.
  std::string awaited_path;
  std::function<void()> meanwhile;

 protected:
  [[nodiscard]] Answer exchange(const net::ServerRequest& request) override {
    arrived_.push_back(request.method + " " + request.path);
    credentials += request.header("authorization").empty() ? 0 : 1;
    if (meanwhile && request.path.ends_with(awaited_path)) std::exchange(meanwhile, {})();
    if (!dead_path.empty() && request.path.ends_with(dead_path))
      return std::unexpected(net::HttpError::connection_lost);
    return LocalClient::exchange(request);
  }

 private:
  std::vector<std::string> arrived_;
};

// Forked when it is first asked for, which has to be before the first thread.
inline analyst::AnalystSpawner& forked_spawner() {
  static const auto spawner = analyst::AnalystSpawner::start();
  return *spawner;
}

inline constexpr const char* linear_key = "lin_api_brightwater";
inline constexpr const char* github_key = "github_pat_brightwater";

// Which vendors there are, and what stands in for them.
struct Stage {
  catalog::Catalog catalog = catalog::Catalog::embedded();
  std::unique_ptr<sandbox::WorldFiles> files = std::make_unique<sandbox::EmbeddedWorldFiles>();
  std::vector<std::string> vendors{"linear", "github"};
};

// The real parts of connections over a data directory of one test, with the sandbox in this
// process behind them; ada, and eve of another organization. Both are on trial.
struct ConnectionsFixture : vault::VaultFixture, testing::Test {
  explicit ConnectionsFixture(Stage made = Stage()) : stage(std::move(made)) {}

  template <class T>
  T run(Task<T> task) {
    return runtime.run_to_completion(std::move(task));
  }
  static Connector from(identity::SignedIn who) { return {std::move(who), "203.0.113.7"}; }
  // The reason why it did not work, "" when it did.
  template <class T>
  static std::string reason_in(const std::expected<T, ConnectError>& outcome) {
    return outcome ? std::string() : std::string(to_text(outcome.error().reason));
  }

  // By key: the reason, or "".
  std::string connect_by_key(const std::string& vendor, const std::string& key,
                             Json parameters = Json::object()) {
    return connect_by_key(ada, vendor, key, std::move(parameters));
  }
  std::string connect_by_key(const identity::SignedIn& who, const std::string& vendor,
                             const std::string& key, Json parameters = Json::object()) {
    BeginOptions options{Secret::take(std::string(key)), std::move(parameters)};
    return reason_in(run(service.begin(from(who), vendor, std::move(options))));
  }
  // By the vendor's sign-in, up to the moment when the browser comes back: the query of the way
  // back. Throws where it does not come so far.
  std::string agreed(const identity::SignedIn& who, const std::string& vendor = "linear") {
    const auto begun = run(service.begin(from(who), vendor, {}));
    if (!begun) throw std::runtime_error(begun.error().detail);
    return vendors.consent(std::get<AuthorizationBegun>(*begun).authorization_url);
  }
  std::string returned(const identity::SignedIn& who, const std::string& query) {
    const auto finished = run(service.finish(from(who), query));
    return finished ? "" : std::string(to_text(finished.error().error.reason));
  }
  std::string connect_by_sign_in(const identity::SignedIn& who) {
    return returned(who, agreed(who));
  }

  std::optional<ConnectionRow> row_of(const identity::SignedIn& who, std::string_view vendor) {
    for (auto& row : run(service.list(who.access)))
      if (row.vendor == vendor) return row;
    return std::nullopt;
  }
  ConnectionId linear_of(const identity::SignedIn& who) { return row_of(who, "linear").value().id; }
  ConnectionStatus status_of(std::string_view vendor) { return row_of(ada, vendor).value().status; }
  // "action result" of the trail of ada's organization, the newest first.
  std::vector<std::string> recorded(std::string_view action) {
    std::vector<std::string> found;
    for (const auto& stored : trail->page(ada.access, {}, 200))
      if (stored.record.action == action) found.push_back(stored.record.result);
    return found;
  }
  std::size_t slot_files() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& file :
         std::filesystem::directory_iterator(folder.path() / "slots"))
      ++count;
    return count;
  }
  // By the operator; who is signed in sees it with the next request.
  void give_plan(identity::SignedIn& who, identity::Plan plan) {
    ASSERT_TRUE(directory.set_plan(who.organization.slug, plan));
    who.organization.plan = plan;
  }

  Stage stage;
  identity::SignedIn eve = sign_up("eve").signed_in;
  analyst::AnalystSpawner& spawner = forked_spawner();
  net::IoRuntime runtime{1};
  const catalog::Catalog& catalog = stage.catalog;
  Vendors vendors{stage.vendors, {*stage.files, clock, clock, random}};
  net::TableResolver resolver{{{"*", {{"93.184.216.34"}}}}};
  net::EgressPolicy egress{resolver, {}};
  calls::ClientIdentity client{"http://localhost:8080"};
  vault::PendingAuthorizations pending{*database, ring, *slots, clock, random};
  vault::RefreshLeases leases{*database, clock, random};
  calls::TokenRefresher refresher{{*database, catalog, vault, leases, *trail, vendors, egress,
                                   runtime.blocking_pool(), clock, client}};
  calls::ToolReviews reviews{{*database, catalog, *trail, clock}};
  calls::CatalogCaller caller{{*database, catalog, vault, *trail, refresher, reviews, vendors,
                               egress, runtime.blocking_pool(), clock}};
  ConnectionService service{{.database = *database,
                             .catalog = catalog,
                             .vault = vault,
                             .pending = pending,
                             .audit = *trail,
                             .caller = caller,
                             .spawner = spawner,
                             .reviews = reviews,
                             .http = vendors,
                             .egress = egress,
                             .pool = runtime.blocking_pool(),
                             .clock = clock,
                             .random = random,
                             .identity = client,
                             .operator_clients = {},
                             .browser_url = {}}};
  identity::OrganizationService organizations{*database, clock, random, *trail};
  DataSources sources{
      {*database, catalog, service, organizations, *trail, runtime.blocking_pool(), clock, random}};
  CredentialUpkeep upkeep{
      {*database, vault, *trail, service, runtime.blocking_pool(), clock, random}};
  ToolWatch watch{{*database, caller, reviews, runtime.blocking_pool(), clock, random, *trail}};
};

}  // namespace sluice::connections
