#include "authoring/stand_in.h"

#include "catalog/argument_path.h"
#include "catalog/connection_parameters.h"

#include <algorithm>
#include <utility>

namespace sluice::authoring {
namespace {

using catalog::Parameter;

// The days of these stand-ins mean nothing; they only have to be read as what they are.
constexpr std::string_view some_instant = "2026-01-01T00:00:00Z";
constexpr std::string_view some_day = "2026-01-01";
constexpr std::int64_t some_second = 1'767'225'600;

[[nodiscard]] Json value_of(const Parameter& parameter) {
  if (!parameter.example.empty()) {
    const auto read = catalog::read_parameter(parameter, parameter.example);
    if (read && !read->is_null()) return *read;
  }
  switch (parameter.type) {
    case Parameter::Type::integer: return 1;
    case Parameter::Type::domain: return "shop.example.com";
    case Parameter::Type::choice:
      return parameter.choices.empty() ? Json("x") : Json(parameter.choices.front());
    case Parameter::Type::slug:
    case Parameter::Type::text: return "x";
  }
  return "x";
}

// Of one type among those that a schema allows.
[[nodiscard]] bool allows(const Json& schema, std::string_view type) {
  const Json& types = member(schema, "type");
  if (types.is_null()) return true;
  if (!types.is_array()) return types == type;
  return std::find(types.begin(), types.end(), Json(type)) != types.end();
}

}  // namespace

Json stand_in_for(const catalog::Vendor& vendor, std::string_view placeholder) {
  constexpr std::string_view owner = "connection.";
  if (placeholder.starts_with(owner))
    return member(stand_in_parameters(vendor), placeholder.substr(owner.size()));
  if (placeholder == "from" || placeholder == "to") return some_instant;
  if (placeholder == "from_date" || placeholder == "to_date") return some_day;
  if (placeholder == "from_epoch_s" || placeholder == "to_epoch_s") return some_second;
  if (placeholder == "from_epoch_ms" || placeholder == "to_epoch_ms") return some_second * 1'000;
  if (placeholder == "grain") return "day";
  if (placeholder == "timezone") return "Europe/Berlin";
  return nullptr;
}

Json stand_in_parameters(const catalog::Vendor& vendor) {
  Json values = Json::object();
  for (const Parameter& parameter : vendor.parameters)
    values[parameter.name] = value_of(parameter);
  return values;
}

Json stand_in_value(const catalog::Field& field, const Json& schema) {
  const Json& choices = member(schema, "enum");
  if (choices.is_array() && !choices.empty() && field.values.empty()) return choices.front();
  if (!field.values.empty()) return field.values.front().value;
  if (field.type == "integer") return 1;
  if (field.type == "decimal") return allows(schema, "integer") ? Json(1) : Json(1.5);
  if (field.type == "boolean") return true;
  return field.type == "date" || field.type == "timestamp" ? Json(some_day) : Json("x");
}

const Json& schema_at(const Json& input, std::string_view path) {
  static const Json unknown;
  const auto parsed = catalog::parse_argument_path(path);
  if (!parsed) return unknown;
  const Json* place = &input;
  for (const catalog::ArgumentStep& step : parsed->steps)
    place = step.name.empty() ? &member(*place, "items")
                              : &member(member(*place, "properties"), step.name);
  return *place;
}

}  // namespace sluice::authoring
