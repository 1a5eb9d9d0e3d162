#pragma once
#include "analytics/planner/draft.h"
#include "analytics/planner/planner.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// A refusal, with the nearest questions that would be answered.
[[nodiscard]] Refusal refuse(const PlannerContext& context, const std::vector<TextWord>& words,
                             RefusalReason reason, std::string text);

// "Move all deals to won", "refund the last invoice", "list stale issues and close them". Nouns
// and adjectives of the same spelling are reads: "closed deals", "refunds last month", "open PRs".
[[nodiscard]] bool is_write_request(const std::vector<TextWord>& words);

// Words of another language than English outnumber the English ones, or letters of another script.
[[nodiscard]] bool is_other_language(std::string_view text, const std::vector<TextWord>& words);

// "forecast", "predict", "will ... be": what no data holds.
[[nodiscard]] bool asks_for_forecast(const std::vector<TextWord>& words);

// Words of what is planned ahead: "due", "renewals", "upcoming": a time to come is then data.
[[nodiscard]] bool asks_for_planned(const std::vector<TextWord>& words);

// A product that is named in the question, and is not connected: a vendor of the catalog, or one
// that nobody can connect here. Its name as written.
struct NamedProduct {
  std::string name;
  std::string slug;  // Empty: not in the catalog.
};
[[nodiscard]] std::optional<NamedProduct> absent_product(const PlannerContext& context,
                                                         const ReadQuestion& question);

}  // namespace sluice::analytics
