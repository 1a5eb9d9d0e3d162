// What a call does, told by its operation where a tool runs many; and how many calls go.
#include "sandbox/small_vendors.h"

namespace sluice::sandbox {
namespace {

const Value by_method = {{"key", "{method} {url}"},
                         {"read", Value::array({"GET *", "POST */query"})},
                         {"otherwise", "write"}};

Access access_of(const Value& operations, const Value& arguments) {
  return ToolDefinition{"run", Access::unclear, {}, operations}.access_for(arguments);
}

TEST(Access, of_a_tool_without_operations_is_the_tools_own) {
  EXPECT_EQ(access_of(Value(), {{"method", "DELETE"}}), Access::unclear);
}

TEST(Access, of_an_operation_depends_on_its_method) {
  const Value address = "https://api.vendor.example/contacts";
  EXPECT_EQ(access_of(by_method, {{"method", "GET"}, {"url", address}}), Access::read);
  EXPECT_EQ(access_of(by_method, {{"method", "DELETE"}, {"url", address}}), Access::write);
  EXPECT_EQ(access_of(by_method, {{"method", "POST"}, {"url", address}}), Access::write);
  EXPECT_EQ(access_of(by_method, {{"method", "POST"}, {"url", "https://a.example/contacts/query"}}),
            Access::read);
  EXPECT_EQ(access_of(by_method, {{"url", address}}), Access::write);
}

TEST(Access, of_an_operation_that_nobody_reviewed_is_not_a_read) {
  const Value services = {{"key", "{service}.{method}"},
                          {"read", Value::array({"orders.search", "payments.*list*"})}};
  const auto of = [&](const char* service, const char* method) {
    return access_of(services, {{"service", service}, {"method", method}});
  };
  EXPECT_EQ(of("orders", "search"), Access::read);
  EXPECT_EQ(of("orders", "searchAll"), Access::unclear);
  EXPECT_EQ(of("orders", "create"), Access::unclear);
  EXPECT_EQ(of("payments", "listAll"), Access::read);
  EXPECT_EQ(access_of(services, Value::object()), Access::unclear);
}

class Dispatcher : public testing::Test {
 protected:
  static Value world() {
    const Value contacts = {{"kind", "list"}, {"rows_path", "$.rows"}, {"items", "rows"}};
    return {{"vendor", "v"},
            {"tools",
             {{"run",
               {{"kind", "dispatcher"},
                {"operation_argument", "url"},
                {"operations", {{"/contacts", contacts}}}}}}},
            {"collections", {{"rows", Value::array({{{"id", 1}}})}}}};
  }
  static Value files_tools() {
    return {{"tools", Value::array({small_tool("run", "unclear", by_method)})}};
  }
  std::string called(const char* method, const std::string& target = "/") {
    const auto response = visit.send(small_call(
        small_token(visit, "v"), "run", {{"method", method}, {"url", "/contacts"}}, target));
    return as_text(Value::parse(response.body)["result"]["content"][0]["text"]);
  }

  Visit visit{
      {.product_url = "http://localhost:8080"},
      small_vendors({small_vendor("v", small_server(), {{"read_only_query", "readonly=true"}})},
                    {{"world/v.json", world()}, {"tools/v.json", files_tools()}})};
};

TEST_F(Dispatcher, counts_a_write_through_it_as_a_write) {
  EXPECT_EQ(called("GET"), R"({"rows":[{"id":1}]})");
  EXPECT_EQ(visit.calls()["counts"]["write_calls"], 0);
  EXPECT_TRUE(called("DELETE").contains("changed nothing"));
  const Value log = visit.calls();
  EXPECT_EQ(log["counts"]["write_calls"], 1);
  EXPECT_EQ(log["calls"][0]["access"], "read");
  EXPECT_EQ(log["calls"][1]["access"], "write");
}

TEST_F(Dispatcher, only_reads_where_the_address_says_so) {
  // A tool of which nobody can say that it reads is not there at all.
  const auto response =
      visit.send(small_call(small_token(visit, "v"), "run",
                            {{"method", "DELETE"}, {"url", "/contacts"}}, "/?readonly=true"));
  EXPECT_TRUE(Value::parse(response.body).contains("error"));
}

TEST(RateCounter, lets_so_many_calls_through_in_any_stretch) {
  RateCounter counter({2, std::chrono::seconds(60)});
  const Instant start = known_instant("2026-11-21T12:00:00Z");
  EXPECT_FALSE(counter.take(start));
  EXPECT_FALSE(counter.take(start + std::chrono::milliseconds(30'500)));
  EXPECT_EQ(counter.take(start + std::chrono::seconds(40)), std::chrono::seconds(20));
  EXPECT_EQ(counter.take(start + std::chrono::milliseconds(59'500)), std::chrono::seconds(1));
  EXPECT_FALSE(counter.take(start + std::chrono::seconds(60)));
  EXPECT_EQ(counter.take(start + std::chrono::seconds(61)), std::chrono::seconds(30));
}

TEST(RateCounter, without_a_limit_lets_everything_through) {
  RateCounter counter({0, std::chrono::seconds(60)});
  for (int i = 0; i < 1000; ++i)
    EXPECT_FALSE(counter.take(known_instant("2026-11-21T12:00:00Z")));
}

TEST(Sandbox, answers_429_with_the_seconds_to_wait_and_goes_on_after_them) {
  Visit visit({.product_url = "http://localhost:8080"},
              small_vendors({small_vendor("v", small_server(),
                                          {{"limit", {{"calls", 2}, {"seconds", 60}}}})}));
  const std::string token = small_token(visit, "v");
  const auto call = [&] { return visit.send(small_call(token, "list_rows")); };
  EXPECT_EQ(call().status, 200);
  // Only tool calls are counted.
  EXPECT_EQ(
      visit.send(Visit::mcp_request(small_host, "/", token, Visit::message("tools/list"))).status,
      200);
  EXPECT_EQ(call().status, 200);
  const auto refused = call();
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(Visit::header(refused, "Retry-After"), "60");
  visit.clock.advance(std::chrono::seconds(60));
  EXPECT_EQ(call().status, 200);
}

}  // namespace
}  // namespace sluice::sandbox
