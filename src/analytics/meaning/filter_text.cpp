#include "analytics/meaning/filter_text.h"

#include "analytics/language/number_text.h"
#include "analytics/meaning/labels.h"
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

}  // namespace sluice::analytics
