#pragma once
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "dashboards/dashboard.h"
#include "dashboards/dashboard_error.h"
#include "identity/reach.h"
#include "storage/database.h"

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace sluice::dashboards {

// The cards of one organization; pinning and removing are recorded in the same transaction. Blocks:
// coroutines go through run_blocking. `random` and `trail` outlive the repository.
class CardRepository {
 public:
  CardRepository(const storage::Database& database, storage::OrganizationAccess access,
                 Random& random, const audit::AuditTrail& trail)
      : store_(database.organization(access)), random_(random), trail_(trail) {}

  // In the order in which they were pinned.
  [[nodiscard]] std::vector<Card> cards(DashboardId id) const;
  [[nodiscard]] std::optional<Card> card(CardId id) const;
  // Whether the answer is still kept is asked in the transaction that pins: a disconnect in between
  // has deleted it. The errors: answer_deleted, not_found (the dashboard), too_many.
  [[nodiscard]] std::expected<Card, DashboardError> pin(const NewCard& card, Instant now) const;
  // A refresh that worked replaces the answer, unless a connection that it was read through was
  // ended meanwhile; one that did not keeps it and says why.
  void refreshed(CardId id, const analytics::Answer& answer, Instant now) const;
  void refresh_failed(CardId id, const std::string& reason) const;
  // The errors: card_not_found; others_card, when the caller reaches only their own.
  [[nodiscard]] std::expected<void, DashboardError> remove(CardId id, identity::Reach reach) const;

  // Empties every card that shows anything of the connection, joined ones too: in the transaction
  // that ends it. Title, question and plan stay; after a new connection a refresh fills it. `name`:
  // what it is said to have gone with.
  static void delete_data_of(storage::Transaction& transaction, ConnectionId connection,
                             const std::string& name);
  // The cards that ending the connection would empty: who does it is told.
  [[nodiscard]] std::vector<Card> cards_through(ConnectionId connection) const;

 private:
  storage::OrganizationStore store_;
  Random& random_;
  const audit::AuditTrail& trail_;
};

}  // namespace sluice::dashboards
