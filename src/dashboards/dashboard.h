#pragma once
#include "analytics/answering/answer.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/strong_id.h"

#include <cstdint>
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
};

// Of one organization, and of one dashboard: beyond them nobody finds anything, and each card is
// asked anew.
inline constexpr std::size_t dashboards_max = 200;
inline constexpr std::size_t cards_per_dashboard_max = 100;
// Bytes of UTF-8; the texts of DashboardError name them as characters.
inline constexpr std::size_t dashboard_name_bytes_max = 120;
inline constexpr std::size_t card_title_bytes_max = 200;

}  // namespace sluice::dashboards
