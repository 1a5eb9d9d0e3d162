#include "analytics/computing/shown_fields.h"

#include "analytics/computing/compile.h"
#include "base/time_format.h"
#include "catalog/catalog_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace sluice::analytics {
namespace {

struct ShownFields : testing::Test {
  ShownFields() {
    for (const catalog::Vendor& vendor : catalog.all())
      vendors.push_back({.vendor = &vendor});
  }
  [[nodiscard]] CompiledPlan compiled(Reference measure, bool shows_values) const {
    QueryPlan plan;
    plan.measures = {std::move(measure)};
    plan.timezone = "UTC";
    const Meaning meaning(vendors);
    auto made = compile(plan, {.meaning = &meaning,
                               .now = parse_rfc3339("2026-11-21T12:00:00Z").value(),
                               .currency = "usd",
                               .range = {},
                               .shows_values = shows_values});
    if (!made) throw std::runtime_error(to_text(made.error()));
    return std::move(*made);
  }

  catalog::Catalog catalog = catalog::golden_vendors();
  std::vector<VendorMeaning> vendors;
};

TEST_F(ShownFields, are_read_of_the_rows_that_are_fetched_anyway) {
  const Reference measure{"linear", "issues", "issues_created"};
  const CompiledPlan plain = compiled(measure, false);
  const CompiledPlan shown = compiled(measure, true);
  ASSERT_EQ(shown.fetches.size(), plain.fetches.size()) << "no other table";
  EXPECT_EQ(shown.fetches[0].arguments, plain.fetches[0].arguments) << "no other rows";
  EXPECT_EQ(shown.statements[0].sql, plain.statements[0].sql) << "no other number";
  EXPECT_TRUE(plain.fetches[0].shown.empty());
  const auto& fields = shown.fetches[0].shown;
  EXPECT_TRUE(std::ranges::any_of(fields, [](const auto& each) { return each.field == "team"; }));
  EXPECT_TRUE(std::ranges::none_of(fields, [](const auto& each) { return each.field == "id"; }));
}

// An aggregate tool is told by what to group: what it says only then must not be asked for.
TEST_F(ShownFields, do_not_change_what_an_aggregate_tool_is_asked) {
  const Reference measure{"posthog", "events", "event_count"};
  const CompiledPlan plain = compiled(measure, false);
  const CompiledPlan shown = compiled(measure, true);
  ASSERT_EQ(shown.fetches.size(), plain.fetches.size());
  EXPECT_EQ(shown.fetches[0].arguments, plain.fetches[0].arguments);
}

}  // namespace
}  // namespace sluice::analytics
