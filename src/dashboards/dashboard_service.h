#pragma once
#include "analytics/asking/question_desk.h"
#include "audit/audit_trail.h"
#include "base/clock.h"
#include "base/random.h"
#include "base/rate_limit.h"
#include "base/task.h"
#include "dashboards/dashboard.h"
#include "dashboards/dashboard_error.h"
#include "identity/organization_service.h"
#include "identity/reach.h"
#include "identity/session_authenticator.h"
#include "storage/database.h"

#include <chrono>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace sluice::dashboards {

// A card as one member sees it.
struct CardView {
  Card card;
  std::optional<std::string> pinned_by;  // A name; none: somebody who has left.
  bool may_delete = false;
};

struct DashboardView {
  DashboardSummary summary;
  bool may_delete = false;  // With all its cards.
  std::vector<CardView> cards;
};

// Which answer to pin, of the caller's own conversations.
struct PinRequest {
  ConversationId conversation;
  QuestionId question;
  std::optional<DashboardId> dashboard;  // As NewCard has it.
  std::string title;                     // Empty: the question.
};

// A refresh asks vendors: so often a card, whoever asks, and so often a person.
inline constexpr std::size_t refreshes_of_a_card_max = 6;
inline constexpr std::chrono::minutes card_window{1};
inline constexpr std::size_t refreshes_of_a_person_max = 200;
inline constexpr std::chrono::minutes person_window{10};

// What members do with dashboards, each of them one call. The caller has checked the role's
// permission; where it depends on the row, it hands on how far the role reaches. Made once;
// thread-safe; what it refers to outlives it.
class DashboardService {
 public:
  // Runs a pinned plan again, as analytics::QuestionDesk::ask_again() does.
  using RunPlan = std::function<Task<analytics::Answer>(analytics::Asker, analytics::Question,
                                                        analytics::QueryPlan)>;
  struct Parts {
    const storage::Database& database;
    const identity::OrganizationService& organizations;
    const audit::AuditTrail& trail;
    BlockingPool& pool;
    const Clock& clock;  // The security clock.
    Random& random;
    RunPlan run_plan;
  };
  explicit DashboardService(Parts parts) : parts_(std::move(parts)) {}

  [[nodiscard]] Task<std::vector<DashboardSummary>> list(identity::OrganizationAccess access);
  // The errors: name_unfit, too_many.
  [[nodiscard]] Task<std::expected<DashboardSummary, DashboardError>> create(
      identity::OrganizationAccess access, std::string name);
  // The error: not_found.
  [[nodiscard]] Task<std::expected<DashboardView, DashboardError>> show(identity::SignedIn who,
                                                                        DashboardId id);
  // The errors: answer_not_found, not_answered, title_too_long and those of CardRepository::pin().
  [[nodiscard]] Task<std::expected<CardView, DashboardError>> pin(identity::SignedIn who,
                                                                  PinRequest request);
  // Runs the card's plan again; one that fails keeps the last good answer and says why, which is no
  // error. The errors: card_not_found, refreshed_too_often, card_damaged.
  [[nodiscard]] Task<std::expected<CardView, DashboardError>> refresh(identity::SignedIn who,
                                                                      CardId id);
  // As DashboardRepository::remove() and CardRepository::remove().
  [[nodiscard]] Task<std::expected<void, DashboardError>> remove(
      identity::OrganizationAccess access, DashboardId id, identity::Reach reach);
  [[nodiscard]] Task<std::expected<void, DashboardError>> remove(
      identity::OrganizationAccess access, CardId id, identity::Reach reach);

 private:
  [[nodiscard]] std::expected<CardView, DashboardError> pin_now(const identity::SignedIn& who,
                                                                const PinRequest& request) const;
  [[nodiscard]] std::expected<CardView, DashboardError> keep_refresh(
      const identity::SignedIn& who, CardId id, const analytics::Answer& answer) const;
  [[nodiscard]] CardView view_of(Card card, const identity::SignedIn& who) const;
  [[nodiscard]] bool take_refresh(const identity::SignedIn& who, CardId id);

  Parts parts_;
  RateLimit refreshes_of_cards_{refreshes_of_a_card_max, card_window};
  RateLimit refreshes_of_people_{refreshes_of_a_person_max, person_window};
};

}  // namespace sluice::dashboards
