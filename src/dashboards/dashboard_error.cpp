#include "dashboards/dashboard_error.h"

namespace sluice::dashboards {

std::string_view user_text(DashboardError error) {
  switch (error) {
    case DashboardError::not_found: return "This dashboard is gone or was never yours.";
    case DashboardError::name_unfit: return "Give the dashboard a name of 1 to 120 characters.";
    case DashboardError::too_many: return "This dashboard is full: remove a card or start another.";
    case DashboardError::others_cards:
      return "It is not yours alone: somebody else made it or pinned a card to it. An "
             "analyst or administrator can delete it.";
    case DashboardError::card_not_found: return "This card is gone or was never yours.";
    case DashboardError::others_card: return "Somebody else pinned this card: ask them.";
    case DashboardError::title_too_long:
      return "The title is too long. Use at most 200 characters.";
    case DashboardError::answer_not_found: return "This answer is gone or was never yours.";
    case DashboardError::not_answered:
      return "Only an answer can be pinned, and this question got none.";
    case DashboardError::answer_deleted:
      return "This answer was deleted with its connection: ask it anew.";
    case DashboardError::card_damaged:
      return "What was stored of this card is damaged, so it cannot be refreshed. "
             "Remove it, ask its question again and pin the answer.";
    case DashboardError::refreshed_too_often:
      return "This was refreshed several times just now. Wait a minute, then try again.";
  }
  return "This dashboard is gone.";
}

}  // namespace sluice::dashboards
