#include "bent_arguments.h"

#include "evil_mark.h"

#include <algorithm>
#include <array>

namespace sluice::catalog {
namespace {

using Kind = ArgumentRule::Kind;

const std::string mark(evil_mark);

std::string under(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + "." + name;
}

// Gathers what a reviewed schema and the rules of its tool refuse.
class Bender {
 public:
  explicit Bender(const Tool& tool) : tool_(tool) {}

  void look(const Json& schema, const std::string& path) {
    if (!schema.is_object() || schema.contains("anyOf")) return;
    const Json& type = member(schema, "type");
    if (type == "array" && schema.contains("items")) look(schema["items"], path + "[]");
    if (type == "object") look_into_object(schema, path);
    if (path.empty()) return;
    if (schema.contains("enum")) add("a word that was not reviewed", path, mark);
    if (schema.contains("pattern")) add("a text of another form", path, mark + " OR 1=1; --");
    if (type == "integer" || type == "number") {
      add("a text for a number", path, mark);
      add("a number as text", path, "5");
    }
    if (type == "boolean" || type == "object" || type == "array")
      add("a text for something else", path, mark);
    if (type == "string") add("an object for a text", path, Json{{mark, 1}});
  }

  void look(const ArgumentRule& rule) {
    if (!rule.when.empty()) return;  // Of some calls alone.
    switch (rule.kind) {
      case Kind::allowed_values: add("a value that was not reviewed", rule.path, mark); return;
      case Kind::allowed_keys:
        add("a member that was not reviewed", under(rule.path, mark), 1);
        return;
      case Kind::allowed_pairs:
        for (const std::string& path : rule.paths)
          add("half of no pair", path, mark);
        return;
      case Kind::forced:
      case Kind::dropped: may("what never leaves", rule.path, mark); return;
      case Kind::url: look_at_address(rule); return;
      case Kind::connection: add("another account's", rule.path, mark); return;
      case Kind::statement: add("a statement", rule.path, "DELETE FROM " + mark); return;
      case Kind::words:
        add("an operator", rule.path, mark + "\" OR status:open");
        add("a comment", rule.path, mark + "; DROP TABLE x --");
        return;
      case Kind::search:
        add("a qualifier that was not reviewed", rule.path, mark + ":x");
        for (const auto& [qualifier, parameter] : rule.bound)
          add("another account's qualifier", rule.path, qualifier + ":" + mark);
        return;
      case Kind::json_text:
        may("JSON in a text, a member twice", rule.path,
            R"({"kind":"TrendsQuery","kind":")" + mark + R"("})");
        return;
      case Kind::at_most: add("too much", rule.path, 66'677'788); return;
    }
  }

  std::vector<ArgumentBend> take() && { return std::move(bends_); }

 private:
  void look_into_object(const Json& schema, const std::string& path) {
    const Json& properties = member(schema, "properties");
    for (const auto& [name, each] : properties.items())
      look(each, under(path, name));
    if (member(schema, "additionalProperties") != Json(false)) {
      may("a statement in an open object", under(path, "sql"), "DELETE FROM " + mark);
      return;
    }
    add("a member that nobody knows", under(path, mark), true);
    for (const char* name : {"sql", "human_confirmation", "__proto__", "webhook_url"})
      if (!properties.contains(name)) add("a member that nobody knows", under(path, name), mark);
  }

  void look_at_address(const ArgumentRule& rule) {
    for (const char* address :
         {"https://sluice_evil.example/", "https://example.com@sluice_evil.example/",
          "http://sluice_evil/", "//sluice_evil/", "https://127.0.0.1/sluice_evil"})
      add("another address", rule.path, address);
    for (const std::string& path : rule.paths)
      add("another method", path, "POST");
  }

  // Overwritten and dropped before anything is looked at: then nothing is wrong with the call.
  [[nodiscard]] bool is_overwritten(const std::string& path) const {
    return std::ranges::any_of(tool_.rules, [&](const ArgumentRule& rule) {
      const bool gone = rule.kind == Kind::dropped || rule.kind == Kind::forced;
      return gone && (path == rule.path || path.starts_with(rule.path + ".") ||
                      path.starts_with(rule.path + "[]"));
    });
  }
  void add(std::string kind, std::string path, Json value) {
    const bool certain = !is_overwritten(path);
    bends_.push_back({std::move(kind), std::move(path), std::move(value), certain});
  }
  void may(std::string kind, std::string path, Json value) {
    bends_.push_back({std::move(kind), std::move(path), std::move(value), false});
  }

  const Tool& tool_;
  std::vector<ArgumentBend> bends_;
};

}  // namespace

std::vector<ArgumentBend> bends_of(const Tool& tool) {
  Bender bender(tool);
  bender.look(tool.input, "");
  for (const ArgumentRule& rule : tool.rules)
    bender.look(rule);
  return std::move(bender).take();
}

void put_anyhow(Json& arguments, const std::string& path, const Json& value) {
  Json* place = &arguments;
  std::size_t from = 0;
  while (from < path.size()) {
    const std::size_t dot = std::min(path.find('.', from), path.size());
    std::string name = path.substr(from, dot - from);
    from = dot + 1;
    std::size_t lists = 0;
    for (; name.ends_with("[]"); ++lists)
      name.resize(name.size() - 2);
    if (!place->is_object()) *place = Json::object();
    place = &(*place)[name];
    for (; lists > 0; --lists) {
      if (!place->is_array() || place->empty()) *place = Json::array({nullptr});
      place = &place->front();
    }
  }
  *place = value;
}

}  // namespace sluice::catalog
