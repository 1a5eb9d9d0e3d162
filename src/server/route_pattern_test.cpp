#include "server/route_pattern.h"

#include <gtest/gtest.h>

namespace sluice::server {
namespace {

using Found = std::optional<PathParameters>;

Found match(std::string_view pattern, std::string_view path) {
  return parameters_of(segments_of(pattern), segments_of(path));
}

TEST(RoutePattern, a_place_takes_one_segment_whatever_is_in_it) {
  EXPECT_EQ(match("/cards/{id}/refresh", "/cards/7/refresh"), Found(PathParameters{{"id", "7"}}));
  EXPECT_EQ(match("/{a}/{b}", "/x/{b}"), Found(PathParameters{{"a", "x"}, {"b", "{b}"}}));
}

TEST(RoutePattern, a_path_of_another_length_or_word_does_not_fit) {
  EXPECT_EQ(match("/cards/{id}", "/cards"), std::nullopt);
  EXPECT_EQ(match("/cards/{id}", "/cards/7/refresh"), std::nullopt);
  EXPECT_EQ(match("/cards/{id}", "/Cards/7"), std::nullopt);
}

TEST(RoutePattern, empty_segments_are_none) {
  EXPECT_EQ(segments_of("//a///b/"), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(segments_of("/").empty());
  EXPECT_TRUE(match("/", ""));
}

}  // namespace
}  // namespace sluice::server
