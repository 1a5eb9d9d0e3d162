#include "server/api_description.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice::server {
namespace {

[[nodiscard]] RouteInfo route(std::string method, std::string pattern, bool open = false) {
  return {.method = std::move(method),
          .pattern = std::move(pattern),
          .summary = "x",
          .permission = open ? std::nullopt : std::optional(any_member)};
}

// The operation of one route, as the description of a table of this route alone has it.
[[nodiscard]] Json operation(const RouteInfo& one, const std::string& method) {
  return openapi_document({one})["paths"][one.pattern][method];
}

[[nodiscard]] std::string shape_of(const Json& content, const std::string& type) {
  return content.at(type).at("schema").at("$ref").get<std::string>();
}

TEST(ApiDescription, names_the_shapes_of_what_is_sent_and_answered) {
  const Json invite = operation(route("POST", "/api/v1/invitations"), "post");
  EXPECT_EQ(shape_of(invite["requestBody"]["content"], "application/json"),
            "#/components/schemas/GivenRole");
  EXPECT_EQ(shape_of(invite["responses"]["201"]["content"], "application/json"),
            "#/components/schemas/Invitation");
  EXPECT_EQ(shape_of(invite["responses"]["default"]["content"], "application/problem+json"),
            "#/components/schemas/Problem");
}

TEST(ApiDescription, says_of_an_answer_without_a_body_that_it_has_none) {
  const Json removed = operation(route("DELETE", "/api/v1/cards/{id}"), "delete");
  EXPECT_FALSE(removed["responses"]["204"].contains("content"));
  EXPECT_FALSE(removed.contains("requestBody"));
}

TEST(ApiDescription, takes_who_may_from_the_table) {
  RouteInfo keys = route("GET", "/api/v1/api-keys");
  keys.key_scope = identity::KeyScope::read;
  EXPECT_EQ(operation(keys, "get")["security"][1]["api_key"][0], "read");
  EXPECT_TRUE(operation(route("GET", "/api/v1/session", true), "get")["security"].empty());
}

TEST(ApiDescription, names_the_parameters_of_path_and_query) {
  const Json one = operation(route("GET", "/api/v1/conversations/{id}"), "get")["parameters"];
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0]["name"], "id");
  EXPECT_EQ(one[0]["required"], true);
  const Json audit = operation(route("GET", "/api/v1/audit"), "get")["parameters"];
  ASSERT_EQ(audit.size(), 2U);
  EXPECT_EQ(audit[1]["name"], "limit");
  EXPECT_EQ(audit[1]["in"], "query");
}

TEST(ApiDescription, says_what_the_events_of_a_question_hold) {
  const Json ask = operation(route("POST", "/api/v1/conversations/{id}/questions"), "post");
  const Json& stream = ask["responses"]["200"]["content"]["text/event-stream"];
  EXPECT_EQ(stream["x-sluice-events"]["step"]["$ref"], "#/components/schemas/Step");
}

TEST(ApiDescription, finds_a_route_without_shapes_and_shapes_without_a_route) {
  const auto alone = undescribed_routes(
      {route("GET", "/api/v1/weather"), route("GET", "/healthz"), route("GET", "/api/v1/session")});
  EXPECT_EQ(std::ranges::count(alone, "GET /api/v1/weather"), 1);
  EXPECT_EQ(std::ranges::count(alone, "POST /api/v1/cards"), 1);
  EXPECT_EQ(std::ranges::count(alone, "GET /api/v1/session"), 0);
  EXPECT_EQ(std::ranges::count(alone, "GET /healthz"), 0);
  EXPECT_THROW(require_description({route("GET", "/api/v1/weather")}), std::logic_error);
}

}  // namespace
}  // namespace sluice::server
