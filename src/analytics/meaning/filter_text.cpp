#include "analytics/meaning/filter_text.h"

#include "analytics/language/number_text.h"
#include "analytics/meaning/labels.h"
#include "analytics/meaning/length.h"
#include "analytics/meaning/row_facts.h"
#include "base/time_format.h"

namespace sluice::analytics {
namespace {

[[nodiscard]] bool is_moment(const catalog::Field* field) {
  return field != nullptr && (field->type == "timestamp" || field->type == "date");
}

[[nodiscard]] std::string value_text(const Json& value, const catalog::Field* field,
                                     const TimeZone& zone) {
  if (value.is_number()) return number_text(value, "");
  if (!value.is_string()) return to_wire(value);
  const auto text = value.get<std::string>();
  if (!is_moment(field)) return text;
  const auto instant = parse_rfc3339(text.size() == 10 ? text + "T12:00:00Z" : text);
  return instant ? long_day_text(zone.day_of(*instant)) : text;
}

[[nodiscard]] std::string values_text(const Filter& filter, const catalog::Field* field,
                                      const TimeZone& zone, std::string_view between) {
  std::string text;
  for (const Json& value : filter.values) {
    if (!text.empty()) text += between;
    text += value_text(value, field, zone);
  }
  return text;
}

[[nodiscard]] std::optional<Length> length_of(const Meaning& meaning, const Reference& reference) {
  const catalog::Entry* entry = meaning.entry(reference);
  return entry == nullptr ? std::nullopt : length_named(*entry, reference.name);
}

// The word of a bound: numbers are over, days are after.
[[nodiscard]] std::string bound_word(FilterOp op, bool moment) {
  switch (op) {
    case FilterOp::gt: return moment ? " after " : " over ";
    case FilterOp::gte: return moment ? " since " : " at least ";
    case FilterOp::lt: return moment ? " before " : " under ";
    case FilterOp::lte: return moment ? " until " : " at most ";
    // No bounds: filter_text() has words of their own for them.
    case FilterOp::eq:
    case FilterOp::ne:
    case FilterOp::in:
    case FilterOp::not_in:
    case FilterOp::contains:
    case FilterOp::is_null:
    case FilterOp::is_not_null: return " ";
  }
  return " ";
}

}  // namespace

std::string filter_text(const Meaning& meaning, const Filter& filter, const TimeZone& zone) {
  const catalog::Field* field = meaning.field(filter.field);
  if (const auto length = length_of(meaning, filter.field); length && !filter.values.empty())
    return inside_sentence(label_of(*length)) + bound_word(filter.op, false) +
           number_text(filter.values.front(), length->unit);
  const std::string label = inside_sentence(field_label(meaning, filter.field));
  const bool yes_no = filter.values.size() == 1 && filter.values.front().is_boolean();
  if (yes_no) {
    const bool wanted = filter.values.front().get<bool>() == (filter.op != FilterOp::ne);
    return (wanted ? "" : "not ") + label;
  }
  switch (filter.op) {
    case FilterOp::eq:
    case FilterOp::in: return label + " " + values_text(filter, field, zone, " or ");
    case FilterOp::ne:
    case FilterOp::not_in: return label + " not " + values_text(filter, field, zone, " or ");
    case FilterOp::contains: return label + " with " + values_text(filter, field, zone, " and ");
    case FilterOp::is_null: return "no " + label;
    case FilterOp::is_not_null: return "with " + label;
    case FilterOp::gt:
    case FilterOp::gte:
    case FilterOp::lt:
    case FilterOp::lte:
      return label + bound_word(filter.op, is_moment(field)) +
             values_text(filter, field, zone, " and ");
  }
  return label;
}

std::string filter_text(const Meaning& meaning, const std::vector<Filter>& filters,
                        const TimeZone& zone) {
  std::string text;
  for (const Filter& filter : filters) {
    if (!text.empty()) text += ", ";
    text += filter_text(meaning, filter, zone);
  }
  return text;
}

std::string restriction_text(const Meaning& meaning, const Restriction& restriction) {
  const catalog::Entry* entry = meaning.entry(restriction.key);
  const bool of_rows = entry != nullptr && entry->name_field == restriction.key.name;
  const std::string what = of_rows ? entry->label : field_label(meaning, restriction.key);
  return std::to_string(restriction.count) + (restriction.largest ? " largest " : " smallest ") +
         inside_sentence(what) + " by " +
         inside_sentence(measure_label(meaning, restriction.measure));
}

std::string related_text(const Meaning& meaning, const Related& related, const TimeZone& zone) {
  const catalog::Entry* entry = meaning.entry(related.rows);
  const catalog::Measure* all = entry == nullptr ? nullptr : row_count_of(*entry);
  const bool of_all = all != nullptr && all->name == related.rows.name;
  std::string text = (related.present ? "with " : "without ") +
                     inside_sentence(of_all ? entry->label : measure_label(meaning, related.rows));
  if (!related.filters.empty()) text += ": " + filter_text(meaning, related.filters, zone);
  if (!related.period) return text;
  const PeriodSpec& period = *related.period;
  const LocalDay last = zone.day_of(period.end - std::chrono::milliseconds(1));
  if (period.open_start) return text + " up to " + long_day_text(last);
  return text + " from " + day_range_text(zone.day_of(period.start), last);
}

}  // namespace sluice::analytics
