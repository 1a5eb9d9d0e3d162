#include "catalog/json_schema.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <string_view>

namespace sluice::catalog {
namespace {

// What is understood, with annotations that say nothing about validity.
constexpr std::array<std::string_view, 21> known_keywords{
    "type",        "enum",     "const",        "properties", "required", "additionalProperties",
    "items",       "minItems", "maxItems",     "minimum",    "maximum",  "pattern",
    "anyOf",       "$ref",     "$defs",        "$schema",    "$id",      "title",
    "description", "default",  "propertyNames"};

bool is_type(const Json& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "null") return value.is_null();
  if (type == "number") return value.is_number();
  // A JSON number without a fraction is an integer, however it is written.
  if (type == "integer")
    return value.is_number_integer() ||
           (value.is_number_float() && std::floor(value.get<double>()) == value.get<double>());
  return false;
}

std::string joined(const Json& values) {
  std::string out;
  for (const Json& value : values) {
    if (!out.empty()) out += ", ";
    out += value.is_string() ? value.get_ref<const std::string&>() : to_wire(value);
  }
  return out;
}

class Checker {
 public:
  Checker(const Json& root, std::size_t issues_max) : root_(root), issues_max_(issues_max) {}

  void check(const Json& schema, const Json& value, const std::string& path) {
    if (issues_.size() >= issues_max_ || schema.is_boolean()) {
      if (schema.is_boolean() && !schema.get<bool>()) report(path, "nothing is allowed here");
      return;
    }
    // Before anything is compared: half a schema would accept what it was written to refuse.
    if (!readable(schema, path)) return;
    if (schema.contains("$ref")) return check(resolved(schema["$ref"]), value, path);
    if (schema.contains("anyOf")) check_any(schema["anyOf"], value, path);
    if (!check_type(schema, value, path)) return;
    check_value(schema, value, path);
    if (value.is_object()) check_object(schema, value, path);
    if (value.is_array()) check_array(schema, value, path);
  }

  [[nodiscard]] std::vector<SchemaIssue> take() { return std::move(issues_); }

 private:
  bool readable(const Json& schema, const std::string& path) {
    for (const auto& [keyword, ignored] : schema.items()) {
      if (std::ranges::find(known_keywords, keyword) != known_keywords.end()) continue;
      report(path, "the schema uses \"" + keyword + "\", which is not understood");
      return false;
    }
    return true;
  }

  const Json& resolved(const Json& reference) const {
    static const Json nothing_allowed = false;
    constexpr std::string_view prefix = "#/$defs/";
    const auto& text = reference.get_ref<const std::string&>();
    if (!text.starts_with(prefix)) return nothing_allowed;
    const Json& definitions = member(root_, "$defs");
    const std::string name = text.substr(prefix.size());
    return definitions.contains(name) ? definitions[name] : nothing_allowed;
  }

  // Of several readings the one that comes furthest is reported: the first with the fewest issues.
  void check_any(const Json& choices, const Json& value, const std::string& path) {
    std::optional<std::vector<SchemaIssue>> best;
    for (const Json& choice : choices) {
      Checker attempt(root_, issues_max_);
      attempt.check(choice, value, path);
      std::vector<SchemaIssue> found = attempt.take();
      if (found.empty()) return;
      const bool deeper = best && found.front().path.size() > best->front().path.size();
      if (!best || deeper) best = std::move(found);
    }
    for (SchemaIssue& issue : best.value_or(std::vector<SchemaIssue>{}))
      issues_.push_back(std::move(issue));
  }

  bool check_type(const Json& schema, const Json& value, const std::string& path) {
    if (!schema.contains("type")) return true;
    const Json& types = schema["type"];
    const auto fits_one = [&](const Json& type) {
      return is_type(value, type.get_ref<const std::string&>());
    };
    const bool fits = types.is_array() ? std::ranges::any_of(types, fits_one) : fits_one(types);
    if (!fits) {
      const std::string allowed = types.is_array() ? joined(types) : types.get<std::string>();
      report(path, "must be " + allowed + ", is " + std::string(value.type_name()));
    }
    return fits;
  }

  void check_value(const Json& schema, const Json& value, const std::string& path) {
    if (schema.contains("enum") &&
        std::ranges::find(schema["enum"], value) == schema["enum"].end()) {
      report(path, to_wire(value) + " is not allowed; allowed: " + joined(schema["enum"]));
    }
    if (schema.contains("const") && schema["const"] != value) {
      report(path, "must be " + to_wire(schema["const"]));
    }
    if (value.is_string() && schema.contains("pattern")) {
      check_pattern(schema["pattern"], value, path);
    }
    if (!value.is_number()) return;
    if (schema.contains("minimum") && value < schema["minimum"]) {
      report(path, "must be at least " + to_wire(schema["minimum"]));
    }
    if (schema.contains("maximum") && value > schema["maximum"]) {
      report(path, "must be at most " + to_wire(schema["maximum"]));
    }
  }

  // RE2: linear time, whatever the schema and the text.
  void check_pattern(const Json& pattern, const Json& value, const std::string& path) {
    const auto& text = pattern.get_ref<const std::string&>();
    if (!RE2::PartialMatch(value.get_ref<const std::string&>(), compiled(text))) {
      report(path, to_wire(value) + " does not have the form " + text);
    }
  }

  // Compiling costs far more than matching, and a row repeats few patterns often.
  const RE2& compiled(const std::string& text) {
    auto& slot = patterns_[text];
    if (slot == nullptr) slot = std::make_unique<RE2>(text, RE2::Quiet);
    return *slot;
  }

  void check_object(const Json& schema, const Json& value, const std::string& path) {
    const Json& properties = member(schema, "properties");
    for (const Json& name : member(schema, "required")) {
      if (!value.contains(name.get<std::string>()))
        report(path, "the member \"" + name.get<std::string>() + "\" is missing",
               SchemaIssue::Kind::missing_member);
    }
    for (const auto& [name, item] : value.items()) {
      const std::string below = path.empty() ? name : path + "/" + name;
      if (schema.contains("propertyNames"))
        check_pattern(schema["propertyNames"]["pattern"], name, below);
      if (properties.contains(name)) {
        check(properties[name], item, below);
      } else {
        check_additional(schema, item, below);
      }
    }
  }

  void check_additional(const Json& schema, const Json& item, const std::string& path) {
    const Json& additional = member(schema, "additionalProperties");
    if (additional.is_null() || additional == Json(true)) return;
    if (additional.is_object()) return check(additional, item, path);
    std::string allowed;
    for (const auto& [name, ignored] : member(schema, "properties").items())
      allowed += (allowed.empty() ? "" : ", ") + name;
    report(path, "unknown member; allowed: " + (allowed.empty() ? "none" : allowed),
           SchemaIssue::Kind::unknown_member);
  }

  void check_array(const Json& schema, const Json& value, const std::string& path) {
    if (schema.contains("minItems") && value.size() < schema["minItems"].get<std::size_t>()) {
      report(path, "needs at least " + to_wire(schema["minItems"]) + " element(s)");
    }
    if (schema.contains("maxItems") && value.size() > schema["maxItems"].get<std::size_t>()) {
      report(path, "holds more than " + to_wire(schema["maxItems"]) + " elements");
    }
    if (!schema.contains("items")) return;
    for (std::size_t i = 0; i < value.size(); ++i)
      check(schema["items"], value[i], path + "/" + std::to_string(i));
  }

  void report(const std::string& path, std::string message,
              SchemaIssue::Kind kind = SchemaIssue::Kind::wrong_value) {
    if (issues_.size() < issues_max_) issues_.push_back({kind, path, std::move(message)});
  }

  const Json& root_;
  std::size_t issues_max_;
  std::vector<SchemaIssue> issues_;
  std::map<std::string, std::unique_ptr<RE2>> patterns_;
};

}  // namespace

std::vector<SchemaIssue> schema_issues(const Json& schema, const Json& document,
                                       std::size_t issues_max) {
  Checker checker(schema, issues_max);
  checker.check(schema, document, "");
  return checker.take();
}

}  // namespace sluice::catalog
