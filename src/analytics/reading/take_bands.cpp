#include "analytics/meaning/length.h"
#include "analytics/meaning/meaning.h"
#include "analytics/reading/parts.h"

#include <algorithm>

// How many there are of each size: bands that were said, or round ones.
namespace sluice::analytics {
namespace {

using catalog::Aggregation;

// What goes by bands, and which rows or groups are counted.
struct Banded {
  Reference number;
  Reference counted;
  bool of_groups = false;
};

[[nodiscard]] const catalog::Field* money_of_rows(const catalog::Entry& entry) {
  for (const catalog::Field& field : entry.fields)
    if (field.type == "money" && field.role == "measure") return &field;
  return nullptr;
}

// The number of each row that a measure puts together: a field by its name or by what it is
// computed of, or a length of time.
[[nodiscard]] std::optional<std::string> number_of_rows(const catalog::Entry& entry,
                                                        const std::string& expression) {
  if (expression.empty()) return std::nullopt;
  for (const catalog::Field& field : entry.fields)
    if (is_numeric(field) && (field.name == expression || field.expression == expression))
      return field.name;
  if (length_named(entry, expression)) return expression;
  return std::nullopt;
}

// The count of the same rows as a mean or a sum is made of.
[[nodiscard]] std::optional<std::string> count_beside(const Parts& parts,
                                                      const catalog::Measure& of) {
  // Rows without the length stand in no band.
  if (parts.is_length && !parts.length_rows.empty()) return parts.length_rows;
  if (parts.is_length) {
    const catalog::Measure* rows = row_count_of(*parts.what.entry);
    return rows == nullptr ? "count" : rows->name;
  }
  for (const catalog::Measure& measure : parts.what.entry->measures)
    if (measure.aggregation == Aggregation::count && measure.filter == of.filter &&
        (measure.time == of.time || of.filter.empty()))
      return measure.name;
  if (of.filter.empty()) return "count";
  return std::nullopt;
}

// "How are deal sizes distributed": the measure says the number, and its rows are counted.
[[nodiscard]] std::optional<Banded> of_measure(const Parts& parts) {
  const auto measure = measure_named(*parts.what.entry, parts.plan.measures.front().name);
  if (!measure) return std::nullopt;
  switch (measure->aggregation) {
    case Aggregation::sum:
    case Aggregation::average:
    case Aggregation::median:
    case Aggregation::min:
    case Aggregation::max: break;
    case Aggregation::last:
    case Aggregation::count:
    case Aggregation::count_distinct:
    case Aggregation::snapshot_count:
    case Aggregation::snapshot_count_distinct:
    case Aggregation::snapshot_sum:
    case Aggregation::lost_count:
    case Aggregation::gained_count:
    case Aggregation::lost_sum:
    case Aggregation::gained_sum:
    case Aggregation::formula: return std::nullopt;
  }
  const auto number = number_of_rows(*parts.what.entry, measure->expression);
  const auto count = count_beside(parts, *measure);
  if (!number || !count) return std::nullopt;
  return Banded{parts.own(*number), parts.own(*count), false};
}

// "By lines added", "by time to close": the number that the measure adds up, of each row.
[[nodiscard]] std::optional<Banded> of_rows(const Parts& parts, const MeasureSense& by) {
  if (by.measure == nullptr || !parts.counts_rows()) return std::nullopt;
  const auto number = number_of_rows(*parts.what.entry, by.measure->expression);
  if (!number) return std::nullopt;
  return Banded{parts.own(*number), parts.plan.measures.front(), false};
}

// "How many customers pay less than 100, 100 to 500 ... in MRR": each by what it brings.
[[nodiscard]] std::optional<Banded> of_groups(const Parts& parts, const MeasureSense& by) {
  const std::string& name = parts.what.entry->name_field;
  const auto reach = parts.scene.lexicon.reach(by.vendor, *by.entry);
  const bool reached = reach->distance(parts.what.entry).has_value();
  if (!parts.counts_rows() || name.empty() || !reached || !parts.plan.filters.empty())
    return std::nullopt;
  return Banded{parts.own(name), parts.reference(by), true};
}

// Without a word of bands "by amount" means them, as "by estimate" does not: it has few values.
[[nodiscard]] bool goes_by_size(const Parts& parts, const catalog::Field& field) {
  const bool length = field.unit == "days" || field.unit == "hours" || field.unit == "minutes" ||
                      field.unit == "seconds";
  const bool sums =
      parts.what.measure != nullptr && parts.what.measure->aggregation == Aggregation::sum;
  return (parts.counts_rows() || sums) && (field.type == "money" || length);
}

// "Paying customers by MRR": whoever the measure counts once, each by what its rows bring.
[[nodiscard]] std::optional<Banded> of_distinct(Parts& parts, const MeasureSense& by) {
  const catalog::Measure* counted = parts.what.measure;
  const bool distinct =
      counted != nullptr && !counted->key.empty() &&
      ((counted->aggregation == Aggregation::snapshot_count_distinct &&
        by.measure->aggregation == Aggregation::snapshot_sum) ||
       (counted->aggregation == Aggregation::count_distinct &&
        by.measure->aggregation == Aggregation::sum && counted->filter == by.measure->filter));
  if (!distinct || !parts.plan.filters.empty()) return std::nullopt;
  // Things that have a name of their own are better told by it.
  constexpr double by_key = 0.3;
  parts.cost += by_key;
  return Banded{parts.own(counted->key), parts.reference(by), true};
}

[[nodiscard]] std::optional<Banded> banded_of(Parts& parts) {
  const Reference counted = parts.plan.measures.front();
  const bool announced = !parts.bands.empty() || !parts.distributed.empty();
  if (!parts.banded.empty()) {
    const BandedBy& by = *parts.banded.front().piece;
    if (by.measure && by.measure->entry != parts.what.entry) return of_groups(parts, *by.measure);
    if (by.measure && by.measure->measure != nullptr)
      if (auto each = of_distinct(parts, *by.measure)) return each;
    if (by.measure) return of_rows(parts, *by.measure);
    if (!by.field || (!announced && !goes_by_size(parts, *by.field->field))) return std::nullopt;
    const auto measure = measure_named(*parts.what.entry, counted.name);
    // "Deals by their value in dollars": how many there are, and not their value once more.
    const bool itself = measure && measure->expression == by.field->field->name;
    const auto count = itself ? count_beside(parts, *measure) : std::optional(counted.name);
    if (!count) return std::nullopt;
    return Banded{parts.reference(*by.field), parts.own(*count), false};
  }
  if (!parts.counts_rows() || parts.view.anchor().by_field) return of_measure(parts);
  const catalog::Field* money = money_of_rows(*parts.what.entry);
  if (money == nullptr) return std::nullopt;
  parts.assume("measure", "by " + label_of(*money) + ", because no number was named");
  return Banded{parts.own(money->name), counted, false};
}

}  // namespace

void take_bands(Parts& parts) {
  const bool said = !parts.bands.empty() || !parts.banded.empty();
  if (!said && parts.distributed.empty()) return;
  // "The top 5 deals by size": what they are ranked by.
  const bool ranked = !said && !parts.ranks.empty() && parts.distributed.front().piece->by_size;
  if (ranked) return;
  const Placed& at = !parts.bands.empty()    ? *parts.bands.front().at
                     : !parts.banded.empty() ? *parts.banded.front().at
                                             : *parts.distributed.front().at;
  QueryPlan& plan = parts.plan;
  const bool once = parts.bands.size() <= 1 && parts.banded.size() <= 1;
  const bool plain = parts.ranks.empty() && parts.time_ranks.empty() && parts.shares.empty() &&
                     plan.measures.size() == 1 && plan.derivation == Derivation::none &&
                     plan.comparison == Comparison::none && parts.transforms.empty() &&
                     plan.having.empty() && parts.weekdays.empty() && parts.hours.empty() &&
                     plan.frame != Frame::list;
  // A list or a distribution of a group by its values is no matter of bands.
  constexpr std::size_t groups_max = 1;
  // "Under 2k, 5k to 10k, 10k and more": a bound beside bands leaves a gap between them.
  const bool gap = !parts.bands.empty() && !parts.bounds.empty();
  if (!once || !plain || gap || plan.dimensions.size() > groups_max) return parts.fail(at);
  // "By size" may have been taken for a group of another number than the one that goes by bands.
  const Meaning meaning(parts.scene.lexicon.vendors());
  for (const Dimension& each : plan.dimensions)
    if (const catalog::Field* group = meaning.field(each.field); group && is_numeric(*group))
      return parts.fail(at);
  const auto banded = banded_of(parts);
  if (!banded || (banded->of_groups && !plan.dimensions.empty())) return parts.fail(at);
  plan.frame = Frame::distribution;
  plan.measures = {banded->counted};
  plan.dimensions.insert(plan.dimensions.begin(), {banded->number, {}, {}});
  plan.bands = Bands{.edges = {}, .of_groups = banded->of_groups};
  if (!parts.bands.empty()) {
    plan.bands->edges = parts.bands.front().piece->edges;
    return;
  }
  parts.assume("measure", "bands in round numbers, because none were named");
}

}  // namespace sluice::analytics
