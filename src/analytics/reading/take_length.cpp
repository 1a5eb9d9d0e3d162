#include "analytics/meaning/length.h"
#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"

#include <algorithm>
#include <array>

// How long rows took from one of their moments to another, and bounds on it.
namespace sluice::analytics {
namespace {

struct UnitOfTime {
  std::string_view said;
  std::string_view unit;
  double times = 1;
};
// What a row's length is compared in; a month of 30 days is near enough for "within a month".
constexpr std::array<UnitOfTime, 7> units{{
    {"second", "minutes", 1.0 / 60},
    {"minute", "minutes", 1},
    {"hour", "hours", 1},
    {"day", "days", 1},
    {"week", "days", 7},
    {"month", "days", 30},
    {"year", "days", 365},
}};

// Where the rows end if nobody says it: the moment of the measure ("merged"), or one that was said
// of them.
[[nodiscard]] const catalog::Field* until_of(const Parts& parts) {
  if (!parts.ends.empty()) return parts.ends.front().piece->field.field;
  const catalog::Measure* measure = parts.what.measure;
  const catalog::Field* begin = first_moment(*parts.what.entry);
  if (measure != nullptr && !measure->time.empty()) {
    const catalog::Field* own = find_field(*parts.what.entry, measure->time);
    if (own != nullptr && own != begin) return own;
  }
  for (const Said<TimeOf>& said : parts.moments)
    if (said.piece->field.field != begin) return said.piece->field.field;
  return nullptr;
}

[[nodiscard]] const catalog::Field* from_of(const Parts& parts) {
  return parts.begins.empty() ? first_moment(*parts.what.entry)
                              : parts.begins.front().piece->field.field;
}

// In which unit the catalog tells how long the same takes; days where it does not.
[[nodiscard]] std::string usual_unit(const catalog::Entry& entry, const catalog::Field& until) {
  for (const catalog::Measure& measure : entry.measures)
    if (measure.time == until.name && (measure.unit == "hours" || measure.unit == "minutes"))
      return measure.unit;
  return "days";
}

// The measure whose rows came to the moment: the one that is asked, or the catalog's own where the
// moment alone does not say so. Empty: the moment does.
[[nodiscard]] std::string rows_of(const Parts& parts, const catalog::Field& until) {
  const catalog::Measure* asked = parts.what.measure;
  const bool counts = asked != nullptr && asked->aggregation == catalog::Aggregation::count;
  if (counts && !asked->filter.empty()) return asked->name + ".";
  const catalog::Measure* reached = rows_that_reached(*parts.what.entry, until);
  return reached == nullptr ? std::string() : reached->name + ".";
}

[[nodiscard]] std::string prefix_of(const Parts& parts) {
  // How the catalog tells it, where nobody says which mean is wanted.
  if (parts.aggregates.empty()) {
    const catalog::Measure* usual = usual_length(parts);
    const bool median = usual != nullptr && usual->aggregation == catalog::Aggregation::median;
    return median ? "median:" : "average:";
  }
  const Aggregated& how = *parts.aggregates.front().piece;
  switch (how.how) {
    case AggregateKind::median: return "median:";
    case AggregateKind::percentile: return "percentile_" + std::to_string(how.percentile) + ":";
    case AggregateKind::minimum: return "min:";
    case AggregateKind::maximum: return "max:";
    case AggregateKind::average: return "average:";
    case AggregateKind::sum:
    case AggregateKind::distinct: return {};
  }
  return {};
}

// A longest or a shortest one: "the longest time from creation to merge".
[[nodiscard]] std::string ranked_prefix(Parts& parts) {
  const bool one = parts.ranks.size() == 1 && parts.aggregates.empty() &&
                   !parts.ranks.front().piece->limit && parts.groups.empty();
  if (!one) return prefix_of(parts);
  const bool high = parts.ranks.front().piece->high;
  parts.ranks.clear();
  return high ? "max:" : "min:";
}

// "Average days to close a ticket", where "tickets closed" is what is counted: a number of days is
// no number of tickets.
[[nodiscard]] bool counts_of_length(const Parts& parts) {
  const catalog::Measure* measure = parts.what.measure;
  const bool made =
      !parts.aggregates.empty() || !parts.distributed.empty() || parts.asks(AskedFor::duration);
  // "How fast do we close tickets": in the unit that the catalog tells it in, where it does.
  const bool usual = parts.asks(AskedFor::duration) && parts.changes.empty() &&
                     parts.ranks.empty() && usual_length(parts) != nullptr;
  if ((parts.units.empty() && !usual) || !made || measure == nullptr ||
      measure->aggregation != catalog::Aggregation::count || measure->filter.empty())
    return false;
  const catalog::Field* begin = first_moment(*parts.what.entry);
  return begin != nullptr && !measure->time.empty() && measure->time != begin->name;
}

// The words that ask for a length: those of a moment, of a unit, or "how long".
[[nodiscard]] const Placed& place_of_length(const Parts& parts) {
  if (!parts.ends.empty()) return *parts.ends.front().at;
  if (!parts.begins.empty()) return *parts.begins.front().at;
  if (!parts.units.empty()) return *parts.units.front().at;
  return *parts.asked.front().at;
}

}  // namespace

const catalog::Measure* usual_length(const Parts& parts) {
  const Length length{.from = from_of(parts), .until = until_of(parts), .unit = {}};
  if (length.from == nullptr || length.until == nullptr || length.from == length.until)
    return nullptr;
  for (const catalog::Measure& measure : parts.what.entry->measures) {
    const bool mean = measure.aggregation == catalog::Aggregation::average ||
                      measure.aggregation == catalog::Aggregation::median;
    Length told = length;
    told.unit = measure.unit;
    if (mean && measure.kind == catalog::MeasureKind::duration &&
        measure.expression == name_of(told))
      return &measure;
  }
  return nullptr;
}

namespace {

// The age of the rows, as the catalog computes it; null: it does not.
[[nodiscard]] const catalog::Field* age_of(const catalog::Entry& entry) {
  const auto found = std::ranges::find_if(entry.fields, [](const catalog::Field& field) {
    return field.unit == "days" && field.role == "measure" && field.expression.contains("now");
  });
  return found == entry.fields.end() ? nullptr : &*found;
}

// Since when a row is in any other state than open its moments do not tell.
[[nodiscard]] bool is_only_open(const Parts& parts) {
  return std::ranges::all_of(parts.conditions, [&](const Said<Where>& said) {
    return parts.scene.grammar.is(WordList::opens, parts.scene.words, said.at->end - 1);
  });
}

// "How many days has our oldest open ticket been there": its age, and no number of tickets.
[[nodiscard]] bool take_age_of_oldest(Parts& parts) {
  const bool oldest = parts.time_ranks.size() == 1 && !parts.time_ranks.front().piece->limit &&
                      (parts.time_ranks.front().piece->how == TimeRank::oldest ||
                       parts.time_ranks.front().piece->how == TimeRank::longest);
  const bool days = parts.units.size() == 1 && parts.units.front().piece->unit == "days" &&
                    oldest && parts.aggregates.empty() && parts.groups.empty() &&
                    parts.periods.empty() && parts.begins.empty() && parts.ends.empty() &&
                    !parts.view.anchor().by_field && is_only_open(parts);
  const catalog::Measure* counted = parts.what.measure;
  const catalog::Field* age = days ? age_of(*parts.what.entry) : nullptr;
  const bool rows = counted == nullptr || (counted->filter.empty() &&
                                           counted->aggregation == catalog::Aggregation::count);
  if (age == nullptr || !rows) return false;
  parts.what.name = "max:" + age->name;
  parts.what.measure = nullptr;
  parts.time_ranks.clear();
  parts.is_length = true;
  return true;
}

}  // namespace

void take_length(Parts& parts) {
  if (take_age_of_oldest(parts)) return;
  const bool named = !parts.begins.empty() || !parts.ends.empty();
  if (!named && !counts_of_length(parts)) return;
  const Placed& at = place_of_length(parts);
  if (parts.begins.size() > 1 || parts.ends.size() > 1) return parts.fail(at);
  const bool asked = !parts.aggregates.empty() || parts.asks(AskedFor::duration) ||
                     !parts.units.empty() || !parts.distributed.empty();
  // "That took more than 3 days to merge": the bound takes the moment.
  if (!asked && !parts.lengths.empty()) return;
  // "The 3 repositories with the most merged ones": a rank of their number is none of the length.
  const bool other_rank = !named && !parts.ranks.empty();
  if (other_rank || !parts.besides.empty() || !parts.ratios.empty()) return parts.fail(at);
  if (!asked || parts.asks(AskedFor::count) || parts.asks(AskedFor::amount)) return parts.fail(at);
  Length length{.from = from_of(parts), .until = until_of(parts), .unit = {}};
  const bool counts = parts.what.measure == nullptr ||
                      parts.what.measure->aggregation == catalog::Aggregation::count;
  if (length.from == nullptr || length.until == nullptr || length.from == length.until || !counts ||
      parts.view.anchor().by_field)
    return parts.fail(at);
  const catalog::Measure* usual = usual_length(parts);
  length.unit = !parts.units.empty() ? parts.units.front().piece->unit
                : usual != nullptr   ? usual->unit
                                     : usual_unit(*parts.what.entry, *length.until);
  const std::string prefix = ranked_prefix(parts);
  if (prefix.empty() || parts.aggregates.size() > 1) return parts.fail(at);
  if (parts.aggregates.empty() && prefix == "average:")
    parts.assume("measure", "the average, because nothing else was said");
  if (parts.aggregates.empty() && prefix == "median:")
    parts.assume("measure", "the median, because nothing else was said");
  const std::string rows = rows_of(parts, *length.until);
  parts.what.name = prefix + rows + name_of(length);
  parts.length_rows = rows.substr(0, rows.find('.'));
  parts.what.measure = nullptr;
  parts.aggregates.clear();
  parts.is_length = true;
  // The time that the question names is that of the end, unless it says another one.
  parts.plan.time = parts.own(length.until->name);
}

void bound_length(Parts& parts, const Said<LengthBounded>& said) {
  Length length{.from = from_of(parts), .until = until_of(parts), .unit = {}};
  const catalog::Measure* measure = parts.what.measure;
  if (length.from == nullptr || length.until == nullptr || length.from == length.until)
    return parts.fail(*said.at);
  // A date that is only expected ends nothing: the measure has to say that it came to pass.
  const bool came = rows_that_reached(*parts.what.entry, *length.until) == nullptr ||
                    (measure != nullptr && measure->time == length.until->name);
  const auto unit = std::ranges::find(units, said.piece->unit, &UnitOfTime::said);
  if (!came || unit == units.end()) return parts.fail(*said.at);
  length.unit = unit->unit;
  parts.plan.filters.push_back(
      {parts.own(name_of(length)), said.piece->op, {said.piece->value * unit->times}});
}

}  // namespace sluice::analytics
