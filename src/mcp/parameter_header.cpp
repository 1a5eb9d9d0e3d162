#include "mcp/parameter_header.h"

#include "base/text.h"
#include "mcp/header_value.h"
#include "net/http_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace sluice::mcp {
namespace {

constexpr std::string_view annotation = "x-mcp-header";
constexpr std::int64_t exact_integer_max = (std::int64_t{1} << 53) - 1;  // Of a JSON reader.
// Members whose values are data, not schemas: an annotation in there annotates nothing.
constexpr std::array<std::string_view, 5> data_members{"default", "const", "enum", "examples",
                                                       "required"};

// Whether a schema outside the `properties` chain annotates anything.
// NOLINTNEXTLINE(misc-no-recursion): the depth was checked with the document.
bool annotates(JsonText schema) {
  for (const JsonText& element : schema.elements()) {
    if (annotates(element)) return true;
  }
  for (const auto& [name, value] : schema.members()) {
    if (name == annotation) return true;
    if (std::ranges::find(data_members, name) != data_members.end()) continue;
    if (annotates(value)) return true;
  }
  return false;
}

class Collector {
 public:
  // NOLINTNEXTLINE(misc-no-recursion): the depth was checked with the document.
  bool read_schema(JsonText schema, const std::vector<std::string>& path) {
    for (const auto& [name, value] : schema.members()) {
      if (name == annotation && !read_annotation(schema, value, path)) return false;
      if (name == "properties" && !read_properties(value, path)) return false;
      const bool other = name != annotation && name != "properties" &&
                         std::ranges::find(data_members, name) == data_members.end();
      if (other && annotates(value)) return fail("an annotation outside of plain properties");
    }
    return true;
  }
  std::vector<ParameterHeader> found;
  std::string error;

 private:
  bool fail(std::string why) {
    error = std::move(why);
    return false;
  }
  // NOLINTNEXTLINE(misc-no-recursion): the depth was checked with the document.
  bool read_properties(JsonText properties, const std::vector<std::string>& path) {
    for (const auto& [name, schema] : properties.members()) {
      std::vector<std::string> inner = path;
      inner.push_back(name);
      if (!read_schema(schema, inner)) return false;
    }
    return true;
  }
  bool read_annotation(JsonText schema, JsonText value, const std::vector<std::string>& path) {
    auto name = value.string();
    if (path.empty()) return fail("an annotation on the whole input");
    if (!name || !net::is_token(*name)) return fail("a header name that is no token");
    const auto type = schema.member("type").string();
    if (type != "string" && type != "integer" && type != "boolean") {
      return fail("an annotation on a property that is no string, integer or boolean");
    }
    if (!names_.insert(lower(*name)).second) return fail("a header name used twice");
    found.push_back({std::move(*name), path});
    return true;
  }

  std::set<std::string> names_;
};

std::optional<std::string> mirrored(JsonText value) {
  if (const auto text = value.string()) return header_value(*text);
  if (value.flag()) return std::string(value.raw());
  const auto number = value.integer();
  if (!number || *number > exact_integer_max || *number < -exact_integer_max) return std::nullopt;
  return std::to_string(*number);
}

}  // namespace

std::expected<std::vector<ParameterHeader>, std::string> parameter_headers(JsonText input_schema) {
  Collector collector;
  if (!collector.read_schema(input_schema, {})) return std::unexpected(collector.error);
  return std::move(collector.found);
}

std::vector<net::Header> mirror_arguments(const std::vector<ParameterHeader>& annotations,
                                          JsonText arguments) {
  std::vector<net::Header> headers;
  for (const ParameterHeader& each : annotations) {
    JsonText value = arguments;
    for (const std::string& step : each.path)
      value = value.member(step);
    if (auto text = mirrored(value)) {
      headers.push_back({"Mcp-Param-" + each.name, std::move(*text)});
    }
  }
  return headers;
}

}  // namespace sluice::mcp
