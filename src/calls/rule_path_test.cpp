#include "calls/rule_path.h"

#include <gtest/gtest.h>

namespace sluice::calls {
namespace {

std::vector<Json> found(const Json& arguments, std::string_view path) {
  std::vector<Json> values;
  for (const Json* value : RulePath(path).values_in(arguments))
    values.push_back(*value);
  return values;
}

TEST(RulePath, finds_a_member_below_members_and_every_element_of_a_list) {
  const Json arguments{{"parameters", {{"limit", 5}}},
                       {"actions", Json::array({{{"name", "a"}}, {{"name", "b"}}, 7})}};
  EXPECT_EQ(found(arguments, "parameters.limit"), std::vector<Json>{5});
  EXPECT_EQ(found(arguments, "actions[].name"), (std::vector<Json>{"a", "b"}));
  EXPECT_EQ(found(arguments, ""), std::vector<Json>{arguments});
}

// A rule over a list must not be got round by sending the element without its list.
TEST(RulePath, a_place_of_another_form_is_no_place) {
  EXPECT_TRUE(found({{"actions", {{"name", "a"}}}}, "actions[].name").empty());
  EXPECT_TRUE(found({{"actions", {{"x", {{"name", "a"}}}}}}, "actions[].name").empty());
  EXPECT_TRUE(found({{"parameters", Json::array({{{"limit", 5}}})}}, "parameters.limit").empty());
  EXPECT_TRUE(found({{"parameters", "limit"}}, "parameters.limit").empty());
  EXPECT_TRUE(found("text", "a").empty());
  EXPECT_TRUE(found(nullptr, "a.b").empty());
}

TEST(RulePath, a_forced_value_wins_over_whatever_stands_in_its_way) {
  for (const Json& proposed : {Json::object(), Json{{"a", 1}}, Json{{"a", Json::array({1})}},
                               Json{{"a", {{"b", "mine"}}}}, Json("text"), Json(nullptr)}) {
    Json arguments = proposed;
    RulePath("a.b").put(arguments, true);
    EXPECT_EQ(found(arguments, "a.b"), std::vector<Json>{true}) << proposed.dump();
  }
}

TEST(RulePath, dropping_takes_the_member_out_of_every_element_and_leaves_its_neighbours) {
  Json arguments{{"actions", Json::array({{{"name", "a"}, {"run", 1}}, {{"run", 2}}})}, {"run", 3}};
  RulePath("actions[].run").drop(arguments);
  EXPECT_EQ(arguments,
            (Json{{"actions", Json::array({{{"name", "a"}}, Json::object()})}, {"run", 3}}));
  RulePath("nothing.there").drop(arguments);
  RulePath("run").drop(arguments);
  EXPECT_FALSE(arguments.contains("run"));
}

}  // namespace
}  // namespace sluice::calls
