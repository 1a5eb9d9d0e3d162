#include "analytics/meaning/meaning.h"

#include "analytics/meaning/labels.h"
#include "analytics/meaning/length.h"
#include "analytics/meaning/reach.h"
#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace sluice::analytics {
namespace {

struct AdHoc {
  std::string_view word;
  std::string_view label;
  catalog::Aggregation aggregation;
};
constexpr std::array ad_hoc{
    AdHoc{"sum", "Total", catalog::Aggregation::sum},
    AdHoc{"average", "Average", catalog::Aggregation::average},
    AdHoc{"median", "Median", catalog::Aggregation::median},
    AdHoc{"min", "Lowest", catalog::Aggregation::min},
    AdHoc{"max", "Highest", catalog::Aggregation::max},
    AdHoc{"distinct", "Different", catalog::Aggregation::count_distinct},
};

[[nodiscard]] std::string in_words(std::string_view name) {
  return upper_first(replaced(name, "_", " "));
}

constexpr std::string_view percentile_prefix = "percentile_";

// "percentile_90": a median at another place.
[[nodiscard]] std::optional<AdHoc> ad_hoc_named(std::string_view word, double& quantile) {
  const auto kind = std::find_if(ad_hoc.begin(), ad_hoc.end(),
                                 [word](const AdHoc& each) { return each.word == word; });
  if (kind != ad_hoc.end()) return *kind;
  if (!word.starts_with(percentile_prefix)) return std::nullopt;
  word.remove_prefix(percentile_prefix.size());
  int percent = 0;
  const auto [end, failure] = std::from_chars(word.data(), word.data() + word.size(), percent);
  if (failure != std::errc() || end != word.data() + word.size() || percent < 1 || percent > 99)
    return std::nullopt;
  quantile = percent / 100.0;
  return AdHoc{percentile_prefix, "", catalog::Aggregation::median};
}

[[nodiscard]] std::string label_of(const AdHoc& kind, double quantile, const std::string& what) {
  if (!kind.label.empty()) return std::string(kind.label) + " " + inside_sentence(what);
  const long percent = std::lround(quantile * 100);
  const bool teen = percent / 10 == 1;
  const std::string_view ending = !teen && percent % 10 == 1   ? "st"
                                  : !teen && percent % 10 == 2 ? "nd"
                                  : !teen && percent % 10 == 3 ? "rd"
                                                               : "th";
  return std::to_string(percent) + std::string(ending) + " percentile of " + inside_sentence(what);
}

// The same rows and the same number as a measure of the catalog, put together in another way:
// "median:won_amount".
[[nodiscard]] std::optional<catalog::Measure> over_measure(const catalog::Entry& entry,
                                                           std::string_view name) {
  const auto found =
      std::find_if(entry.measures.begin(), entry.measures.end(),
                   [name](const catalog::Measure& each) { return each.name == name; });
  if (found == entry.measures.end() || found->expression.empty()) return std::nullopt;
  switch (found->aggregation) {
    case catalog::Aggregation::sum:
    case catalog::Aggregation::average:
    case catalog::Aggregation::median:
    case catalog::Aggregation::min:
    case catalog::Aggregation::max: return *found;
    case catalog::Aggregation::last:
    case catalog::Aggregation::count:
    case catalog::Aggregation::count_distinct:
    case catalog::Aggregation::snapshot_count:
    case catalog::Aggregation::snapshot_count_distinct:
    case catalog::Aggregation::snapshot_sum:
    case catalog::Aggregation::lost_count:
    case catalog::Aggregation::gained_count:
    case catalog::Aggregation::lost_sum:
    case catalog::Aggregation::gained_sum:
    case catalog::Aggregation::formula: break;
  }
  return std::nullopt;
}

// "average:hours_between(created, closed)", or of the rows that a count counts only:
// "median:deals_won.days_between(created, closed)". In time it is where the later moment is.
[[nodiscard]] std::optional<catalog::Measure> over_length(const catalog::Entry& entry,
                                                          std::string_view target) {
  const auto dot = target.find('.');
  const catalog::Measure* rows = nullptr;
  if (dot != std::string_view::npos) {
    rows = find_measure(entry, target.substr(0, dot));
    if (rows == nullptr || rows->aggregation != catalog::Aggregation::count) return std::nullopt;
    target.remove_prefix(dot + 1);
  }
  const auto length = length_named(entry, target);
  if (!length) return std::nullopt;
  catalog::Measure measure;
  measure.expression = name_of(*length);
  measure.filter = rows_with(*length);
  if (rows != nullptr && !rows->filter.empty())
    measure.filter = "(" + rows->filter + ") and " + measure.filter;
  measure.time = length->until->name;
  measure.unit = length->unit;
  measure.label = label_of(*length);
  if (rows != nullptr) measure.label += " of " + inside_sentence(analytics::label_of(*rows));
  measure.higher_is_better = false;
  return measure;
}

// "distinct:pull_requests_merged.author": how many different ones the rows of a count have.
[[nodiscard]] std::optional<catalog::Measure> distinct_of_rows(const catalog::Entry& entry,
                                                               std::string_view name,
                                                               std::string_view target) {
  const auto dot = target.find('.');
  if (dot == std::string_view::npos) return std::nullopt;
  const catalog::Measure* rows = find_measure(entry, target.substr(0, dot));
  const catalog::Field* field = field_named(entry, target.substr(dot + 1));
  if (rows == nullptr || field == nullptr || rows->aggregation != catalog::Aggregation::count)
    return std::nullopt;
  catalog::Measure measure = *rows;
  measure.name = name;
  measure.aggregation = catalog::Aggregation::count_distinct;
  measure.key = field->name;
  measure.additive = false;
  measure.at_instant.clear();
  measure.label = "Different values of " + inside_sentence(analytics::label_of(*field)) + " of " +
                  inside_sentence(analytics::label_of(*rows));
  return measure;
}

[[nodiscard]] std::optional<catalog::Measure> over_field(const catalog::Entry& entry,
                                                         std::string_view name) {
  const auto colon = name.find(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const std::string_view target = name.substr(colon + 1);
  double quantile = 0.5;
  const auto kind = ad_hoc_named(name.substr(0, colon), quantile);
  if (!kind) return std::nullopt;
  const catalog::Field* field = field_named(entry, target);
  if (field == nullptr) {
    if (kind->aggregation == catalog::Aggregation::count_distinct)
      return distinct_of_rows(entry, name, target);
    auto measure = over_length(entry, target);
    // Lengths of many rows have a sum that nobody asks for.
    if (measure && kind->aggregation == catalog::Aggregation::sum) return std::nullopt;
    if (!measure) measure = over_measure(entry, target);
    if (!measure) return std::nullopt;
    const std::string of = measure->label.empty() ? in_words(measure->name) : measure->label;
    measure->label = label_of(*kind, quantile, of);
    measure->name = name;
    measure->aggregation = kind->aggregation;
    measure->quantile = quantile;
    return measure;
  }
  // Prices, scores and ratios have no sum, whoever asks for it.
  if (kind->aggregation == catalog::Aggregation::sum && !field->additive) return std::nullopt;
  catalog::Measure measure;
  measure.name = name;
  measure.aggregation = kind->aggregation;
  measure.quantile = quantile;
  measure.label = label_of(*kind, quantile, analytics::label_of(*field));
  const bool distinct = kind->aggregation == catalog::Aggregation::count_distinct;
  (distinct ? measure.key : measure.expression) = field->name;
  const bool time_unit = field->type == "timestamp" || field->type == "date";
  if (distinct) measure.unit = "count";
  if (!distinct && field->type == "money") measure.unit = "reporting";
  if (!distinct && field->type != "money" && !time_unit) measure.unit = field->unit;
  return measure;
}

// Seconds of a unit of time; 0: it is none.
[[nodiscard]] int seconds_in(std::string_view unit) {
  if (unit == "seconds") return 1;
  if (unit == "minutes") return 60;
  if (unit == "hours") return 3'600;
  return unit == "days" ? 86'400 : 0;
}

constexpr std::string_view unit_prefix = "in_";

// "in_minutes:build_time": a measure of a length of time, in another unit than the catalog's.
[[nodiscard]] std::optional<catalog::Measure> in_unit(const catalog::Entry& entry,
                                                      std::string_view name) {
  const auto colon = name.find(':');
  if (!name.starts_with(unit_prefix) || colon == std::string_view::npos) return std::nullopt;
  const std::string_view unit = name.substr(unit_prefix.size(), colon - unit_prefix.size());
  const std::string_view told = name.substr(colon + 1);
  if (told.starts_with(unit_prefix)) return std::nullopt;
  auto measure = measure_named(entry, told);
  const int wanted = seconds_in(unit);
  if (!measure) return std::nullopt;
  const int own = seconds_in(measure->unit);
  if (wanted == 0 || own == 0 || wanted == own || measure->expression.empty()) return std::nullopt;
  // Each unit is a whole number of every smaller one.
  measure->expression =
      "(" + measure->expression + ")" +
      (own > wanted ? " * " + std::to_string(own / wanted) : " / " + std::to_string(wanted / own));
  measure->name = name;
  measure->unit = unit;
  return measure;
}

[[nodiscard]] bool is_snapshot(catalog::Aggregation aggregation) {
  return aggregation == catalog::Aggregation::snapshot_count ||
         aggregation == catalog::Aggregation::snapshot_count_distinct ||
         aggregation == catalog::Aggregation::snapshot_sum;
}

// The words of an expression: names of measures and of functions.
[[nodiscard]] std::vector<std::string> names_in(std::string_view expression) {
  std::vector<std::string> names;
  bool inside = false;
  for (const char c : expression) {
    const bool letter = is_lower(c) || c == '_';
    const bool digit = inside && is_digit(c);
    if (letter && !inside) names.emplace_back();
    inside = letter || digit;
    if (inside) names.back() += c;
  }
  return names;
}

}  // namespace

const VendorMeaning* Meaning::vendor(std::string_view slug) const {
  const auto found =
      std::find_if(vendors_.begin(), vendors_.end(),
                   [slug](const VendorMeaning& each) { return each.vendor->slug == slug; });
  return found == vendors_.end() ? nullptr : &*found;
}

const catalog::Entry* Meaning::entry(const Reference& reference) const {
  const VendorMeaning* found = vendor(reference.vendor);
  return found == nullptr ? nullptr : found->vendor->find_entry(reference.entry);
}

const catalog::Field* Meaning::field(const Reference& reference) const {
  const catalog::Entry* found = entry(reference);
  return found == nullptr ? nullptr : field_named(*found, reference.name);
}

const catalog::Field* field_named(const catalog::Entry& entry, std::string_view name) {
  const auto found = std::find_if(entry.fields.begin(), entry.fields.end(),
                                  [name](const catalog::Field& each) { return each.name == name; });
  return found == entry.fields.end() ? nullptr : &*found;
}

std::optional<catalog::Measure> measure_named(const catalog::Entry& entry, std::string_view name) {
  for (const catalog::Measure& measure : entry.measures) {
    if (measure.name == name) return measure;
  }
  if (auto converted = in_unit(entry, name)) return converted;
  if (name != "count") return over_field(entry, name);
  catalog::Measure measure;
  measure.name = "count";
  measure.label = entry.label;
  measure.unit = "count";
  return measure;
}

std::string name_in_unit(std::string_view unit, std::string_view measure) {
  return std::string(unit_prefix) + std::string(unit) + ":" + std::string(measure);
}

bool is_state(const catalog::Entry& entry, const catalog::Measure& measure) {
  if (measure.aggregation != catalog::Aggregation::formula) return is_snapshot(measure.aggregation);
  // start(mrr) looks at both ends of a period; what other entries count is no state of this one.
  const std::vector<std::string> names = names_in(measure.expression);
  return !names.empty() && std::all_of(names.begin(), names.end(), [&](const std::string& name) {
    return std::any_of(entry.measures.begin(), entry.measures.end(), [&](const auto& each) {
      return each.name == name && is_snapshot(each.aggregation);
    });
  });
}

std::string label_of(const catalog::Measure& measure) {
  return measure.label.empty() ? in_words(measure.name) : measure.label;
}

std::string label_of(const catalog::Field& field) {
  return field.label.empty() ? in_words(field.name) : field.label;
}

bool adds_over_groups(const catalog::Measure& measure) {
  return measure.additive && (measure.aggregation == catalog::Aggregation::count ||
                              measure.aggregation == catalog::Aggregation::sum);
}

bool adds_at_one_time(const catalog::Measure& measure) {
  return adds_over_groups(measure) || measure.aggregation == catalog::Aggregation::snapshot_count ||
         measure.aggregation == catalog::Aggregation::snapshot_sum;
}

}  // namespace sluice::analytics
