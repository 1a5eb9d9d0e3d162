#pragma once
#include "analytics/reading/read.h"
#include "base/time_format.h"
#include "catalog/catalog_fixture.h"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace sluice::analytics {

// For tests of what questions mean: every vendor of the sample catalog is connected, on a Saturday
// noon of November 2026 in New York.
class ReadingTest : public ::testing::Test {
 protected:
  [[nodiscard]] PlannerContext context() const {
    const auto now = parse_rfc3339("2026-11-21T12:00:00-05:00");
    const auto zone = TimeZone::find("America/New_York");
    if (!now || !zone) throw std::runtime_error("the time zone data is missing");
    PlannerContext context{{}, {}, *now, *zone};
    for (const catalog::Vendor& vendor : catalog_.all()) {
      context.catalog.push_back({.vendor = &vendor});
      context.connected.push_back({.vendor = &vendor});
    }
    return context;
  }

  // Nothing where the question is refused or asked back.
  [[nodiscard]] std::optional<QueryPlan> plan(std::string_view question,
                                              const QueryPlan* before = nullptr) const {
    const auto outcome = plan_by_grammar(context(), question, before);
    const auto* planned = outcome ? std::get_if<PlannedQuestion>(&*outcome) : nullptr;
    return planned == nullptr ? std::nullopt : std::optional(planned->plan);
  }

  // For tests of what stands in a plan: without one they fail here, and go on with an empty plan.
  [[nodiscard]] QueryPlan planned(std::string_view question,
                                  const QueryPlan* before = nullptr) const {
    auto read = plan(question, before);
    if (!read) ADD_FAILURE() << "no reading: " << question;
    return std::move(read).value_or(QueryPlan());
  }

  [[nodiscard]] NotRead refused(std::string_view question,
                                const QueryPlan* before = nullptr) const {
    const auto outcome = plan_by_grammar(context(), question, before);
    return outcome ? NotRead{{"an outcome"}, {}, {}} : outcome.error();
  }

  catalog::Catalog catalog_ = catalog::golden_vendors();
};

}  // namespace sluice::analytics
