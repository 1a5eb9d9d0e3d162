// How a stand-in lets applications in: each mode that a profile may say.
#include "sandbox/small_vendors.h"

namespace sluice::sandbox {
namespace {

// One vendor with this authorization and this "mcp".
class Front {
 public:
  explicit Front(const Value& authorization, const Value& mcp = Value::object(),
                 const std::string& product = "http://localhost:8080")
      : visit({.product_url = product}, small_vendors({small_vendor("v", authorization, mcp)})) {}

  int status(const std::string& token) { return visit.send(small_call(token, "list_rows")).status; }

  Visit visit;
};

TEST(Registration, is_open_to_anybody_unless_the_profile_says_otherwise) {
  Front front(small_server());
  EXPECT_EQ(front.status(small_token(front.visit, "v")), 200);
}

TEST(Registration, of_an_address_that_was_not_approved_is_refused) {
  const Value server =
      small_server({{"approved_redirects", Value::array({"https://assistant.example/callback"})}});
  Front front(server);
  const Value refused = front.visit.register_client(small_host, "/register");
  EXPECT_EQ(text_of(refused, "error"), "invalid_redirect_uri");
  EXPECT_EQ(text_of(refused, "error_description"),
            std::string(product_callback) + " is not of an approved application");
}

TEST(Registration, of_the_approved_product_goes_and_of_another_does_not) {
  const Value server =
      small_server({{"approved_redirects", Value::array({"{product}/oauth/callback"})}});
  Front front(server);
  EXPECT_EQ(front.status(small_token(front.visit, "v")), 200);
  Front elsewhere(server, Value::object(), "http://localhost:9090");
  EXPECT_EQ(text_of(elsewhere.visit.register_client(small_host, "/register"), "error"),
            "invalid_redirect_uri");
  Front unknown(server, Value::object(), "");
  EXPECT_FALSE(
      text_of(unknown.visit.register_client(small_host, "/register"), "client_id").empty());
}

TEST(Registration, is_not_offered_where_one_public_client_is_shared) {
  Value server = small_server({{"client", {{"id", "shared-client"}, {"secret", ""}}}});
  server.erase("register");
  Front front(server);
  EXPECT_EQ(front.visit.send(http("POST", small_host, "/register", "{}")).status, 404);
  const Value metadata =
      front.visit.json(http("GET", small_host, "/.well-known/oauth-authorization-server"));
  EXPECT_FALSE(metadata.contains("registration_endpoint"));
  EXPECT_EQ(front.status(small_token(front.visit, "v", "shared-client")), 200);
}

TEST(Registration, is_not_needed_where_a_key_is_taken) {
  Front front(small_server(), {{"keys", Value::array({"key_1"})}});
  EXPECT_EQ(front.status("key_1"), 200);
  EXPECT_EQ(front.status("key_2"), 401);
}

TEST(Registration, is_not_needed_where_nobody_signs_in) {
  Front front(Value{});
  EXPECT_EQ(front.status(""), 200);
  EXPECT_EQ(
      front.visit.send(http("GET", small_host, "/.well-known/oauth-protected-resource")).status,
      404);
}

TEST(Scopes, are_told_apart_by_the_vendors_own_mark) {
  Front front(small_server({{"scope_separator", ","}}));
  const std::string client =
      text_of(front.visit.register_client(small_host, "/register"), "client_id");
  const auto answer = [&](const std::string& scope) {
    net::Parameters query = Visit::authorization_query(client);
    query.emplace_back("scope", scope);
    return front.visit.consent("v", query);
  };
  EXPECT_TRUE(answer("read,write").contains("code"));
  EXPECT_EQ(answer("read write")["error"], "invalid_scope");
}

// A resource may cover more than the address that is asked (RFC 8707 section 2).
TEST(Resource, may_be_another_than_the_endpoint) {
  Front front(small_server({{"resource", "https://mcp.vendor.example/v2"}}),
              {{"endpoints", Value::array({{{"url", "https://mcp.vendor.example/v2/mcp"}}})}});
  const Value metadata =
      front.visit.json(http("GET", small_host, "/.well-known/oauth-protected-resource/v2/mcp"));
  EXPECT_EQ(metadata["resource"], "https://mcp.vendor.example/v2");
  const std::string client =
      text_of(front.visit.register_client(small_host, "/register"), "client_id");
  const auto answer = [&](const std::string& resource) {
    net::Parameters query = Visit::authorization_query(client);
    query.emplace_back("resource", resource);
    return front.visit.consent("v", query);
  };
  EXPECT_TRUE(answer("https://mcp.vendor.example/v2").contains("code"));
  EXPECT_TRUE(answer("https://mcp.vendor.example/v2/mcp").contains("code"));
  EXPECT_EQ(answer("https://mcp.vendor.example/v3")["error"], "invalid_target");
}

}  // namespace
}  // namespace sluice::sandbox
