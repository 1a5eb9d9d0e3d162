#include "analytics/answering/caveats.h"

#include "analytics/asking/run_test_world.h"
#include "analytics/computing/compile.h"
#include "base/time_format.h"

#include <gtest/gtest.h>

namespace sluice::analytics {
namespace {

Reference of(const char* entry, const char* name) {
  return {.vendor = "shop", .entry = entry, .name = name};
}

// April to June in New York, month by month.
QueryPlan payments_by_month() {
  QueryPlan plan;
  plan.frame = Frame::trend;
  plan.measures = {of("payments", "payments")};
  plan.dimensions = {{.field = of("payments", "day"), .grain = Grain::month}};
  plan.period = PeriodSpec{};
  plan.period->start = *parse_rfc3339("2026-04-01T04:00:00Z");
  plan.period->end = *parse_rfc3339("2026-07-01T04:00:00Z");
  plan.timezone = "America/New_York";
  return plan;
}

class Caveats : public testing::Test {
 protected:
  [[nodiscard]] CompiledPlan compiled(const QueryPlan& plan) const {
    const Meaning meaning({{.vendor = &shop_}});
    auto made = compile(plan, {.meaning = &meaning,
                               .now = *parse_rfc3339("2026-07-20T16:00:00Z"),
                               .currency = "usd",
                               .range = {}});
    EXPECT_TRUE(made) << to_text(made.error());
    return made.value_or(CompiledPlan());
  }

  catalog::Vendor shop_ = test_shop();
};

TEST_F(Caveats, say_where_the_records_begin_and_a_series_begins_there) {
  EXPECT_EQ(compiled(payments_by_month()).spans.back().size(), 3U);
  auto& entries = shop_.entries;
  const auto payments = std::ranges::find(entries, "payments", &catalog::Entry::name);
  ASSERT_NE(payments, entries.end());
  payments->history_from = "2026-05-10";
  const CompiledPlan cut = compiled(payments_by_month());
  ASSERT_EQ(cut.spans.back().size(), 2U);
  EXPECT_EQ(cut.spans.back().front().label, "2026-05");
  EXPECT_TRUE(cut.spans.back().front().partial);
  ASSERT_EQ(cut.caveats.size(), 1U);
  EXPECT_TRUE(cut.caveats[0].ends_with(" has no payments before May 10, 2026.")) << cut.caveats[0];
  QueryPlan compared = payments_by_month();
  compared.dimensions.clear();
  compared.period->start = *parse_rfc3339("2026-06-01T04:00:00Z");
  EXPECT_TRUE(compiled(compared).caveats.empty());
  compared.comparison = Comparison::previous_period;
  EXPECT_EQ(compiled(compared).caveats.size(), 1U);
}

TEST_F(Caveats, name_what_was_looked_for_as_it_stands_in_the_question) {
  const Meaning meaning({{.vendor = &shop_}});
  QueryPlan plan = payments_by_month();
  plan.filters = {{.field = of("customers", "name"), .op = FilterOp::contains, .values = {"Acme"}},
                  {.field = of("customers", "country"), .op = FilterOp::ne, .values = {"DE"}}};
  EXPECT_EQ(unknown_names(plan, meaning), std::vector<std::string>{"Acme"});
  for (catalog::Entry& entry : shop_.entries)
    for (catalog::Field& field : entry.fields)
      if (field.name == "name") field.values.push_back({.value = "Acme", .synonyms = {}});
  EXPECT_TRUE(unknown_names(plan, meaning).empty());
}

}  // namespace
}  // namespace sluice::analytics
