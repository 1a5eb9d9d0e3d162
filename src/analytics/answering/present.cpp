#include "analytics/answering/present.h"

#include "analytics/answering/chart.h"
#include "analytics/computing/reshape.h"
#include "analytics/computing/sql_text.h"
#include "analytics/language/number_text.h"
#include "analytics/meaning/labels.h"
#include "catalog/expression.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sluice::analytics {
namespace {

using Row = std::vector<Json>;

[[nodiscard]] std::string label_of_stretch(const CompiledPlan& compiled, std::size_t at) {
  return compiled.spans[at].front().label;
}

// Without groups: a row a stretch, labelled by it.
[[nodiscard]] analyst::Table stretches(const Presentation& presentation,
                                       std::vector<analyst::Table> tables) {
  const auto& period = presentation.plan->period;
  analyst::Table table;
  std::optional<Grain> grain;
  const auto& other = presentation.plan->other_period;
  // March and today are not two of a kind.
  if (period && (!other || other->grain == period->grain)) grain = period->grain;
  for (const std::vector<Span>& spans : presentation.compiled->spans)
    if (grain && !is_whole(spans.front(), *grain, presentation.plan->week_starts_on)) grain.reset();
  if (grain) {
    const std::string name(to_text(*grain));
    table.columns.push_back({.name = name, .type = name});
  } else {
    table.columns.push_back({.name = "period", .type = "text"});
  }
  for (const analyst::Column& column : tables[0].columns)
    table.columns.push_back(column);
  for (std::size_t at = 0; at < tables.size(); ++at) {
    Row row{label_of_stretch(*presentation.compiled, at)};
    if (!tables[at].rows.empty()) {
      row.insert(row.end(), tables[at].rows[0].begin(), tables[at].rows[0].end());
    }
    row.resize(table.columns.size());
    table.rows.push_back(std::move(row));
  }
  return table;
}

// Groups that are there no more: without them the parts of a change would not make its whole.
void add_gone(std::size_t groups, const analyst::Table& before, analyst::Table& table) {
  const auto width = static_cast<std::ptrdiff_t>(groups);
  for (const Row& row : before.rows) {
    const bool known = std::any_of(table.rows.begin(), table.rows.end(), [&](const Row& each) {
      return std::equal(each.begin(), each.begin() + width, row.begin());
    });
    if (known) continue;
    Row gone(row.begin(), row.begin() + width);
    for (std::size_t at = groups; at < row.size(); ++at) {
      gone.push_back(row[at]);
      gone.emplace_back(nullptr);
    }
    table.rows.push_back(std::move(gone));
  }
}

// With groups: the earlier value stands before the asked one in the row of its group. The groups
// of a series have other labels in another stretch, so they are paired by position.
[[nodiscard]] analyst::Table side_by_side(const Presentation& presentation,
                                          const analyst::Table& before, analyst::Table now) {
  const std::size_t groups = group_columns(*presentation.plan);
  const bool series = time_dimension(*presentation.plan) != nullptr;
  analyst::Table table;
  for (std::size_t at = 0; at < groups; ++at)
    table.columns.push_back(now.columns[at]);
  for (std::size_t at = groups; at < now.columns.size(); ++at) {
    analyst::Column earlier = now.columns[at];
    earlier.name = "previous_" + earlier.name;
    table.columns.push_back(std::move(earlier));
    table.columns.push_back(now.columns[at]);
  }
  for (std::size_t index = 0; index < now.rows.size(); ++index) {
    Row& row = now.rows[index];
    const auto partner = std::find_if(before.rows.begin(), before.rows.end(), [&](const Row& each) {
      return std::equal(each.begin(), each.begin() + static_cast<std::ptrdiff_t>(groups),
                        row.begin());
    });
    const Row* earlier = partner == before.rows.end() ? nullptr : &*partner;
    if (series) earlier = index < before.rows.size() ? &before.rows[index] : nullptr;
    Row joined(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(groups));
    for (std::size_t at = groups; at < row.size(); ++at) {
      joined.push_back(earlier != nullptr ? (*earlier)[at] : Json(nullptr));
      joined.push_back(std::move(row[at]));
    }
    table.rows.push_back(std::move(joined));
  }
  if (!series && presentation.plan->frame != Frame::top) add_gone(groups, before, table);
  return table;
}

// A group that no row has a value for, if there is one.
[[nodiscard]] const Dimension* empty_dimension(const QueryPlan& plan, const analyst::Table& table) {
  if (plan.each_dimension) return nullptr;
  for (std::size_t at = 0; at < plan.dimensions.size() && !table.rows.empty(); ++at) {
    const bool empty = std::all_of(table.rows.begin(), table.rows.end(),
                                   [at](const Row& row) { return row[at].is_null(); });
    if (empty && !plan.dimensions[at].grain) return &plan.dimensions[at];
  }
  return nullptr;
}

// "MRR": what is counted, with what it is made of.
void define(const Meaning& meaning, const Reference& reference, int depth,
            std::vector<std::pair<std::string, std::string>>& into) {
  constexpr int depth_max = 3;
  const catalog::Entry* entry = meaning.entry(reference);
  const auto measure = entry == nullptr ? std::nullopt : measure_named(*entry, reference.name);
  if (!measure || measure->description.empty() || depth > depth_max) return;
  std::pair<std::string, std::string> definition{label_of(*measure), measure->description};
  if (std::find(into.begin(), into.end(), definition) != into.end()) return;
  into.push_back(std::move(definition));
  const auto formula = catalog::parse_expression(measure->expression);
  if (measure->aggregation != catalog::Aggregation::formula || !formula) return;
  for (const std::string& name : catalog::names_in(*formula))
    define(meaning, {reference.vendor, reference.entry, name}, depth + 1, into);
}

[[nodiscard]] Answer nothing_to_group_by(const Presentation& presentation,
                                         const Dimension& dimension) {
  const std::string field = inside_sentence(field_label(*presentation.meaning, dimension.field));
  Answer answer;
  answer.status = AnswerStatus::refused;
  answer.reason = "no_values";
  answer.text = "None of these rows has a value for " + field +
                ", so there is nothing to group by. Ask without it, or by something else.";
  answer.plan = *presentation.plan;
  answer.how.sql = presentation.compiled->statements.back().sql;
  return answer;
}

// Rows without a name are told about, not shown, where others have one.
[[nodiscard]] std::size_t drop_nameless(const QueryPlan& plan, analyst::Table& table) {
  const std::size_t groups = group_columns(plan);
  const auto nameless = [groups](const Row& row) {
    return std::any_of(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(groups),
                       [](const Json& cell) { return cell.is_null(); });
  };
  // Of a change every part counts, so that the parts make the whole.
  const bool some =
      !plan.each_dimension && std::any_of(table.rows.begin(), table.rows.end(),
                                          [&](const Row& row) { return !nameless(row); });
  if (some) return std::erase_if(table.rows, nameless);
  for (Row& row : table.rows) {
    for (std::size_t at = 0; at < groups; ++at) {
      if (row[at].is_null()) row[at] = "(none)";
    }
  }
  return 0;
}

[[nodiscard]] std::optional<AnswerPeriod> period_of(const Presentation& presentation) {
  const QueryPlan& plan = *presentation.plan;
  const auto zone = TimeZone::find(plan.timezone);
  if (!plan.period || !zone) return std::nullopt;
  const PeriodSpec& period = *plan.period;
  LocalDay end = zone->day_of(period.end);
  // A period that ends inside a day has that day in it.
  if (zone->start_of(end) != period.end) end += std::chrono::days(1);
  return AnswerPeriod{
      .start = period.open_start ? std::string() : day_text(zone->day_of(period.start)),
      .end = day_text(end),
      .timezone = plan.timezone};
}

// "average sign-ups per day": the mean of the buckets. The running one is too short to count, where
// there are others.
[[nodiscard]] analyst::Table mean_of(const QueryPlan& plan, const analyst::Table& buckets) {
  analyst::Table table;
  table.columns.assign(buckets.columns.begin() + 1, buckets.columns.end());
  Row row;
  for (std::size_t at = 1; at < buckets.columns.size(); ++at) {
    std::size_t count = buckets.rows.size();
    if (plan.period && plan.period->partial && count > 1) --count;
    double sum = 0;
    std::size_t numbers = 0;
    for (std::size_t index = 0; index < count; ++index) {
      const Json& cell = buckets.rows[index][at];
      if (!cell.is_number()) continue;
      sum += cell.get<double>();
      ++numbers;
    }
    constexpr double decimals = 10'000;
    const double mean = numbers == 0 ? 0 : sum / static_cast<double>(numbers);
    row.push_back(numbers == 0 ? Json() : Json(std::round(mean * decimals) / decimals));
    if (table.columns[at - 1].type == "integer") table.columns[at - 1].type = "decimal";
  }
  table.rows.push_back(std::move(row));
  return table;
}

[[nodiscard]] std::optional<AnswerValue> value_of(const QueryPlan& plan,
                                                  const analyst::Table& table) {
  const bool compared = plan.comparison != Comparison::none;
  const std::size_t columns = compared ? 2 : 1;
  const bool grouped = !plan.dimensions.empty() && !is_mean_of_buckets(plan) && !plan.count_groups;
  const bool one_row = compared && plan.change != Change::none && table.rows.size() == 1;
  if (one_row && !grouped)
    return AnswerValue{.value = table.rows.back().back(), .unit = table.columns.back().unit};
  // "Open deals over $10k" may have been meant as their number: the list says it as well.
  if (plan.frame == Frame::list && !plan.limit)
    return AnswerValue{.value = Json(table.rows.size()), .unit = "count"};
  if (plan.frame == Frame::list || plan.frame == Frame::funnel || grouped || table.rows.empty() ||
      table.columns.size() != columns) {
    return std::nullopt;
  }
  return AnswerValue{.value = table.rows.back().back(), .unit = table.columns.back().unit};
}

}  // namespace

Answer present(const Presentation& presentation, std::vector<analyst::Table> tables) {
  const QueryPlan& plan = *presentation.plan;
  Answer answer;
  answer.status = AnswerStatus::answered;
  for (analyst::Table& each : tables)
    each = reshaped(plan, std::move(each));
  analyst::Table table = tables.back();
  if (tables.size() > 1 && plan.dimensions.empty()) {
    table = stretches(presentation, std::move(tables));
    if (plan.change != Change::none) table = change_of(plan, table);
  } else if (tables.size() > 1) {
    table = with_change(plan, side_by_side(presentation, tables.front(), std::move(table)));
  }
  const bool mean = is_mean_of_buckets(plan);
  if (mean) table = mean_of(plan, table);
  const bool one = mean || plan.count_groups;
  const bool grouped = plan.frame != Frame::list && !plan.dimensions.empty() && !one;
  if (const Dimension* empty = grouped ? empty_dimension(plan, table) : nullptr)
    return nothing_to_group_by(presentation, *empty);
  const std::size_t dropped = grouped ? drop_nameless(plan, table) : 0;
  answer.value = value_of(plan, table);
  answer.text = sentence(presentation, table);
  if (dropped > 0) answer.text += " Rows without a value for the group are left out.";
  QueryPlan drawn = plan;
  if (one) drawn.dimensions.clear();  // One number is left of the groups.
  for (Dimension& dimension : drawn.dimensions)
    if (dimension.part) dimension.grain.reset();  // Seven bars, no course of days.
  answer.chart = choose_chart(drawn, table, title(presentation));
  answer.table = std::move(table);
  answer.period = period_of(presentation);
  answer.plan = plan;
  answer.unused_words = plan.unused_words;
  answer.assumptions = plan.assumptions;
  answer.confidence = plan.confidence;
  answer.chips = chips(presentation);
  for (const Reference& measure : plan.measures)
    define(*presentation.meaning, measure, 0, answer.how.definitions);
  answer.how.sql = presentation.compiled->statements.back().sql;
  answer.how.notes = presentation.compiled->notes;
  return answer;
}

}  // namespace sluice::analytics
