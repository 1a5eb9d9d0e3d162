#include "calls/definition_fit.h"

#include "base/json.h"

#include <algorithm>
#include <set>

namespace sluice::calls {
namespace {

using catalog::ArgumentRule;
using Types = std::set<std::string>;  // Empty: any.

constexpr int references_max = 8;  // One that leads to itself ends here.

std::string type_name(const std::string& type) {
  return type == "integer" ? "number" : type;
}

std::string type_of(const Json& value) {
  if (value.is_string()) return "string";
  if (value.is_boolean()) return "boolean";
  if (value.is_number()) return "number";
  if (value.is_array()) return "array";
  return value.is_object() ? "object" : "null";
}

class Fit {
 public:
  Fit(const catalog::Tool& tool, const Json& listed) : tool_(tool), listed_(listed) {}

  std::string misfit_of_arguments() const {
    if (std::string found = misfit_of_members(tool_.input, listed_, ""); !found.empty()) {
      return found;
    }
    const Json& known = member(tool_.input, "properties");
    for (const Json& name : member(followed(listed_), "required")) {
      if (!name.is_string() || known.contains(name.get_ref<const std::string&>())) continue;
      return "it demands the argument \"" + shown(name) + "\", which the row does not know";
    }
    return {};
  }

 private:
  static std::string shown(const Json& name) {
    constexpr std::size_t shown_bytes_max = 60;
    return name.get<std::string>().substr(0, shown_bytes_max);
  }

  // "#/$defs/x" within the definition; what leads elsewhere is no schema that we know.
  const Json& followed(const Json& schema) const {
    const Json* at = &schema;
    for (int i = 0; i < references_max && member(*at, "$ref").is_string(); ++i) {
      const std::string reference = text_member(*at, "$ref").value_or("");
      static const Json open = Json::object();
      if (!reference.starts_with("#/")) return open;
      const Json* found = &listed_;
      std::string_view path = std::string_view(reference).substr(2);
      while (!path.empty() && !found->is_null()) {
        const std::size_t slash = path.find('/');
        found = &member(*found, path.substr(0, slash));
        path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
      }
      at = found->is_object() ? found : &open;
    }
    return *at;
  }

  Types types_of(const Json& written, int depth = 0) const {
    const Json& schema = followed(written);
    Types types;
    if (const Json& type = member(schema, "type"); type.is_string()) {
      types.insert(type_name(type.get<std::string>()));
    } else {
      for (const Json& one : type)
        if (one.is_string()) types.insert(type_name(one.get<std::string>()));
    }
    for (const Json& value : member(schema, "enum"))
      if (types.empty() || !schema.contains("type")) types.insert(type_of(value));
    for (const char* choice : {"anyOf", "oneOf"}) {
      for (const Json& one : member(schema, choice)) {
        const Types more = depth < references_max ? types_of(one, depth + 1) : Types();
        if (more.empty()) return {};
        types.insert(more.begin(), more.end());
      }
    }
    return types;
  }

  const ArgumentRule* rule_at(const std::string& path, ArgumentRule::Kind kind) const {
    const auto found = std::ranges::find_if(tool_.rules, [&](const ArgumentRule& rule) {
      return rule.kind == kind && rule.path == path;
    });
    return found == tool_.rules.end() ? nullptr : &*found;
  }

  // What leaves at the path, after the row's rules.
  Types sent_types(const Json& schema, const std::string& path) const {
    if (rule_at(path, ArgumentRule::Kind::json_text) != nullptr) return {"string"};
    if (const auto* forced = rule_at(path, ArgumentRule::Kind::forced)) {
      return {type_of(forced->value)};
    }
    return types_of(schema);
  }

  bool never_leaves(const std::string& path) const {
    return rule_at(path, ArgumentRule::Kind::dropped) != nullptr ||
           rule_at(path, ArgumentRule::Kind::statement) != nullptr;
  }

  // NOLINTNEXTLINE(misc-no-recursion): the depth is that of the row, which is limited.
  std::string misfit_of_members(const Json& ours, const Json& written,
                                const std::string& above) const {
    const Json& theirs = followed(written);
    const Json& properties = member(theirs, "properties");
    const bool closed = member(theirs, "additionalProperties") == Json(false);
    for (const auto& [name, schema] : member(ours, "properties").items()) {
      const std::string path = above.empty() ? name : above + "." + name;
      if (never_leaves(path)) continue;
      if (!properties.contains(name)) {
        if (closed) return "it has no argument \"" + path + "\"";
        continue;
      }
      if (std::string found = misfit_of_value(schema, properties[name], path); !found.empty()) {
        return found;
      }
    }
    return {};
  }

  // NOLINTNEXTLINE(misc-no-recursion): the depth is that of the row, which is limited.
  std::string misfit_of_value(const Json& ours, const Json& theirs, const std::string& path) const {
    const Types taken = types_of(theirs);
    for (const std::string& type : sent_types(ours, path))
      if (!taken.empty() && !taken.contains(type))
        return "its argument \"" + path + "\" is no " + type;
    if (rule_at(path, ArgumentRule::Kind::json_text) != nullptr) return {};
    return misfit_of_members(ours, theirs, path);
  }

  const catalog::Tool& tool_;
  const Json& listed_;
};

}  // namespace

std::string misfit(const catalog::Tool& tool, JsonText input_schema) {
  if (input_schema.absent() || input_schema.is_null()) return {};
  const auto listed = parse_json(input_schema.raw());
  if (!listed || !listed->is_object()) return "its input schema is no object";
  return Fit(tool, *listed).misfit_of_arguments();
}

}  // namespace sluice::calls
