// One vendor after the other, each with a product and a sandbox of its own: connected through the
// real flow, every read called, every other tool tried. The vendor's own log says what arrived.
// `vendor.SLUG` of tests/product/CMakeLists.txt runs one of them, then asks the vendor's questions.
#include "world_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace sluice::app {
namespace {

using catalog::ArgumentRule;
using catalog::Tool;
using Kind = catalog::ArgumentRule::Kind;

[[nodiscard]] Json read_file(const std::string& path) {
  std::ifstream file(std::string(SLUICE_SOURCE_DIR) + "/" + path);
  return Json::parse(file);
}

// Whom the sandbox stands in for, in the order of its own list.
[[nodiscard]] std::vector<std::string> stand_ins() {
  std::vector<std::string> slugs;
  for (const Json& vendor : read_file("sandbox/vendors.json")["vendors"])
    slugs.push_back(vendor["slug"].get<std::string>());
  return slugs;
}

enum class Members { required, all };

[[nodiscard]] Json value_of(const Json& schema, Members members);

[[nodiscard]] Json object_of(const Json& schema, Members members) {
  Json made = Json::object();
  const Json& required = member(schema, "required");
  for (const auto& [name, each] : member(schema, "properties").items()) {
    const bool needed = std::find(required.begin(), required.end(), Json(name)) != required.end();
    if (needed || members == Members::all) made[name] = value_of(each, members);
  }
  return made;
}

// A value that a reviewed schema takes: the first of its words, or the plainest of its type.
[[nodiscard]] Json value_of(const Json& schema, Members members) {
  const Json& words = member(schema, "enum");
  if (words.is_array() && !words.empty()) return words.front();
  if (schema.contains("anyOf")) return value_of(schema["anyOf"].front(), members);
  const Json& types = member(schema, "type");
  const std::string type = types.is_array()    ? types.front().get<std::string>()
                           : types.is_string() ? types.get<std::string>()
                                               : "string";
  if (type == "integer" || type == "number") return 1;
  if (type == "boolean") return false;
  if (type == "object") return object_of(schema, members);
  if (type == "array")
    return Json::array({schema.contains("items") ? value_of(schema["items"], members) : Json("x")});
  return "x";
}

// The place of a plain dotted path, made on the way; null where the path goes through a list.
[[nodiscard]] Json* place_of(Json& arguments, std::string path) {
  if (path.find('[') != std::string::npos) return nullptr;
  Json* place = &arguments;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    place = &(*place)[path.substr(0, dot)];
    path = dot == std::string::npos ? "" : path.substr(dot + 1);
  }
  return place;
}

void put(Json& arguments, const std::string& path, const Json& value) {
  Json* place = place_of(arguments, path);
  if (place == nullptr) return;
  *place = place->is_array() ? Json::array({value}) : value;
}

void drop(Json& arguments, const std::string& path) {
  const std::size_t dot = path.rfind('.');
  Json* parent = dot == std::string::npos ? &arguments : place_of(arguments, path.substr(0, dot));
  if (parent != nullptr && parent->is_object())
    parent->erase(dot == std::string::npos ? path : path.substr(dot + 1));
}

[[nodiscard]] bool says(Json& arguments, const std::string& path) {
  const std::size_t dot = path.find('.');
  if (!arguments.contains(path.substr(0, dot))) return false;
  const Json* place = place_of(arguments, path);
  return place != nullptr && !place->is_null();
}

void keep_members(const ArgumentRule& rule, Json& arguments) {
  if (!says(arguments, rule.path)) return;
  Json* place = place_of(arguments, rule.path);
  Json kept = Json::object();
  for (const auto& [name, value] : place->items())
    if (std::ranges::find(rule.keys, name) != rule.keys.end()) kept[name] = value;
  *place = std::move(kept);
}

void pair_up(const ArgumentRule& rule, Json& arguments) {
  std::vector<Json> said;
  for (const std::string& path : rule.paths)
    said.push_back(says(arguments, path) ? *place_of(arguments, path) : Json());
  if (std::ranges::find(rule.pairs, said) != rule.pairs.end()) return;
  for (std::size_t at = 0; at < rule.paths.size(); ++at)
    put(arguments, rule.paths[at], rule.pairs.front()[at]);
}

// As the rules of the tool want it: the words that are reviewed, no statement, no foreign member.
void obey(const ArgumentRule& rule, Json& arguments) {
  if (!catalog::applies(rule, arguments)) return;
  switch (rule.kind) {
    case Kind::allowed_values:
      if (says(arguments, rule.path) &&
          std::ranges::find(rule.values, *place_of(arguments, rule.path)) == rule.values.end())
        put(arguments, rule.path, rule.values.front());
      return;
    case Kind::allowed_keys: keep_members(rule, arguments); return;
    case Kind::allowed_pairs: pair_up(rule, arguments); return;
    case Kind::url:
      if (says(arguments, rule.path))
        put(arguments, rule.path, "https://" + rule.keys.front() + "/");
      for (const std::string& path : rule.paths)
        if (says(arguments, path)) put(arguments, path, "GET");
      return;
    case Kind::statement:
    case Kind::connection: drop(arguments, rule.path); return;
    case Kind::forced:
    case Kind::dropped:
    case Kind::words:
    case Kind::search:
    case Kind::json_text:
    case Kind::at_most: return;
  }
}

// The operations of a tool that has several: each reviewed word of an argument that must be there.
void add_operations(const Tool& tool, const ArgumentRule& rule, std::vector<Json>& calls) {
  const Json base = calls.front();
  const Json& required = member(tool.input, "required");
  const bool named = std::find(required.begin(), required.end(), Json(rule.path)) != required.end();
  if (rule.kind == Kind::allowed_values && named) {
    for (const Json& value : rule.values) {
      Json call = base;
      put(call, rule.path, value);
      calls.push_back(std::move(call));
    }
  }
  if (rule.kind != Kind::allowed_pairs) return;
  for (const auto& pair : rule.pairs) {
    Json call = base;
    for (std::size_t at = 0; at < rule.paths.size(); ++at)
      put(call, rule.paths[at], pair[at]);
    calls.push_back(std::move(call));
  }
}

// What a tool may be called with: what it must have, all it may have, and each of its operations.
[[nodiscard]] std::vector<Json> fitting_arguments(const Tool& tool) {
  std::vector<Json> calls{object_of(tool.input, Members::required),
                          object_of(tool.input, Members::all)};
  for (const ArgumentRule& rule : tool.rules)
    add_operations(tool, rule, calls);
  for (Json& call : calls)
    for (const ArgumentRule& rule : tool.rules)
      obey(rule, call);
  std::sort(calls.begin(), calls.end());
  calls.erase(std::unique(calls.begin(), calls.end()), calls.end());
  return calls;
}

// Every name that is no reviewed read: of the row, of the vendor's own list, and bent ones.
[[nodiscard]] std::vector<std::string> forbidden_names(const catalog::Vendor& row) {
  std::vector<std::string> names{"", "delete_everything", "tools/call"};
  for (const Tool& tool : row.tools) {
    names.push_back(tool.name);
    names.push_back(tool.name + " ");
    names.push_back("create_" + tool.name);
  }
  for (const Json& tool : read_file("sandbox/tools/" + row.slug + ".json")["tools"])
    names.push_back(tool["definition"]["name"].get<std::string>());
  std::erase_if(names, [&](const std::string& name) {
    const Tool* tool = row.find_tool(name);
    return tool != nullptr && tool->callable();
  });
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

class VendorCalls : public WorldTest, public testing::WithParamInterface<std::string> {
 protected:
  void SetUp() override {
    settings.vendors = {GetParam()};
    WorldTest::SetUp();
  }
  [[nodiscard]] std::expected<std::string, calls::CallError> call_with(const std::string& tool,
                                                                       const Json& arguments) {
    return run(product().caller().call(ada(), GetParam(), tool, arguments,
                                       Deadline::in(std::chrono::seconds(20))));
  }
  // The tool calls that reached the vendor, and how many of them were no reads in its own eyes.
  [[nodiscard]] std::vector<std::string> arrived() {
    const Json log = sandbox("GET", "/_sandbox/calls");
    EXPECT_EQ(member(member(log, "counts"), "write_calls"), 0);
    std::vector<std::string> names;
    for (const Json& received : member(log, "calls"))
      if (text_member(received, "method") == "tools/call")
        names.push_back(text_member(received, "tool").value_or(""));
    return names;
  }
};

TEST_P(VendorCalls, reads_arrive_and_nothing_else_does) {
  connect(GetParam());
  forget_requests();
  const catalog::Vendor* row = product().catalog().find(GetParam());
  ASSERT_NE(row, nullptr);
  std::vector<std::string> sent;
  for (const Tool& tool : row->tools) {
    if (!tool.callable()) continue;
    for (const Json& arguments : fitting_arguments(tool)) {
      const auto result = call_with(tool.name, arguments);
      // The stand-in may know nothing under "x": then the vendor has refused, and was asked.
      EXPECT_TRUE(result || result.error().kind == calls::CallError::Kind::vendor_refused)
          << tool.name << " " << arguments.dump() << ": " << result.error().detail;
      sent.push_back(tool.name);
    }
  }
  EXPECT_FALSE(sent.empty());
  EXPECT_EQ(arrived(), sent);
}

TEST_P(VendorCalls, what_is_no_read_is_refused_before_a_byte_leaves) {
  connect(GetParam());
  forget_requests();
  const catalog::Vendor* row = product().catalog().find(GetParam());
  ASSERT_NE(row, nullptr);
  for (const std::string& name : forbidden_names(*row)) {
    const auto result = call_with(name, Json::object());
    ASSERT_FALSE(result) << name;
    EXPECT_EQ(result.error().kind, calls::CallError::Kind::tool_not_allowed)
        << name << ": " << result.error().detail;
  }
  EXPECT_EQ(arrived(), std::vector<std::string>());
}

INSTANTIATE_TEST_SUITE_P(Vendors, VendorCalls, testing::ValuesIn(stand_ins()),
                         [](const testing::TestParamInfo<std::string>& vendor) {
                           std::string name = vendor.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace sluice::app
