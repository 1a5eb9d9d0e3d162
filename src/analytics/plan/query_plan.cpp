#include "analytics/plan/query_plan.h"

#include "analytics/plan/plan_reader.h"
#include "base/time_format.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

namespace sluice::analytics {
namespace {

// "stripe.subscriptions.mrr"; a name may hold further dots ("customers.name").
[[nodiscard]] Json text_of(const Reference& reference) {
  return reference.vendor + "." + reference.entry + "." + reference.name;
}

[[nodiscard]] Json filter_json(const Filter& filter) {
  Json json = {{"field", text_of(filter.field)},
               {"op", name_of(filter.op, op_names)},
               {"values", filter.values}};
  if (filter.part) json["part"] = name_of(*filter.part, part_names);
  return json;
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

[[nodiscard]] Json order_json(const OrderBy& order) {
  Json json = {{"by_measure", order.by_measure}, {"descending", order.descending}};
  if (order.field) json["field"] = text_of(*order.field);
  return json;
}

// What few plans have is named only where it is there.
void add_rare_forms(const QueryPlan& plan, Json& json) {
  if (plan.bands) {
    json["bands"] = {{"edges", plan.bands->edges}};
    if (plan.bands->of_groups) json["bands"]["of_groups"] = true;
  }
  for (const Related& related : plan.related) {
    Json& each = json["related"].emplace_back(
        Json{{"rows", text_of(related.rows)}, {"present", related.present}});
    if (related.period) each["period"] = period_json(*related.period);
    if (related.part) each["part"] = true;
    if (!related.filters.empty()) each["filters"] = filters_json(related.filters);
  }
  if (!plan.steps.empty()) json["steps"] = references_json(plan.steps);
  if (plan.each_dimension) json["each_dimension"] = true;
  if (plan.count_groups) json["count_groups"] = true;
  if (plan.limit_within) json["limit_within"] = text_of(*plan.limit_within);
}

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
  add_rare_forms(plan, json);
  json["restriction"] = nullptr;
  if (plan.restriction) {
    json["restriction"] = {{"key", text_of(plan.restriction->key)},
                           {"measure", text_of(plan.restriction->measure)},
                           {"count", plan.restriction->count},
                           {"largest", plan.restriction->largest}};
  }
  json["order"] = plan.order ? order_json(*plan.order) : Json();
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
  plan.order = reader.order(json);
  plan.bands = reader.bands(json);
  plan.related = reader.related(json);
  plan.steps = reader.references(json, "steps");
  plan.each_dimension = flag_member(json, "each_dimension").value_or(false);
  plan.count_groups = flag_member(json, "count_groups").value_or(false);
  plan.limit_within = reader.optional_reference(json, "limit_within");
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
  if (plan.bands.has_value() != (plan.frame == Frame::distribution))
    return std::unexpected("a distribution needs bands, and nothing else has them");
  if ((plan.frame == Frame::funnel) != (plan.steps.size() > 1))
    return std::unexpected("a funnel needs two steps or more, and nothing else has them");
  return plan;
}

}  // namespace sluice::analytics
