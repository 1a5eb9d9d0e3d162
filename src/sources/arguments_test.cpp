#include "sources/arguments.h"

#include <gtest/gtest.h>

namespace sluice::sources {
namespace {

Json set(Json arguments, std::string_view path, const Json& value) {
  if (!set_argument(arguments, path, value)) return "no path";
  return arguments;
}

TEST(Arguments, makes_objects_and_lists_on_the_way) {
  EXPECT_EQ(set({}, "created.gte", 5), (Json{{"created", {{"gte", 5}}}}));
  EXPECT_EQ(set({}, "series[0].math", "sum"), (Json{{"series", Json::array({{{"math", "sum"}}})}}));
  EXPECT_EQ(set({{"created", "text"}}, "created.gte", 5), (Json{{"created", {{"gte", 5}}}}));
}

TEST(Arguments, appends_to_a_list_once_and_a_word_to_a_text) {
  const Json list{{"filters", Json::array({"a"})}};
  EXPECT_EQ(set(list, "filters[]", "b"), (Json{{"filters", Json::array({"a", "b"})}}));
  EXPECT_EQ(set(list, "filters[]", "a"), list);
  EXPECT_EQ(set({{"query", "is:open"}}, "query+", "label:bug"),
            (Json{{"query", "is:open label:bug"}}));
  EXPECT_EQ(set({}, "query+", 7), (Json{{"query", "7"}}));
}

// A vendor ignores a member of a name that it does not know, and the question would count all rows.
TEST(Arguments, what_is_no_path_sets_nothing) {
  for (const char* path :
       {"", ".", "a.", ".a", "a..b", "a[", "a[x]", "a[-1]", "a[999]", "a b+c+"}) {
    Json arguments = Json::object();
    EXPECT_FALSE(set_argument(arguments, path, 1)) << path;
    EXPECT_EQ(arguments, Json::object()) << path;
  }
}

TEST(Arguments, no_element_is_made_up_before_the_one_that_is_set) {
  Json arguments = Json::object();
  EXPECT_FALSE(set_argument(arguments, "series[1].math", "sum"));
}

TEST(Arguments, merging_lays_objects_over_each_other_and_replaces_the_rest) {
  const Json base{{"a", {{"x", 1}, {"y", 2}}}, {"list", Json::array({1, 2})}, {"b", 1}};
  const Json extra{{"a", {{"y", 3}}}, {"list", Json::array({9})}, {"b", {{"z", 1}}}};
  EXPECT_EQ(merged(base, extra),
            (Json{{"a", {{"x", 1}, {"y", 3}}}, {"list", Json::array({9})}, {"b", {{"z", 1}}}}));
  EXPECT_EQ(merged(base, nullptr), base);
  EXPECT_EQ(merged(nullptr, extra), extra);
}

}  // namespace
}  // namespace sluice::sources
