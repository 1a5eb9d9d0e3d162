#include "analytics/plan/query_plan.h"

#include "base/time_format.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <utility>

namespace sluice::analytics {
namespace {

// Names are kept with cards for years: an enumerator may be renamed, its text may not.
template <class Value, std::size_t count>
using Names = std::array<std::pair<Value, std::string_view>, count>;

constexpr Names<Frame, 9> frame_names{{{Frame::total, "total"},
                                       {Frame::trend, "trend"},
                                       {Frame::breakdown, "breakdown"},
                                       {Frame::top, "top"},
                                       {Frame::comparison, "comparison"},
                                       {Frame::share, "share"},
                                       {Frame::list, "list"},
                                       {Frame::record_count, "record_count"},
                                       {Frame::distribution, "distribution"}}};
constexpr Names<Grain, 5> grain_names{{{Grain::day, "day"},
                                       {Grain::week, "week"},
                                       {Grain::month, "month"},
                                       {Grain::quarter, "quarter"},
                                       {Grain::year, "year"}}};
constexpr Names<WeekStart, 2> week_start_names{
    {{WeekStart::monday, "monday"}, {WeekStart::sunday, "sunday"}}};
constexpr Names<FilterOp, 11> op_names{{{FilterOp::eq, "eq"},
                                        {FilterOp::ne, "ne"},
                                        {FilterOp::in, "in"},
                                        {FilterOp::not_in, "not_in"},
                                        {FilterOp::gt, "gt"},
                                        {FilterOp::gte, "gte"},
                                        {FilterOp::lt, "lt"},
                                        {FilterOp::lte, "lte"},
                                        {FilterOp::contains, "contains"},
                                        {FilterOp::is_null, "is_null"},
                                        {FilterOp::is_not_null, "is_not_null"}}};
constexpr Names<Comparison, 4> comparison_names{{{Comparison::none, "none"},
                                                 {Comparison::previous_period, "previous_period"},
                                                 {Comparison::previous_year, "previous_year"},
                                                 {Comparison::named_period, "named_period"}}};
constexpr Names<Derivation, 4> derivation_names{{{Derivation::none, "none"},
                                                 {Derivation::ratio, "ratio"},
                                                 {Derivation::percent, "percent"},
                                                 {Derivation::difference, "difference"}}};

constexpr Names<Transform, 3> transform_names{{{Transform::none, "none"},
                                               {Transform::running_total, "running_total"},
                                               {Transform::moving_average, "moving_average"}}};
constexpr Names<Change, 3> change_names{
    {{Change::none, "none"}, {Change::absolute, "absolute"}, {Change::percent, "percent"}}};
constexpr Names<DatePart, 1> part_names{{{DatePart::weekday, "weekday"}}};

template <class Value, std::size_t count>
[[nodiscard]] std::string name_of(Value value, const Names<Value, count>& names) {
  for (const auto& [known, name] : names) {
    if (known == value) return std::string(name);
  }
  return {};
}

// "stripe.subscriptions.mrr"; a name may hold further dots ("customers.name").
[[nodiscard]] Json text_of(const Reference& reference) {
  return reference.vendor + "." + reference.entry + "." + reference.name;
}

[[nodiscard]] Json filter_json(const Filter& filter) {
  return {{"field", text_of(filter.field)},
          {"op", name_of(filter.op, op_names)},
          {"values", filter.values}};
}
[[nodiscard]] Json filters_json(const std::vector<Filter>& filters) {
  Json list = Json::array();
  for (const Filter& filter : filters)
    list.push_back(filter_json(filter));
  return list;
}
[[nodiscard]] Json assumptions_json(const std::vector<Assumption>& assumptions) {
  Json list = Json::array();
  for (const Assumption& each : assumptions)
    list.push_back({{"about", each.about}, {"text", each.text}});
  return list;
}
[[nodiscard]] Json references_json(const std::vector<Reference>& references) {
  Json list = Json::array();
  for (const Reference& reference : references)
    list.push_back(text_of(reference));
  return list;
}

[[nodiscard]] Json period_json(const PeriodSpec& period) {
  return {{"text", period.text},
          {"start", to_rfc3339(period.start)},
          {"end", to_rfc3339(period.end)},
          {"grain", period.grain ? Json(name_of(*period.grain, grain_names)) : Json()},
          {"partial", period.partial},
          {"open_start", period.open_start}};
}

// Reads members, keeping the name of the first that is wrong.
class PlanReader {
 public:
  [[nodiscard]] const std::string& error() const noexcept { return error_; }

  template <class Value, std::size_t count>
  [[nodiscard]] Value one_of(const Json& object, std::string_view name,
                             const Names<Value, count>& names, Value absent) {
    const Json& value = member(object, name);
    // Plans of older cards lack what came later, and mean its absence.
    if (value.is_null()) return absent;
    for (const auto& [known, word] : names) {
      if (value == word) return known;
    }
    return wrong(name, absent);
  }
  [[nodiscard]] Reference reference(const Json& value, std::string_view name) {
    const std::string text = value.is_string() ? value.get<std::string>() : "";
    const auto first = text.find('.');
    const auto second = first == std::string::npos ? first : text.find('.', first + 1);
    if (second == std::string::npos || second + 1 == text.size()) return wrong(name, Reference{});
    return {.vendor = text.substr(0, first),
            .entry = text.substr(first + 1, second - first - 1),
            .name = text.substr(second + 1)};
  }
  [[nodiscard]] std::vector<Reference> references(const Json& object, std::string_view name) {
    std::vector<Reference> list;
    for (const Json& value : items(object, name))
      list.push_back(reference(value, name));
    return list;
  }
  [[nodiscard]] std::vector<Filter> filters(const Json& object, std::string_view name) {
    std::vector<Filter> list;
    for (const Json& value : items(object, name)) {
      Filter filter{.field = reference(member(value, "field"), name),
                    .op = one_of(value, "op", op_names, FilterOp::eq),
                    .values = {}};
      for (const Json& each : items(value, "values")) {
        // Values end up as literals of a statement: a list or an object there would be nobody's
        // meaning.
        if (each.is_structured()) wrong(name, 0);
        filter.values.push_back(each);
      }
      list.push_back(std::move(filter));
    }
    return list;
  }
  [[nodiscard]] std::vector<Dimension> dimensions(const Json& object) {
    std::vector<Dimension> list;
    for (const Json& value : items(object, "dimensions")) {
      list.push_back({.field = reference(member(value, "field"), "dimensions"),
                      .grain = grain(value),
                      .part = part(value)});
    }
    return list;
  }
  [[nodiscard]] std::optional<Grain> grain(const Json& object) {
    if (member(object, "grain").is_null()) return std::nullopt;
    return one_of(object, "grain", grain_names, Grain::day);
  }
  [[nodiscard]] std::optional<DatePart> part(const Json& object) {
    if (member(object, "part").is_null()) return std::nullopt;
    return one_of(object, "part", part_names, DatePart::weekday);
  }
  [[nodiscard]] std::optional<PeriodSpec> period(const Json& object, std::string_view name) {
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
  [[nodiscard]] std::vector<Having> havings(const Json& object) {
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
  [[nodiscard]] std::optional<Restriction> restriction(const Json& object) {
    const Json& value = member(object, "restriction");
    if (value.is_null()) return std::nullopt;
    const auto count = integer_member(value, "count");
    if (!count || *count < 1) return wrong("restriction", std::optional<Restriction>());
    return Restriction{.key = reference(member(value, "key"), "restriction"),
                       .measure = reference(member(value, "measure"), "restriction"),
                       .count = static_cast<std::size_t>(*count),
                       .largest = flag_member(value, "largest").value_or(true)};
  }
  [[nodiscard]] std::vector<Assumption> assumptions(const Json& object) {
    std::vector<Assumption> list;
    for (const Json& value : items(object, "assumptions"))
      list.push_back(
          {text_member(value, "about").value_or(""), text_member(value, "text").value_or("")});
    return list;
  }
  [[nodiscard]] std::vector<std::string> texts(const Json& object, std::string_view name) {
    std::vector<std::string> list;
    for (const Json& value : items(object, name)) {
      list.push_back(value.is_string() ? value.get<std::string>() : wrong(name, std::string()));
    }
    return list;
  }

 private:
  template <class Value>
  Value wrong(std::string_view name, Value value) {
    // The first one: what follows is often wrong because of it.
    if (error_.empty()) error_ = "the plan's member " + std::string(name) + " is not right";
    return value;
  }
  [[nodiscard]] const Json& items(const Json& object, std::string_view name) {
    static const Json none = Json::array();
    const Json& value = member(object, name);
    if (value.is_null()) return none;
    return value.is_array() ? value : wrong<const Json&>(name, none);
  }

  std::string error_;
};

}  // namespace

std::string_view to_text(WeekStart start) {
  switch (start) {
    case WeekStart::monday: return "monday";
    case WeekStart::sunday: return "sunday";
  }
  return "monday";
}

std::optional<WeekStart> parse_week_start(std::string_view text) {
  if (text == "monday") return WeekStart::monday;
  return text == "sunday" ? std::optional(WeekStart::sunday) : std::nullopt;
}

Json to_json(const QueryPlan& plan) {
  Json dimensions = Json::array();
  for (const Dimension& dimension : plan.dimensions) {
    dimensions.push_back(
        {{"field", text_of(dimension.field)},
         {"grain", dimension.grain ? Json(name_of(*dimension.grain, grain_names)) : Json()}});
    if (dimension.part) dimensions.back()["part"] = name_of(*dimension.part, part_names);
  }
  Json having = Json::array();
  for (const Having& each : plan.having) {
    having.push_back({{"measure", text_of(each.measure)},
                      {"op", name_of(each.op, op_names)},
                      {"value", each.value}});
  }
  Json json = {{"frame", name_of(plan.frame, frame_names)},
               {"measures", references_json(plan.measures)},
               {"dimensions", std::move(dimensions)},
               {"filters", filters_json(plan.filters)},
               {"part", filters_json(plan.part)},
               {"having", std::move(having)},
               {"derivation", name_of(plan.derivation, derivation_names)},
               {"period", plan.period ? period_json(*plan.period) : Json()},
               {"time", plan.time ? text_of(*plan.time) : Json()},
               {"comparison", name_of(plan.comparison, comparison_names)},
               {"columns", references_json(plan.columns)},
               {"timezone", plan.timezone},
               {"week_starts_on", to_text(plan.week_starts_on)},
               {"chart_hint", plan.chart_hint},
               {"confidence", plan.confidence},
               {"unused_words", plan.unused_words},
               {"assumptions", assumptions_json(plan.assumptions)}};
  // What few plans have is named only where it is there.
  if (plan.transform != Transform::none) {
    json["transform"] = name_of(plan.transform, transform_names);
    json["window"] = plan.window;
  }
  if (plan.change != Change::none) json["change"] = name_of(plan.change, change_names);
  if (plan.rest) json["rest"] = true;
  if (!plan.currency.empty()) json["currency"] = plan.currency;
  if (plan.other_period) json["other_period"] = period_json(*plan.other_period);
  json["restriction"] = nullptr;
  if (plan.restriction) {
    json["restriction"] = {{"key", text_of(plan.restriction->key)},
                           {"measure", text_of(plan.restriction->measure)},
                           {"count", plan.restriction->count},
                           {"largest", plan.restriction->largest}};
  }
  json["order"] = nullptr;
  if (plan.order) {
    json["order"] = {{"by_measure", plan.order->by_measure},
                     {"descending", plan.order->descending}};
  }
  json["limit"] = plan.limit ? Json(*plan.limit) : Json();
  return json;
}

std::expected<QueryPlan, std::string> plan_from_json(const Json& json) {
  if (!json.is_object()) return std::unexpected("the plan is not an object");
  PlanReader reader;
  QueryPlan plan;
  plan.frame = reader.one_of(json, "frame", frame_names, Frame::total);
  plan.measures = reader.references(json, "measures");
  plan.dimensions = reader.dimensions(json);
  plan.filters = reader.filters(json, "filters");
  plan.part = reader.filters(json, "part");
  plan.having = reader.havings(json);
  plan.derivation = reader.one_of(json, "derivation", derivation_names, Derivation::none);
  plan.transform = reader.one_of(json, "transform", transform_names, Transform::none);
  plan.window = static_cast<std::size_t>(
      std::max<std::int64_t>(integer_member(json, "window").value_or(0), 0));
  const bool windowed = plan.window > 0 && plan.window <= window_max;
  if (plan.transform == Transform::moving_average && !windowed)
    return std::unexpected("a moving average needs a window of 1 to " + std::to_string(window_max));
  plan.change = reader.one_of(json, "change", change_names, Change::none);
  plan.rest = flag_member(json, "rest").value_or(false);
  plan.currency = text_member(json, "currency").value_or("");
  plan.period = reader.period(json, "period");
  const Json& time = member(json, "time");
  if (!time.is_null()) plan.time = reader.reference(time, "time");
  plan.comparison = reader.one_of(json, "comparison", comparison_names, Comparison::none);
  plan.other_period = reader.period(json, "other_period");
  if ((plan.comparison == Comparison::named_period) != plan.other_period.has_value())
    return std::unexpected("a comparison with a named period needs that period");
  plan.restriction = reader.restriction(json);
  const Json& order = member(json, "order");
  if (order.is_object()) {
    plan.order = OrderBy{.by_measure = flag_member(order, "by_measure").value_or(true),
                         .descending = flag_member(order, "descending").value_or(true)};
  }
  const auto limit = integer_member(json, "limit");
  if (limit && *limit > 0) plan.limit = static_cast<std::size_t>(*limit);
  plan.columns = reader.references(json, "columns");
  plan.timezone = text_member(json, "timezone").value_or("UTC");
  plan.week_starts_on = reader.one_of(json, "week_starts_on", week_start_names, WeekStart::monday);
  plan.chart_hint = text_member(json, "chart_hint").value_or("");
  const Json& confidence = member(json, "confidence");
  if (confidence.is_number()) plan.confidence = confidence.get<double>();
  plan.unused_words = reader.texts(json, "unused_words");
  plan.assumptions = reader.assumptions(json);
  if (!reader.error().empty()) return std::unexpected(reader.error());
  return plan;
}

}  // namespace sluice::analytics
