#pragma once
#include "analytics/reading/plan_outcome.h"

#include <string_view>
#include <vector>

namespace sluice::analytics {

// Vendors of the catalog that are not connected and with which the whole question could be
// answered, likeliest first; at most providers_max.
inline constexpr std::size_t providers_max = 3;
[[nodiscard]] std::vector<VendorMeaning> providers_of(const PlannerContext& context,
                                                      std::string_view question);

// The vendor of the catalog that is not connected and holds what the question counts, though not
// all of its words are understood even so; null: what is counted is connected, or nothing is.
[[nodiscard]] const catalog::Vendor* counted_elsewhere(const PlannerContext& context,
                                                       std::string_view question);

// Of a connected vendor, what the question asks for and its row says that it lacks: the question's
// words hold all of the row's, and `unknown` (words that nothing explains) one of them.
[[nodiscard]] const catalog::Vendor* vendor_that_lacks(const PlannerContext& context,
                                                       std::string_view question,
                                                       const std::vector<std::string>& unknown);

// The same of a plan that reads one vendor: a word of what its row lacks is one that the grammar
// overlooks ("contract value", "design views") and that nothing in the plan is called by. Such a
// plan would answer another question.
[[nodiscard]] const catalog::Vendor* vendor_of_plan_that_lacks(const PlannerContext& context,
                                                               std::string_view question,
                                                               const QueryPlan& plan);

}  // namespace sluice::analytics
