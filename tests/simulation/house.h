#pragma once
#include "analyst/analyst.h"
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/uptime.h"
#include "calls/catalog_caller.h"
#include "calls/tool_reviews.h"
#include "connections/connection_service.h"
#include "connections/credential_upkeep.h"
#include "connections/tool_watch.h"
#include "crypto/key_ring.h"
#include "identity/accounts.h"
#include "identity/organization_directory.h"
#include "keys/key_slots.h"
#include "net/egress_policy.h"
#include "net/io_runtime.h"
#include "net/table_resolver.h"
#include "storage/database.h"
#include "vault/credential_vault.h"
#include "vault/pending_authorization.h"
#include "vault/refresh_lease.h"

#include <filesystem>
#include <memory>
#include <string>

namespace sluice::simulation {

// Counts with the simulation's clock, and names one start of the machine.
class ClockUptime final : public Uptime {
 public:
  explicit ClockUptime(const Clock& clock) : clock_(clock) {}
  [[nodiscard]] std::chrono::milliseconds now() const override {
    return clock_.now().time_since_epoch();
  }
  [[nodiscard]] const std::string& boot() const override { return boot_; }

 private:
  const Clock& clock_;
  std::string boot_ = "one start";
};

// What stays when the server restarts: the machine around it. All outlives the house.
struct Surroundings {
  const catalog::Catalog& catalog;
  net::IoRuntime& runtime;
  analyst::AnalystSpawner& spawner;
  net::HttpClient& http;
  FixedClock& clock;
  Random& random;
};

// The parts of a product over one data directory, as its composition root puts them together, but
// for the sockets, the pages and the questions' planner.
class House {
 public:
  House(const Surroundings& around, std::filesystem::path folder);
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  [[nodiscard]] storage::OrganizationAccess access_to(std::size_t organization) const;
  [[nodiscard]] identity::OrganizationDirectory directory() const {
    return {*database, around.clock, around.random, *trail};
  }
  // Puts a new primary key in front, as an operator does beside the running server.
  void rotate_keys();

  const Surroundings around;
  const std::filesystem::path folder;
  const std::string key_source = "file:" + (folder / "master.key").string();
  const std::filesystem::path slot_folder = folder / "slots";

  std::unique_ptr<storage::Database> database;
  crypto::KeyRing ring;
  std::unique_ptr<keys::KeySlots> slots;
  std::unique_ptr<audit::AuditTrail> trail;
  ClockUptime uptime{around.clock};
  net::TableResolver resolver{{{"*", {{"93.184.216.34"}}}}};
  net::EgressPolicy egress{resolver, {}};
  calls::ClientIdentity identity{"http://localhost:8080"};
  vault::CredentialVault vault{{*database, ring, *slots, around.clock, around.random}};
  vault::PendingAuthorizations pending{*database,    ring,          *slots,
                                       around.clock, around.random, uptime};
  vault::RefreshLeases leases{*database, around.clock, around.random};
  identity::SessionAuthenticator sessions{*database, around.clock, around.random};
  identity::Accounts accounts{*database, sessions, around.clock, around.random, *trail};
  calls::TokenRefresher refresher;
  calls::ToolReviews reviews{{*database, around.catalog, *trail, around.clock}};
  calls::CatalogCaller caller;
  connections::ToolWatch watch;
  connections::ConnectionService service;
  connections::CredentialUpkeep upkeep;

 private:
  [[nodiscard]] connections::ConnectionService::Parts service_parts();
};

}  // namespace sluice::simulation
