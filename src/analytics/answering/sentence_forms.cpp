#include "analytics/answering/sentence_forms.h"

#include "analytics/answering/sentence_parts.h"
#include "analytics/computing/reshape.h"
#include "analytics/language/number_text.h"
#include "analytics/meaning/filter_text.h"
#include "analytics/meaning/labels.h"
#include "base/text.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sluice::analytics {
namespace {

using Row = std::vector<Json>;
constexpr std::size_t groups_named_max = 3;

[[nodiscard]] double number_of(const Json& cell) {
  return cell.is_number() ? cell.get<double>() : 0;
}

[[nodiscard]] std::string when(const Presentation& presentation) {
  return period_phrase(presentation, is_state_measure(presentation));
}

// "most at 10:00 (34), fewest at 03:00 (0)": 24 hours are nobody's list.
[[nodiscard]] std::string extremes(const analyst::Table& table, std::size_t value,
                                   const std::string& preposition) {
  const auto less = [value](const Row& one, const Row& other) {
    return number_of(one[value]) < number_of(other[value]);
  };
  const auto [least, most] = std::minmax_element(table.rows.begin(), table.rows.end(), less);
  return "most" + preposition + cell_text(table, *most, 0) + " (" + cell_text(table, *most, value) +
         "), fewest" + preposition + cell_text(table, *least, 0) + " (" +
         cell_text(table, *least, value) + ")";
}

// "Deals created by amount in 2026: most $1,000 to under $2,000 (34 of 120), fewest ..."
[[nodiscard]] std::string bands_text(const Presentation& presentation,
                                     const analyst::Table& table) {
  const std::string head = title(presentation) + when(presentation) + ": ";
  const std::size_t value = group_columns(*presentation.plan);
  if (table.rows.empty() || value >= table.columns.size()) return head + "nothing was found.";
  return head + extremes(table, value, " ") + ".";
}

[[nodiscard]] std::string hours_text(const Presentation& presentation,
                                     const analyst::Table& table) {
  const std::string head = title(presentation) + when(presentation) + ": ";
  const std::size_t value = group_columns(*presentation.plan);
  if (table.rows.empty() || value >= table.columns.size()) return head + "nothing was found.";
  return head + extremes(table, value, " at ") + ", by the clock of " +
         replaced(presentation.plan->timezone, "_", " ") + ".";
}

// "MRR, the 2 highest of each country: AU: Acme ($5,000.00), Brisk ($120.00); BR: ... and 7 more
// groups."
[[nodiscard]] std::string places_text(const Presentation& presentation,
                                      const analyst::Table& table) {
  const QueryPlan& plan = *presentation.plan;
  const Reference field = plan.limit_within.value_or(Reference());
  const auto within = std::ranges::find(plan.dimensions, field, &Dimension::field);
  const auto group = static_cast<std::size_t>(within - plan.dimensions.begin());
  const bool lowest = plan.order && !plan.order->descending;
  const std::size_t places = plan.limit.value_or(1);
  std::string head = subject(presentation) + ", the ";
  if (places > 1) head += std::to_string(places) + " ";
  head += std::string(lowest ? "lowest" : "highest") + " of each " +
          inside_sentence(field_label(*presentation.meaning, field)) + when(presentation) + ": ";
  if (table.rows.empty()) return head + "nothing was found.";
  std::vector<std::string> groups;
  for (const Row& row : table.rows) {
    const std::string of = cell_text(table, row, group);
    std::string place;
    for (std::size_t at = 0; at < plan.dimensions.size(); ++at)
      if (at != group) place += (place.empty() ? "" : ", ") + cell_text(table, row, at);
    place += " (" + cell_text(table, row, plan.dimensions.size()) + ")";
    const bool known = !groups.empty() && groups.back().starts_with(of + ": ");
    if (known) groups.back() += ", " + place;
    if (!known) groups.push_back(of + ": " + place);
  }
  std::string text;
  for (std::size_t at = 0; at < std::min(groups.size(), groups_named_max); ++at)
    text += (at > 0 ? "; " : "") + groups[at];
  if (groups.size() > groups_named_max)
    text += "; and " + std::to_string(groups.size() - groups_named_max) + " more groups";
  return head + text + ".";
}

// "Issues created in 2026: 230 created, 201 started (87.4% of those), 150 completed (...)".
[[nodiscard]] std::string funnel_text(const Presentation& presentation,
                                      const analyst::Table& table) {
  std::string text = subject(presentation) + when(presentation) + ": ";
  if (table.rows.empty()) return text + "nothing was found.";
  for (std::size_t at = 0; at < table.rows.size(); ++at) {
    const Row& row = table.rows[at];
    text += (at > 0 ? ", " : "") + cell_text(table, row, 1) + " " +
            inside_sentence(cell_text(table, row, 0));
    if (at > 0) text += " (" + cell_text(table, row, 2) + " of those)";
  }
  return text + ".";
}

// "by plan Scale (-$400.00, 80% of it)": the part that moved most, of one dimension.
[[nodiscard]] std::string largest_part(const analyst::Table& table, const Row& row) {
  const std::size_t change = table.columns.size() - 2;
  const double moved = number_of(row[change]);
  return "by " + inside_sentence(cell_text(table, row, 0)) + " " + cell_text(table, row, 1) + " (" +
         (moved > 0 ? "+" : "") + cell_text(table, row, change) + ")";
}

// "MRR was down $500.00 in October 2026 on September 2026: $900.00 after $1,400.00. The largest
// part of that was by plan Scale (-$400.00), ...: arithmetic, not a cause."
[[nodiscard]] std::string contribution_text(const Presentation& presentation,
                                            const analyst::Table& table) {
  const std::string what = subject(presentation);
  if (table.rows.empty() || table.columns.size() < 2)
    return what + when(presentation) + ": nothing was found.";
  const std::size_t before = group_columns(*presentation.plan);
  double earlier = 0;
  double later = 0;
  std::string parts;
  std::string dimension;
  for (const Row& row : table.rows) {
    // Every dimension has the same whole.
    if (row.front() == table.rows.front().front()) {
      earlier += number_of(row[before]);
      later += number_of(row[before + 1]);
    }
    if (cell_text(table, row, 0) == dimension) continue;
    dimension = cell_text(table, row, 0);
    parts += (parts.empty() ? "" : ", ") + largest_part(table, row);
  }
  const std::string& unit = table.columns[before].unit;
  const auto amount = [&](double value) {
    const bool whole = table.columns[before].type == "integer";
    return number_text(whole ? Json(std::llround(value)) : Json(value), unit);
  };
  const double moved = later - earlier;
  const std::string direction = moved > 0 ? "up " : "down ";
  return what + verb(presentation, unit) +
         (moved == 0 ? std::string("the same") : direction + amount(std::abs(moved))) +
         when(presentation) + " on " + stretch_text(presentation, 0) + ": " + amount(later) +
         " after " + amount(earlier) + ". What moved most: " + parts +
         ". This is arithmetic over parts, not a cause.";
}

// "Days with sign-ups under 5 in October 2026: 4."
[[nodiscard]] std::string group_count_text(const Presentation& presentation,
                                           const analyst::Table& table) {
  const std::string head = subject(presentation) + when(presentation) + ": ";
  const bool known = !table.rows.empty() && table.rows.front().front().is_number();
  return head + (known ? cell_text(table, table.rows.front(), 0) : "there is no data") + ".";
}

// "MRR since the records begin, the first month with MRR over 100,000: 2026-03 ($101,204.00)."
[[nodiscard]] std::string first_within_text(const Presentation& presentation,
                                            const analyst::Table& table) {
  const QueryPlan& plan = *presentation.plan;
  const std::string since = plan.period ? when(presentation) : " since the records begin";
  const std::string head = subject(presentation) + since + ", the first " +
                           group_names(presentation) + " with " +
                           having_text(*presentation.meaning, plan.having) + ": ";
  if (table.rows.empty()) return head + "there was none.";
  const Row& row = table.rows.front();
  return head + cell_text(table, row, 0) + " (" + cell_text(table, row, 1) + ").";
}

[[nodiscard]] bool is_first_within(const QueryPlan& plan) {
  return plan.frame == Frame::top && plan.dimensions.size() == 1 && plan.dimensions.front().grain &&
         !plan.having.empty() && plan.order && !plan.order->by_measure && plan.measures.size() == 1;
}

}  // namespace

std::optional<std::string> form_sentence(const Presentation& presentation,
                                         const analyst::Table& table) {
  const QueryPlan& plan = *presentation.plan;
  if (plan.frame == Frame::funnel) return funnel_text(presentation, table);
  if (plan.count_groups) return group_count_text(presentation, table);
  if (is_first_within(plan)) return first_within_text(presentation, table);
  if (plan.each_dimension) return contribution_text(presentation, table);
  const bool compared = plan.comparison != Comparison::none;
  if (plan.frame == Frame::distribution && !compared) return bands_text(presentation, table);
  if (plan.frame == Frame::top && plan.limit_within && !compared)
    return places_text(presentation, table);
  const bool hours = plan.dimensions.size() == 1 && plan.dimensions[0].part == DatePart::hour;
  if (hours && plan.frame != Frame::top && !compared) return hours_text(presentation, table);
  return std::nullopt;
}

}  // namespace sluice::analytics
