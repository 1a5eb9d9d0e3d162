#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/task.h"
#include "catalog/catalog.h"
#include "identity/accounts.h"
#include "identity/session_authenticator.h"
#include "net/address_range.h"

#include <optional>
#include <string>

namespace sluice::storage {
class Database;
}  // namespace sluice::storage
namespace sluice::analytics {
class QuestionDesk;
}  // namespace sluice::analytics
namespace sluice::connections {
class ConnectionService;
class CredentialUpkeep;
}  // namespace sluice::connections

namespace sluice::server {

// What the operator decided, as far as requests see it.
struct ServerSettings {
  std::string public_url;  // "https://sluice.example.com" or "http://localhost:8080"; no slash.
  bool sign_up_open = false;
  net::AddressRanges metrics_from = {};   // Who may read /metrics.
  std::optional<std::string> demo_today;  // "2026-11-21" while the sample company is shown.
  // Time zone, currency and rates that a new organization starts with; none: UTC and dollars.
  std::optional<identity::Organization> new_organization;
};

// What the routes are made of. References outlive the server; the database is only handed on to
// the use cases, never asked here.
struct ServerParts {
  const storage::Database& database;
  const catalog::Catalog& catalog;
  identity::SessionAuthenticator& sessions;
  identity::Accounts& accounts;
  const audit::AuditTrail& audit;
  analytics::QuestionDesk& desk;
  connections::ConnectionService& connections;
  connections::CredentialUpkeep& upkeep;
  BlockingPool& pool;
  const Clock& clock;  // The security clock.
  Random& random;
  ServerSettings settings;
};

}  // namespace sluice::server
