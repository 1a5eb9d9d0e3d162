#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/task.h"
#include "catalog/catalog.h"
#include "connections/connection_service.h"
#include "connections/credential_upkeep.h"
#include "connections/data_sources.h"
#include "conversations/conversation_service.h"
#include "dashboards/dashboard_service.h"
#include "identity/accounts.h"
#include "identity/organization_service.h"
#include "identity/session_authenticator.h"
#include "net/address_range.h"

#include <optional>
#include <string>

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

// What the routes are made of: use cases, and no database beside them. References outlive the
// server.
struct ServerParts {
  const catalog::Catalog& catalog;
  identity::SessionAuthenticator& sessions;
  identity::Accounts& accounts;
  const identity::OrganizationService& organizations;
  const audit::AuditTrail& audit;
  conversations::ConversationService& conversations;
  dashboards::DashboardService& dashboards;
  connections::ConnectionService& connections;
  connections::DataSources& sources;
  connections::CredentialUpkeep& upkeep;
  BlockingPool& pool;
  const Clock& clock;  // The security clock.
  ServerSettings settings;
};

}  // namespace sluice::server
