#include "analytics/answering/chart_check.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace sluice::analytics {
namespace {

constexpr std::size_t rows_max = 10'000;
constexpr std::size_t text_bytes_max = 2'000;
constexpr std::size_t field_bytes_max = 128;
constexpr double pixels_max = 4'000;

using Words = std::span<const std::string_view>;

constexpr std::array<std::string_view, 17> marks{
    "number", "line",  "bar",    "stacked-bar", "pie",  "scatter", "heatmap", "funnel", "table",
    "area",   "point", "circle", "square",      "tick", "rect",    "arc",     "text"};
constexpr std::array<std::string_view, 22> members{
    "$schema",      "name",       "title",     "description", "mark",       "data",
    "encoding",     "width",      "height",    "x",           "y",          "series",
    "sort",         "stack",      "stacked",   "format",      "horizontal", "unit",
    "partial_last", "background", "shown_max", "partial"};
constexpr std::array<std::string_view, 20> channels{
    "x",       "y",     "x2",      "y2",      "color",   "series", "size",
    "opacity", "shape", "theta",   "order",   "detail",  "row",    "column",
    "facet",   "text",  "tooltip", "xOffset", "yOffset", "radius"};
constexpr std::array<std::string_view, 11> channel_members{
    "field", "type",  "aggregate", "timeUnit", "bin",  "sort",
    "stack", "title", "format",    "value",    "scale"};
constexpr std::array<std::string_view, 6> mark_members{"type",  "tooltip", "point",
                                                       "color", "filled",  "interpolate"};
constexpr std::array<std::string_view, 3> scale_members{"zero", "type", "nice"};
// What a page would compute or follow is refused with its own reason, since a chart that asks for
// it is an attempt and no mistake.
constexpr std::array<std::string_view, 6> computing{"transform", "params",    "signals",
                                                    "condition", "selection", "projections"};
constexpr std::array<std::string_view, 4> linking{"href", "url", "usermeta", "on"};

[[nodiscard]] bool among(std::string_view word, Words words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

using Refused = ChartFault;
using Check = std::optional<ChartFault>;  // Nothing: fine.

[[nodiscard]] Refused refuse(std::string reason, std::string detail) {
  return {std::move(reason), std::move(detail)};
}

[[nodiscard]] std::string shown(std::string_view name) {
  // The name is whoever's wrote the chart.
  constexpr std::size_t name_bytes_max = 64;
  return "\"" + std::string(name.substr(0, name_bytes_max)) + "\"";
}

// A member that the closed form does not have, with the reason that says most.
[[nodiscard]] Refused unknown(std::string_view name) {
  if (among(name, computing)) return refuse("expression", shown(name) + " computes in the page");
  if (among(name, linking)) return refuse("link", shown(name) + " leads out of the chart");
  return refuse("unknown_member", shown(name) + " is not part of a chart");
}

[[nodiscard]] Check only(const Json& object, Words allowed) {
  if (!object.is_object()) return refuse("wrong_type", "an object was expected");
  for (const auto& [name, value] : object.items()) {
    if (!among(name, allowed)) return unknown(name);
  }
  return std::nullopt;
}

[[nodiscard]] bool is_short_text(const Json& value, std::size_t bytes_max) {
  return value.is_string() && value.get_ref<const std::string&>().size() <= bytes_max;
}

[[nodiscard]] Check check_mark(const Json& mark) {
  const Json& type = mark.is_object() ? member(mark, "type") : mark;
  if (mark.is_object()) {
    if (auto wrong = only(mark, mark_members)) return wrong;
    for (const auto& [name, value] : mark.items()) {
      if (value.is_structured()) return refuse("wrong_type", shown(name) + " is no plain value");
    }
  }
  if (!type.is_string()) return refuse("wrong_type", "the mark is not named");
  if (!among(type.get_ref<const std::string&>(), marks)) {
    return refuse("unknown_mark",
                  shown(type.get_ref<const std::string&>()) + " is no mark of ours");
  }
  return std::nullopt;
}

[[nodiscard]] Check check_data(const Json& data) {
  if (!data.is_object()) return refuse("wrong_type", "data is not an object");
  if (data.contains("url")) return refuse("remote_data", "data is loaded from elsewhere");
  constexpr std::array<std::string_view, 2> inside{"values", "name"};
  if (auto wrong = only(data, inside)) return wrong;
  const Json& rows = member(data, "values");
  if (!rows.is_array()) return refuse("wrong_type", "data has no rows");
  if (rows.size() > rows_max) return refuse("too_large", "data has too many rows");
  for (const Json& row : rows) {
    const bool flat = row.is_object() && std::all_of(row.begin(), row.end(), [](const Json& cell) {
                        return !cell.is_structured();
                      });
    if (!flat) return refuse("wrong_type", "a row is not flat");
  }
  return std::nullopt;
}

[[nodiscard]] Check check_channel(const Json& channel) {
  if (auto wrong = only(channel, channel_members)) return wrong;
  if (channel.contains("field") && !is_short_text(channel["field"], field_bytes_max)) {
    return refuse("wrong_type", "a field is a name");
  }
  const Json& scale = member(channel, "scale");
  if (!scale.is_null()) {
    if (auto wrong = only(scale, scale_members)) return wrong;
  }
  for (const auto& [name, value] : channel.items()) {
    if (value.is_structured() && name != "scale") {
      return refuse("wrong_type", shown(name) + " is no plain value");
    }
    if (value.is_string() && !is_short_text(value, text_bytes_max)) {
      return refuse("too_large", shown(name) + " is too long");
    }
  }
  return std::nullopt;
}

// A tooltip may name several fields.
[[nodiscard]] Check check_channels(const Json& list) {
  for (const Json& channel : list) {
    if (auto wrong = check_channel(channel)) return wrong;
  }
  return std::nullopt;
}

[[nodiscard]] Check check_encoding(const Json& encoding) {
  if (auto wrong = only(encoding, channels)) return wrong;
  for (const Json& channel : encoding) {
    auto wrong = channel.is_array() ? check_channels(channel) : check_channel(channel);
    if (wrong) return wrong;
  }
  return std::nullopt;
}

[[nodiscard]] Check check_size(const Json& size) {
  if (size.is_null() || size == "container") return std::nullopt;
  if (!size.is_number()) return refuse("wrong_type", "a size is a number of pixels");
  const auto pixels = size.get<double>();
  if (!(pixels > 0) || pixels > pixels_max) return refuse("too_large", "a size is out of bounds");
  return std::nullopt;
}

[[nodiscard]] Check check_plain(const Json& spec) {
  constexpr std::string_view published = "https://vega.github.io/schema/vega-lite/";
  const Json& schema = member(spec, "$schema");
  if (!schema.is_null() &&
      !(schema.is_string() && schema.get_ref<const std::string&>().starts_with(published))) {
    return refuse("link", "the schema stands on another host");
  }
  // Everything else is plain: a list or an object would be a place where the closed form ends.
  for (const std::string_view name : members) {
    const Json& value = member(spec, name);
    const bool structure = name == "mark" || name == "data" || name == "encoding";
    const bool list = name == "y" && value.is_array();
    if (value.is_structured() && !structure && !list) {
      return refuse("wrong_type", shown(name) + " is no plain value");
    }
    if (value.is_string() && !is_short_text(value, text_bytes_max)) {
      return refuse("too_large", shown(name) + " is too long");
    }
  }
  for (const Json& column : member(spec, "y")) {
    if (column.is_structured()) return refuse("wrong_type", "y names columns");
  }
  return std::nullopt;
}

}  // namespace

std::optional<ChartFault> chart_fault(const Json& spec) {
  if (auto wrong = only(spec, members)) return wrong;
  if (auto wrong = check_plain(spec)) return wrong;
  if (auto wrong = check_mark(member(spec, "mark"))) return wrong;
  if (auto wrong = check_size(member(spec, "width"))) return wrong;
  if (auto wrong = check_size(member(spec, "height"))) return wrong;
  if (spec.contains("data")) {
    if (auto wrong = check_data(spec["data"])) return wrong;
  }
  return spec.contains("encoding") ? check_encoding(spec["encoding"]) : std::nullopt;
}

}  // namespace sluice::analytics
