#pragma once
#include "analytics/answering/answer.h"
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/strong_id.h"
#include "storage/database.h"

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace sluice::dashboards {

// A pinned answer: its plan, which a refresh runs again, and the newest result.
struct Card {
  CardId id;
  DashboardId dashboard;
  std::string title;
  std::string question;
  std::optional<analytics::QueryPlan> plan;  // None: what was stored of it is damaged.
  OrderedJson answer;  // As the API shows it; what stands in its place when it was deleted.
  UserId pinned_by;
  Instant refreshed_at;
  std::optional<std::string> stale_reason;  // Why the newest refresh did not succeed.
};

struct DashboardSummary {
  DashboardId id;
  std::string name;
  std::int64_t card_count = 0;
  Instant updated_at;
  UserId created_by;
};

struct NewCard {
  std::optional<DashboardId> dashboard;  // None: the first one, made when there is none.
  QuestionId source;                     // Whose answer it is; pinned only while that is kept.
  std::string title;
  std::string question;
  analytics::QueryPlan plan;
  OrderedJson answer;
  std::vector<std::string> vendors;
};

inline constexpr std::size_t dashboards_max = 200;
inline constexpr std::size_t cards_per_dashboard_max = 100;

enum class DashboardError { not_found, too_many, answer_deleted, others_cards };

// Whose dashboards and cards a person may delete (the role's right, product: "Roles").
enum class Reach { own, any };

// The dashboards of one organization; making one, pinning and removing are recorded. Blocks:
// coroutines go through run_blocking. `random` and `trail` outlive the repository.
class DashboardRepository {
 public:
  DashboardRepository(const storage::Database& database, storage::OrganizationAccess access,
                      Random& random, const audit::AuditTrail& trail)
      : store_(database.organization(access)), random_(random), trail_(trail) {}

  [[nodiscard]] std::vector<DashboardSummary> list() const;
  [[nodiscard]] std::expected<DashboardSummary, DashboardError> create(std::string name,
                                                                       Instant now) const;
  [[nodiscard]] std::optional<DashboardSummary> find(DashboardId id) const;
  [[nodiscard]] std::vector<Card> cards(DashboardId id) const;

  [[nodiscard]] std::expected<Card, DashboardError> pin(const NewCard& card, Instant now) const;
  [[nodiscard]] std::optional<Card> card(CardId id) const;
  // A refresh that worked replaces the answer, unless a connection that it was read through was
  // ended meanwhile; one that did not keeps it and says why.
  void refreshed(CardId id, const analytics::Answer& answer, Instant now) const;
  void refresh_failed(CardId id, const std::string& reason) const;
  [[nodiscard]] bool remove(CardId id) const;  // False: gone already.
  // With its cards. `own`: only one that its author made, with no card of anybody else.
  [[nodiscard]] std::expected<void, DashboardError> remove(DashboardId id, Reach reach) const;
  // Empties every card that shows anything of the vendor, joined ones too: in the transaction that
  // ends the connection. Title, question and plan stay; after a new connection a refresh fills it.
  static void delete_data_of(storage::Transaction& transaction, const std::string& vendor,
                             const std::string& vendor_name);
  // The cards that disconnecting the vendor would empty: who does it is told.
  [[nodiscard]] std::vector<Card> cards_of_vendor(const std::string& vendor) const;

 private:
  storage::OrganizationStore store_;
  Random& random_;
  const audit::AuditTrail& trail_;
};

}  // namespace sluice::dashboards
