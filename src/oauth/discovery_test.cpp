#include "oauth/discovery.h"

#include "net/io_runtime.h"
#include "net/table_resolver.h"
#include "oauth/client_management.h"

#include <gtest/gtest.h>

#include <map>

namespace sluice::oauth {
namespace {

// Answers by URL; everything else is 404. Remembers the order of the questions.
class Web final : public net::HttpClient {
 public:
  [[nodiscard]] Task<std::expected<net::HttpResponse, net::HttpError>> send(
      net::PublicEndpoint to, net::HttpRequest request, net::HttpLimits limits) override {
    EXPECT_LE(limits.body_bytes_max, document_bytes_max);
    asked.push_back(request.method + " " + to.url());
    const auto page = pages.find(to.url());
    if (page == pages.end()) co_return net::HttpResponse{404, {}, ""};
    co_return page->second;
  }
  [[nodiscard]] Task<std::expected<std::unique_ptr<net::HttpStream>, net::HttpError>> open(
      net::PublicEndpoint /*to*/, net::HttpRequest /*request*/,
      net::HttpLimits /*limits*/) override {
    co_return std::unexpected(net::HttpError::connect_failed);
  }
  std::map<std::string, net::HttpResponse> pages;
  std::vector<std::string> asked;
};

std::string resource_document(const std::string& resource, const std::string& issuer) {
  return R"({"resource":")" + resource + R"(","authorization_servers":[")" + issuer + R"("]})";
}
std::string server_document(const std::string& issuer) {
  return R"({"issuer":")" + issuer + R"(","authorization_endpoint":"https://as.example.com/a",)" +
         R"("token_endpoint":"https://as.example.com/t","response_types_supported":["code"],)" +
         R"("registration_endpoint":"https://as.example.com/r",)" +
         R"("token_endpoint_auth_methods_supported":["none","client_secret_post"],)" +
         R"("code_challenge_methods_supported":["S256"]})";
}

constexpr std::string_view mcp_server = "https://mcp.example.com/mcp";
const std::string path_place = "https://mcp.example.com/.well-known/oauth-protected-resource/mcp";
const std::string root_place = "https://mcp.example.com/.well-known/oauth-protected-resource";
const std::string server_place = "https://as.example.com/.well-known/oauth-authorization-server";

struct Bench {
  net::HttpResponse& page(const std::string& url) { return web.pages[url]; }
  void put(const std::string& url, std::string body) { page(url) = {200, {}, std::move(body)}; }
  auto discover_with(std::optional<TokenChallenge> challenge = std::nullopt) {
    return runtime.run_to_completion(
        discover(door, {std::string(mcp_server), std::move(challenge), "", ""}, rules));
  }
  net::IoRuntime runtime{1};
  net::TableResolver resolver{{{"*", {{"93.184.216.34"}}}}};
  net::EgressPolicy policy{resolver, {}};
  Web web;
  HttpDoor door{web, policy, Trust::custom};
  DocumentRules rules;
};

TEST(Discovery, asks_the_place_of_the_path_first_and_stops_there) {
  Bench bench;
  bench.put(path_place, resource_document(std::string(mcp_server), "https://as.example.com"));
  bench.put(server_place, server_document("https://as.example.com"));
  const auto found = bench.discover_with();
  ASSERT_TRUE(found) << found.error().detail;
  EXPECT_EQ(bench.web.asked,
            (std::vector<std::string>{"GET " + path_place, "GET " + server_place}));
}

TEST(Discovery, goes_on_after_a_404_but_not_after_a_500_or_a_429) {
  Bench bench;
  bench.put(root_place, resource_document("https://mcp.example.com", "https://as.example.com"));
  bench.put(server_place, server_document("https://as.example.com"));
  EXPECT_TRUE(bench.discover_with());
  for (const int status : {500, 429}) {
    bench.page(path_place).status = status;
    bench.web.asked.clear();
    const auto found = bench.discover_with();
    ASSERT_FALSE(found) << status;
    EXPECT_EQ(found.error().reason, OAuthReason::metadata_unavailable);
    EXPECT_EQ(found.error().status, status);
    EXPECT_EQ(bench.web.asked.size(), 1U);
  }
}

TEST(Discovery, asks_only_where_the_challenge_points) {
  Bench bench;
  bench.put(root_place, resource_document("https://mcp.example.com", "https://as.example.com"));
  TokenChallenge challenge;
  challenge.resource_metadata = "https://mcp.example.com/elsewhere";
  EXPECT_FALSE(bench.discover_with(challenge));
  EXPECT_EQ(bench.web.asked.size(), 1U);
  challenge.resource_metadata = "http://169.254.169.254/latest";
  EXPECT_FALSE(bench.discover_with(challenge));
  EXPECT_EQ(bench.web.asked.size(), 1U);
}

TEST(Discovery, follows_one_redirect_inside_the_origin_and_none_out_of_it) {
  Bench bench;
  bench.put(server_place, server_document("https://as.example.com"));
  bench.page(path_place) = {302, {{"Location", "/moved"}}, ""};
  bench.put("https://mcp.example.com/moved",
            resource_document(std::string(mcp_server), "https://as.example.com"));
  EXPECT_TRUE(bench.discover_with());
  bench.page("https://mcp.example.com/moved") = {302, {{"Location", "/again"}}, ""};
  EXPECT_FALSE(bench.discover_with());
  bench.page(path_place) = {302, {{"Location", "https://evil.example.net/x"}}, ""};
  bench.web.asked.clear();
  EXPECT_FALSE(bench.discover_with());
  EXPECT_EQ(bench.web.asked.size(), 1U);
}

TEST(Discovery, refuses_a_server_that_is_not_who_it_was_asked_for) {
  Bench bench;
  bench.put(path_place, resource_document(std::string(mcp_server), "https://as.example.com"));
  bench.put(server_place, server_document("https://as.example.com/"));
  EXPECT_EQ(bench.discover_with().error().reason, OAuthReason::issuer_mismatch);
  bench.put(path_place, resource_document("https://other.example.com/mcp", "https://x.example"));
  EXPECT_EQ(bench.discover_with().error().reason, OAuthReason::resource_mismatch);
}

TEST(Discovery, takes_a_server_without_any_metadata_for_its_own_authorization_server) {
  Bench bench;
  const auto found = bench.discover_with();
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->resource);
  EXPECT_EQ(found->server.token_endpoint, "https://mcp.example.com/token");
  EXPECT_EQ(found->server.issuer, "https://mcp.example.com");
}

TEST(Discovery, lets_a_row_name_a_resource_above_the_server) {
  Bench bench;
  bench.put(path_place, resource_document("https://mcp.example.com/", "https://as.example.com"));
  bench.put(server_place, server_document("https://as.example.com"));
  EXPECT_FALSE(bench.discover_with());
  bench.rules.resource = ResourceRule::covering;
  EXPECT_TRUE(bench.discover_with());
  bench.put(path_place, resource_document("https://mcp.example.com/mc", "https://as.example.com"));
  EXPECT_FALSE(bench.discover_with());
}

TEST(MetadataUrls, insert_the_path_of_an_issuer_and_never_ask_its_root) {
  EXPECT_EQ(
      server_metadata_urls("https://as.example.com/t"),
      (std::vector<std::string>{"https://as.example.com/.well-known/oauth-authorization-server/t",
                                "https://as.example.com/.well-known/openid-configuration/t",
                                "https://as.example.com/t/.well-known/openid-configuration"}));
  EXPECT_EQ(server_metadata_urls("https://as.example.com").size(), 2U);
  EXPECT_EQ(resource_metadata_urls("https://mcp.example.com/a?b=1").front(),
            "https://mcp.example.com/.well-known/oauth-protected-resource/a?b=1");
}

TEST(Registration, keeps_all_that_was_granted_and_the_method_that_was_answered) {
  Bench bench;
  AuthorizationServerMetadata server = *read_server_metadata(
      server_document("https://as.example.com"), "https://as.example.com", bench.rules);
  bench.page("https://as.example.com/r") = {
      201,
      {},
      R"({"client_id":"c","client_secret":"s","client_secret_expires_at":4102444800,)"
      R"("token_endpoint_auth_method":"client_secret_post",)"
      R"("registration_client_uri":"https://as.example.com/r/c","registration_access_token":"t"})"};
  RegistrationAsk ask{server, {.redirect_uri = "https://app.example.com/cb"}, "", true, Instant()};
  auto client = bench.runtime.run_to_completion(register_client(bench.door, ask, bench.rules));
  ASSERT_TRUE(client) << client.error().detail;
  EXPECT_EQ(client->authentication, ClientAuthentication::client_secret_post);
  EXPECT_TRUE(client->secret_expires_at);
  EXPECT_EQ(client->registration_client_uri, "https://as.example.com/r/c");
  bench.page("https://as.example.com/r/c").status = 204;
  EXPECT_FALSE(bench.runtime.run_to_completion(unregister_client(bench.door, *client)));
  EXPECT_EQ(bench.web.asked.back(), "DELETE https://as.example.com/r/c");
}

TEST(Registration, reports_a_refused_redirect_address_by_its_code) {
  Bench bench;
  const AuthorizationServerMetadata server = *read_server_metadata(
      server_document("https://as.example.com"), "https://as.example.com", bench.rules);
  bench.page("https://as.example.com/r") = {
      400, {}, R"({"error":"invalid_redirect_uri","error_description":"no <b>"})"};
  const auto client = bench.runtime.run_to_completion(register_client(
      bench.door, {server, {.redirect_uri = "https://app.example.com/cb"}, "", true, Instant()},
      bench.rules));
  ASSERT_FALSE(client);
  EXPECT_EQ(client.error().refusal->error, "invalid_redirect_uri");
}

TEST(DocumentUrl, is_the_same_server_only_in_the_same_spelling) {
  EXPECT_TRUE(read_document_url("https://Auth.example.com:443/a"));
  EXPECT_TRUE(read_document_url("https://auth.example.com"));
  for (const char* text : {"https://auth.example.com./",
                           "https://b\xc3\xbc"
                           "cher.example/",
                           "https://auth.example.com\\@other.example/", "auth.example.com", ""})
    EXPECT_FALSE(read_document_url(text)) << text;
}

TEST(DocumentUrl, on_our_own_origin_is_refused_in_every_spelling) {
  DocumentRules rules;
  rules.own_origin = "https://sluice.example.org";
  for (const char* text : {"https://sluice.example.org/a", "https://SLUICE.example.org:443/"})
    EXPECT_EQ(endpoint_fault(text, rules), OAuthReason::own_origin) << text;
  EXPECT_FALSE(endpoint_fault("https://sluice.example.com/a", rules));
}

}  // namespace
}  // namespace sluice::oauth
