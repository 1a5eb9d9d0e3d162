#pragma once
#include <string_view>

namespace sluice::dashboards {

// Why something about a dashboard or card was not done.
enum class DashboardError {
  not_found,       // No such dashboard of this organization.
  name_unfit,      // Empty, or longer than dashboard_name_bytes_max.
  too_many,        // dashboards_max or cards_per_dashboard_max is reached.
  others_cards,    // The dashboard is not the caller's alone, and they reach only their own.
  card_not_found,  // No such card of this organization.
  others_card,     // Somebody else pinned it, and the caller reaches only their own.
  title_too_long,
  answer_not_found,     // No such answer among the caller's own.
  not_answered,         // The question got no answer, so there is no plan to run again.
  answer_deleted,       // Deleted with its connection while it was being pinned.
  card_damaged,         // The stored plan cannot be read.
  refreshed_too_often,  // DashboardService's limits.
};

// What happened and what to do, for the person who asked.
[[nodiscard]] std::string_view user_text(DashboardError error);

}  // namespace sluice::dashboards
