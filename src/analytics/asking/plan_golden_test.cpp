#include "analytics/asking/plan_question.h"

#include "base/time_format.h"
#include "catalog/catalog_fixture.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

// tests/golden/plans.txt holds questions and the plans made of them: "vendors | question", or
// "+ question" for a follow-up of the one above, then the plan. UPDATE=1 rewrites it; the
// difference is then reviewed like code.
namespace sluice::analytics {
namespace {

constexpr const char* now_text = "2026-11-21T12:00:00-05:00";
constexpr std::array<const char*, 5> grains{"day", "week", "month", "quarter", "year"};
constexpr std::array<const char*, 11> operators{
    "=", "!=", "in", "not in", ">", ">=", "<", "<=", "~", "is null", "is not null"};
constexpr std::array<const char*, 10> frames{"total",        "trend", "breakdown", "top",
                                             "comparison",   "share", "list",      "records",
                                             "distribution", "funnel"};
constexpr std::array<const char*, 4> derivations{"", "ratio", "percent", "difference"};

[[nodiscard]] std::string text_of(const Reference& reference) {
  return reference.entry + "." + reference.name;
}

[[nodiscard]] std::string text_of(const std::vector<Filter>& filters, const char* word) {
  std::string text;
  for (const Filter& filter : filters) {
    text += std::string(word) + text_of(filter.field) + " " +
            (filter.part == DatePart::weekday ? "weekday "
             : filter.part == DatePart::hour  ? "hour "
                                              : "") +
            operators.at(static_cast<std::size_t>(filter.op));
    for (const Json& value : filter.values)
      text += " " + value.dump();
  }
  return text;
}

[[nodiscard]] std::string day_of(Instant instant, const TimeZone& zone) {
  const std::chrono::year_month_day date(zone.day_of(instant));
  std::array<char, 16> text{};
  std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text.data();
}

// What few plans have.
[[nodiscard]] std::string rare_text_of(const QueryPlan& plan) {
  std::string text;
  for (const Dimension& dimension : plan.dimensions)
    if (dimension.part == DatePart::hour) text += " by the hour";
  if (plan.bands) text += " bands " + Json(plan.bands->edges).dump();
  if (plan.bands && plan.bands->of_groups) text += " of groups";
  for (const Related& related : plan.related)
    text += (related.present ? " with " : " without ") + text_of(related.rows) +
            (related.period ? " in a time" : "") + (related.part ? " as the part" : "");
  for (const Reference& step : plan.steps)
    text += " step " + text_of(step);
  if (plan.limit_within) text += " within each " + text_of(*plan.limit_within);
  if (plan.each_dimension) text += " each by itself";
  if (plan.count_groups) text += " counted";
  return text;
}

[[nodiscard]] std::string text_of(const QueryPlan& plan, const TimeZone& zone) {
  std::string text = frames.at(static_cast<std::size_t>(plan.frame));
  if (plan.transform == Transform::running_total) text += " running";
  if (plan.transform == Transform::moving_average)
    text += " average of " + std::to_string(plan.window);
  if (plan.change == Change::percent) text += " change in percent";
  if (plan.change == Change::absolute) text += " change";
  if (plan.rest) text += " and the rest";
  if (!plan.currency.empty()) text += " in " + plan.currency;
  if (plan.derivation != Derivation::none)
    text += std::string(" ") + derivations.at(static_cast<std::size_t>(plan.derivation));
  for (const Reference& measure : plan.measures)
    text += " " + measure.vendor + "." + text_of(measure);
  for (const Dimension& dimension : plan.dimensions) {
    text += " by " + text_of(dimension.field);
    if (dimension.grain)
      text += std::string("@") + grains.at(static_cast<std::size_t>(*dimension.grain));
  }
  text += text_of(plan.filters, " where ") + text_of(plan.part, " part ");
  for (const Having& having : plan.having)
    text += " having " + text_of(having.measure) + " " +
            operators.at(static_cast<std::size_t>(having.op)) + " " + Json(having.value).dump();
  if (plan.period) {
    text += " in " + (plan.period->open_start ? "..." : day_of(plan.period->start, zone)) + " " +
            day_of(plan.period->end, zone);
    if (plan.period->partial) text += " partial";
  }
  if (plan.time) text += " time " + plan.time->name;
  if (plan.other_period)
    text += " vs " + day_of(plan.other_period->start, zone) + " " +
            day_of(plan.other_period->end, zone);
  if (plan.comparison == Comparison::previous_period) text += " vs period before";
  if (plan.comparison == Comparison::previous_year) text += " vs year before";
  if (plan.restriction)
    text += " among " + std::to_string(plan.restriction->count) + " " +
            text_of(plan.restriction->key) + " by " + text_of(plan.restriction->measure);
  if (plan.limit) text += " limit " + std::to_string(*plan.limit);
  if (plan.order && !plan.order->descending) text += " ascending";
  for (const Reference& column : plan.columns)
    text += " column " + text_of(column);
  text += rare_text_of(plan);
  if (!plan.chart_hint.empty()) text += " as " + plan.chart_hint;
  for (const std::string& word : plan.unused_words)
    text += " unused:" + word;
  return text;
}

struct Line {
  std::string vendors;  // "stripe,hubspot"; "+" for a follow-up.
  std::string question;
  std::string plan;
};

[[nodiscard]] std::string golden_path() {
  return std::string(SLUICE_SOURCE_DIR) + "/tests/golden/plans.txt";
}

[[nodiscard]] std::vector<Line> read_golden() {
  std::ifstream file(golden_path());
  std::vector<Line> lines;
  std::string text;
  while (std::getline(file, text)) {
    if (text.empty() || text.front() == '#') continue;
    if (text.starts_with("    ")) {
      if (!lines.empty()) lines.back().plan = text.substr(4);
      continue;
    }
    const std::size_t bar = text.find(" | ");
    const bool follows = text.starts_with("+ ");
    if (follows) lines.push_back({"+", text.substr(2), ""});
    if (!follows && bar != std::string::npos)
      lines.push_back({text.substr(0, bar), text.substr(bar + 3), ""});
  }
  return lines;
}

[[nodiscard]] TimeZone new_york() {
  auto zone = TimeZone::find("America/New_York");
  if (!zone) throw std::runtime_error("the time zone data is missing");
  return *std::move(zone);
}

class GoldenPlans : public ::testing::Test {
 protected:
  [[nodiscard]] PlannerContext context_of(const std::string& vendors) const {
    PlannerContext context{{}, {}, parse_rfc3339(now_text).value_or(Instant{}), new_york()};
    for (const catalog::Vendor& vendor : catalog_.all()) {
      context.catalog.push_back({.vendor = &vendor});
      if (("," + vendors + ",").find("," + vendor.slug + ",") != std::string::npos)
        context.connected.push_back({.vendor = &vendor});
    }
    return context;
  }

  [[nodiscard]] std::string outcome_text(const PlanOutcome& outcome) const {
    if (const auto* planned = std::get_if<PlannedQuestion>(&outcome))
      return text_of(planned->plan, new_york());
    if (const auto* refusal = std::get_if<Refusal>(&outcome))
      return "refused " + std::string(to_text(refusal->reason));
    std::string text = "clarify";
    for (const Option& option : std::get<Clarification>(outcome).options)
      text += " [" + option.label + "]";
    return text;
  }

  catalog::Catalog catalog_ = catalog::golden_vendors();
};

TEST_F(GoldenPlans, stay_as_reviewed) {
  std::vector<Line> lines = read_golden();
  ASSERT_FALSE(lines.empty());
  const bool update =
      std::getenv("UPDATE") != nullptr;  // NOLINT(concurrency-mt-unsafe): one thread.
  // A follow-up is asked of the last plan, as in a conversation.
  std::optional<QueryPlan> previous;
  std::string vendors;
  std::ostringstream rewritten;
  rewritten << "# Questions and the plans made of them; now is " << now_text
            << ", America/New_York.\n# Written by UPDATE=1 analytics_asking_test; review the "
               "difference.\n";
  for (const Line& line : lines) {
    const bool follows = line.vendors == "+";
    if (!follows) vendors = line.vendors;
    const Question question{
        .id = "", .text = line.question, .previous = follows ? previous : std::nullopt};
    const PlanOutcome outcome = plan_of(context_of(vendors), question);
    if (const auto* planned = std::get_if<PlannedQuestion>(&outcome)) previous = planned->plan;
    const std::string plan = outcome_text(outcome);
    rewritten << (follows ? "+ " : line.vendors + " | ") << line.question << "\n    " << plan
              << "\n";
    if (!update) EXPECT_EQ(plan, line.plan) << line.question;
  }
  if (update) std::ofstream(golden_path()) << rewritten.str();
}

}  // namespace
}  // namespace sluice::analytics
