#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/random.h"
#include "base/task.h"
#include "calls/tool_reviews.h"
#include "catalog/catalog.h"
#include "connections/connection_service.h"
#include "identity/organization_service.h"
#include "identity/plan.h"
#include "storage/database.h"
#include "vault/connection_repository.h"

#include <cstddef>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace sluice::connections {

// What the views here are made of, for whoever knows connections/ and not what it stands on.
using calls::Finding;
using calls::WithdrawnTool;
using vault::ConnectionRow;
using vault::ConnectionStatus;

// A connection as the members of its organization see it.
struct ConnectionView {
  ConnectionRow row;
  std::string connected_by;  // Names; empty: nobody, or somebody who has left.
  std::string last_used_by;
  std::optional<std::string> granted_scope;  // As the vendor said it; none: by a key.
  std::size_t changed_tools = 0;             // How many wait for a look.
  std::vector<std::string> drifted_tools;    // As ConnectionService::drifted_tools().
  // Sentences: in what the vendor's tools differ from those that were reviewed, apart from these.
  std::vector<std::string> tool_news{};
};

// A vendor of the catalog, and what the organization has of it.
struct DataSource {
  const catalog::Vendor* vendor = nullptr;
  std::optional<identity::Plan> locked_below;  // The lowest plan that includes it; none: included.
  std::optional<std::string> missing_setup;    // What the operator has to configure first.
  std::optional<ConnectionView> connection;    // The first of `accounts`, or one that is no more.
  // Those that are there, the oldest first; of several each is another account at the vendor.
  std::vector<ConnectionView> accounts{};
};

// What ending a connection would delete and the caller may see: every card, and the caller's own
// answers; other people's conversations are theirs.
struct Holdings {
  struct Card {
    std::string title;
    std::string question;
    OrderedJson answer;
  };
  std::string vendor;  // A slug.
  std::vector<Card> cards;
  std::vector<OrderedJson> answers;
};

// The organization's data sources as a whole: what the catalog offers beside what is connected, and
// what hangs on a connection. Made once; thread-safe; what it refers to outlives it.
class DataSources {
 public:
  struct Parts {
    const storage::Database& database;
    const catalog::Catalog& catalog;
    ConnectionService& desk;
    const identity::OrganizationService& organizations;
    const audit::AuditTrail& trail;
    BlockingPool& pool;
    const Clock& clock;  // The security clock.
    Random& random;
  };
  explicit DataSources(Parts parts) : parts_(parts) {}

  // Every vendor of the catalog, in its order.
  [[nodiscard]] Task<std::vector<DataSource>> list(identity::SignedIn who);
  // The slug behind a connection of the caller's own organization; nothing when there is none.
  [[nodiscard]] Task<std::optional<std::string>> vendor_of(identity::OrganizationAccess access,
                                                           ConnectionId id);
  [[nodiscard]] Task<Holdings> holdings(identity::OrganizationAccess access, ConnectionId id,
                                        std::string vendor);
  // ConnectionService::disconnect(), and the titles of the cards that it emptied.
  [[nodiscard]] Task<std::expected<std::vector<std::string>, ConnectError>> disconnect(
      Connector connector, ConnectionId id);

 private:
  [[nodiscard]] Task<ConnectionView> view_of(identity::SignedIn who, ConnectionRow row);

  Parts parts_;
};

}  // namespace sluice::connections
