#include "authoring/schema_shape.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::authoring {
namespace {

constexpr std::array<std::string_view, 6> type_words{"string",  "number", "integer",
                                                     "boolean", "object", "array"};

[[nodiscard]] bool is_type_word(const Json& word) {
  return word.is_string() &&
         std::ranges::find(type_words, word.get_ref<const std::string&>()) != type_words.end();
}

[[nodiscard]] std::string word_of(const Json& type) {
  return is_type_word(type) ? type.get<std::string>() : "any";
}

// Words joined by "|": of a list of types, or of shapes that are words already. Null is nothing
// that a call would send.
[[nodiscard]] Json joined_words(const std::vector<Json>& shapes) {
  if (shapes.size() == 1) return shapes.front();
  std::string words;
  for (const Json& shape : shapes) {
    if (!shape.is_string() || shape == "any") return "any";
    words += (words.empty() ? "" : "|") + shape.get<std::string>();
  }
  return words.empty() ? Json("any") : Json(words);
}

// Words and numbers that a closed choice holds; empty: the schema is none.
[[nodiscard]] Json choices_of(const Json& schema) {
  Json choices = Json::array();
  if (schema.contains("const")) choices.push_back(schema["const"]);
  for (const Json& choice : member(schema, "enum"))
    if (!choice.is_null()) choices.push_back(choice);
  const bool plain = std::ranges::all_of(
      choices, [](const Json& choice) { return choice.is_string() || choice.is_number(); });
  return plain ? choices : Json::array();
}

class ShapeWriter {
 public:
  explicit ShapeWriter(const Json& root) : root_(root) {}

  // NOLINTNEXTLINE(misc-no-recursion): ends at shape_depth_max.
  [[nodiscard]] Json members(const Json& schema, int depth) {
    Json shape = Json::object();
    const Json& required = member(schema, "required");
    for (const auto& [name, inner] : member(schema, "properties").items()) {
      if (++members_ > shape_members_max) return "any";
      const bool needed = required.is_array() &&
                          std::find(required.begin(), required.end(), name) != required.end();
      shape[needed ? name + "!" : name] = write(inner, depth + 1);
    }
    return shape;
  }

 private:
  // NOLINTNEXTLINE(misc-no-recursion): ends at shape_depth_max.
  [[nodiscard]] Json write(const Json& written, int depth) {
    const Json& schema = resolved(written);
    if (depth > shape_depth_max || !schema.is_object()) return "any";
    if (Json choices = choices_of(schema); !choices.empty()) return choices;
    for (const char* keyword : {"anyOf", "oneOf"})
      if (schema.contains(keyword)) return alternatives(schema[keyword], depth);
    const Json& type = member(schema, "type");
    if (type.is_array()) return types(type);
    if (type == "array") return list(member(schema, "items"), depth);
    if (type == "object" || schema.contains("properties")) {
      Json shape = members(schema, depth);
      return shape.empty() ? Json("object") : shape;
    }
    return word_of(type);
  }

  // NOLINTNEXTLINE(misc-no-recursion): ends at shape_depth_max.
  [[nodiscard]] Json list(const Json& items, int depth) {
    const Json each = write(items, depth + 1);
    if (each.is_object()) return Json::array({each});
    if (is_type_word(each) && each != "array") return each.get<std::string>() + "[]";
    // The short form has no list of closed choices: their texts stay open until a rule closes them.
    const bool texts = each.is_array() && std::ranges::all_of(each, &Json::is_string);
    return texts ? "string[]" : "array";
  }

  // NOLINTNEXTLINE(misc-no-recursion): ends at shape_depth_max.
  [[nodiscard]] Json alternatives(const Json& schemas, int depth) {
    std::vector<Json> shapes;
    for (const Json& schema : schemas) {
      if (member(schema, "type") == "null") continue;
      Json shape = write(schema, depth + 1);
      if (std::ranges::find(shapes, shape) == shapes.end()) shapes.push_back(std::move(shape));
    }
    return joined_words(shapes);
  }

  [[nodiscard]] static Json types(const Json& types) {
    std::vector<Json> shapes;
    for (const Json& type : types)
      if (type != "null") shapes.emplace_back(word_of(type));
    return joined_words(shapes);
  }

  [[nodiscard]] const Json& resolved(const Json& schema) const {
    static const Json unknown;
    const auto reference = text_member(schema, "$ref");
    if (!reference) return schema;
    for (const std::string folder : {"$defs", "definitions"}) {
      const std::string prefix = "#/" + folder + "/";
      if (reference->starts_with(prefix))
        return member(member(root_, folder), reference->substr(prefix.size()));
    }
    return unknown;
  }

  const Json& root_;
  std::size_t members_ = 0;
};

}  // namespace

Json shape_of_schema(const Json& schema) {
  Json shape = ShapeWriter(schema).members(schema, 0);
  return shape.is_object() ? shape : Json::object();
}

}  // namespace sluice::authoring
