#include "analytics/plan/plan_reader.h"

#include "base/time_format.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

namespace sluice::analytics {
namespace {

// Whether a filter on a part of a moment names only parts that there are. Others are no concern.
[[nodiscard]] bool compares_part(const Filter& filter) {
  if (!filter.part) return true;
  const bool weekday = *filter.part == DatePart::weekday;
  constexpr int sunday = 7;
  constexpr int last_hour = 23;
  const int first = weekday ? 1 : 0;
  const int last = weekday ? sunday : last_hour;
  const bool listed = filter.op == FilterOp::in || filter.op == FilterOp::not_in;
  return listed && !filter.values.empty() && std::ranges::all_of(filter.values, [&](const Json& v) {
           return v.is_number_integer() && v.get<double>() >= first && v.get<double>() <= last;
         });
}

}  // namespace

Reference PlanReader::reference(const Json& value, std::string_view name) {
  const std::string text = value.is_string() ? value.get<std::string>() : "";
  const auto first = text.find('.');
  const auto second = first == std::string::npos ? first : text.find('.', first + 1);
  if (second == std::string::npos || second + 1 == text.size()) return wrong(name, Reference{});
  return {.vendor = text.substr(0, first),
          .entry = text.substr(first + 1, second - first - 1),
          .name = text.substr(second + 1)};
}

std::vector<Reference> PlanReader::references(const Json& object, std::string_view name) {
  std::vector<Reference> list;
  for (const Json& value : items(object, name))
    list.push_back(reference(value, name));
  return list;
}

std::vector<Filter> PlanReader::filters(const Json& object, std::string_view name) {
  std::vector<Filter> list;
  for (const Json& value : items(object, name)) {
    Filter filter{.field = reference(member(value, "field"), name),
                  .op = one_of(value, "op", op_names, FilterOp::eq),
                  .values = {},
                  .part = part(value)};
    for (const Json& each : items(value, "values")) {
      // Values end up as literals of a statement: a list or an object there would be nobody's
      // meaning.
      if (each.is_structured()) wrong(name, 0);
      filter.values.push_back(each);
    }
    if (!compares_part(filter)) wrong(name, 0);
    list.push_back(std::move(filter));
  }
  return list;
}

std::vector<Dimension> PlanReader::dimensions(const Json& object) {
  std::vector<Dimension> list;
  for (const Json& value : items(object, "dimensions")) {
    list.push_back({.field = reference(member(value, "field"), "dimensions"),
                    .grain = grain(value),
                    .part = part(value)});
  }
  return list;
}

std::optional<Grain> PlanReader::grain(const Json& object) {
  if (member(object, "grain").is_null()) return std::nullopt;
  return one_of(object, "grain", grain_names, Grain::day);
}

std::optional<DatePart> PlanReader::part(const Json& object) {
  if (member(object, "part").is_null()) return std::nullopt;
  return one_of(object, "part", part_names, DatePart::weekday);
}

std::optional<PeriodSpec> PlanReader::period(const Json& object, std::string_view name) {
  const Json& value = member(object, name);
  if (value.is_null()) return std::nullopt;
  const auto start = parse_rfc3339(text_member(value, "start").value_or(""));
  const auto end = parse_rfc3339(text_member(value, "end").value_or(""));
  if (!start || !end) return wrong(name, std::optional<PeriodSpec>());
  PeriodSpec period;
  period.text = text_member(value, "text").value_or("");
  period.start = *start;
  period.end = *end;
  period.grain = grain(value);
  period.partial = flag_member(value, "partial").value_or(false);
  period.open_start = flag_member(value, "open_start").value_or(false);
  return period;
}

std::vector<Having> PlanReader::havings(const Json& object) {
  std::vector<Having> list;
  for (const Json& value : items(object, "having")) {
    const Json& bound = member(value, "value");
    if (!bound.is_number()) wrong("having", 0);
    list.push_back({.measure = reference(member(value, "measure"), "having"),
                    .op = one_of(value, "op", op_names, FilterOp::gt),
                    .value = bound.is_number() ? bound.get<double>() : 0});
  }
  return list;
}

std::optional<Restriction> PlanReader::restriction(const Json& object) {
  const Json& value = member(object, "restriction");
  if (value.is_null()) return std::nullopt;
  const auto count = integer_member(value, "count");
  if (!count || *count < 1) return wrong("restriction", std::optional<Restriction>());
  return Restriction{.key = reference(member(value, "key"), "restriction"),
                     .measure = reference(member(value, "measure"), "restriction"),
                     .count = static_cast<std::size_t>(*count),
                     .largest = flag_member(value, "largest").value_or(true)};
}

std::optional<Reference> PlanReader::optional_reference(const Json& object, std::string_view name) {
  const Json& value = member(object, name);
  if (value.is_null()) return std::nullopt;
  return reference(value, name);
}

std::optional<OrderBy> PlanReader::order(const Json& object) {
  const Json& value = member(object, "order");
  if (!value.is_object()) return std::nullopt;
  return OrderBy{.by_measure = flag_member(value, "by_measure").value_or(true),
                 .descending = flag_member(value, "descending").value_or(true),
                 .field = optional_reference(value, "field")};
}

std::optional<Bands> PlanReader::bands(const Json& object) {
  const Json& value = member(object, "bands");
  if (value.is_null()) return std::nullopt;
  Bands bands{.edges = {}, .of_groups = flag_member(value, "of_groups").value_or(false)};
  for (const Json& edge : items(value, "edges")) {
    const bool usable = edge.is_number() && std::abs(edge.get<double>()) <= band_edge_max;
    if (!usable) return wrong("bands", std::optional<Bands>());
    bands.edges.push_back(edge.get<double>());
  }
  const bool ascending =
      std::ranges::adjacent_find(bands.edges, std::ranges::greater_equal()) == bands.edges.end();
  if (!ascending || bands.edges.size() > band_edges_max)
    return wrong("bands", std::optional<Bands>());
  return bands;
}

std::vector<Related> PlanReader::related(const Json& object) {
  std::vector<Related> list;
  for (const Json& value : items(object, "related"))
    list.push_back({.rows = reference(member(value, "rows"), "related"),
                    .present = flag_member(value, "present").value_or(true),
                    .period = period(value, "period"),
                    .part = flag_member(value, "part").value_or(false),
                    .filters = filters(value, "filters")});
  return list;
}

std::vector<Assumption> PlanReader::assumptions(const Json& object) {
  std::vector<Assumption> list;
  for (const Json& value : items(object, "assumptions"))
    list.push_back(
        {text_member(value, "about").value_or(""), text_member(value, "text").value_or("")});
  return list;
}

std::vector<std::string> PlanReader::texts(const Json& object, std::string_view name) {
  std::vector<std::string> list;
  for (const Json& value : items(object, name)) {
    list.push_back(value.is_string() ? value.get<std::string>() : wrong(name, std::string()));
  }
  return list;
}

const Json& PlanReader::items(const Json& object, std::string_view name) {
  static const Json none = Json::array();
  const Json& value = member(object, name);
  if (value.is_null()) return none;
  return value.is_array() ? value : wrong<const Json&>(name, none);
}

}  // namespace sluice::analytics
