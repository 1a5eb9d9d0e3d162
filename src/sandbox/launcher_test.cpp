#include "sandbox/launcher.h"

#include "net/egress_policy.h"
#include "net/http_client.h"
#include "net/http_server.h"
#include "net/http_text.h"
#include "net/io_runtime.h"
#include "sandbox/child_process.h"
#include "sandbox/known_time.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <thread>

namespace sluice::sandbox {
namespace {

class NoNames final : public net::Resolver {
 public:
  Task<std::vector<std::string>> resolve(std::string) override {
    co_return std::vector<std::string>{};
  }
};

LauncherOptions linear_only() {
  return {.now = known_instant("2026-11-21T12:00:00-05:00"), .vendors = {"stripe", "linear"}};
}

TEST(SandboxLauncher, excepts_every_origin_of_its_vendors_and_no_other) {
  const auto launcher = SandboxLauncher::start_in_process(linear_only());
  ASSERT_TRUE(launcher) << launcher.error();
  std::vector<std::string> origins;
  for (const net::EgressException& exception : (*launcher)->exceptions()) {
    origins.push_back(exception.origin());
    EXPECT_EQ(exception.loopback(), (*launcher)->origin());
  }
  std::ranges::sort(origins);
  EXPECT_EQ(origins,
            (std::vector<std::string>{"https://access.stripe.com", "https://mcp.linear.app",
                                      "https://mcp.stripe.com"}));
}

TEST(SandboxLauncher, answers_a_client_that_asks_the_vendor_by_its_own_name) {
  const auto launcher = SandboxLauncher::start_in_process(linear_only());
  ASSERT_TRUE(launcher) << launcher.error();
  net::IoRuntime runtime(1);
  NoNames resolver;
  net::EgressPolicy policy(resolver, (*launcher)->exceptions());
  const auto client = net::make_http_client(runtime);
  const auto admitted = runtime.run_to_completion(
      policy.admit("https://mcp.linear.app/.well-known/oauth-authorization-server"));
  ASSERT_TRUE(admitted) << admitted.error().detail;
  net::HttpLimits limits;
  limits.deadline = Deadline::in(std::chrono::seconds(10));
  const auto response = runtime.run_to_completion(client->send(*admitted, {}, limits));
  ASSERT_TRUE(response) << net::to_text(response.error());
  EXPECT_EQ(response->status, 200);
  EXPECT_NE(response->body.find("\"issuer\":\"https://mcp.linear.app\""), std::string::npos);
}

// A product that serves its client id metadata document, on a thread of its own.
class Product {
 public:
  Product() {
    auto server = net::listen_http(
        "127.0.0.1", 0, {},
        [this](net::ServerRequest request) { return answer(std::move(request)); }, runtime_);
    EXPECT_TRUE(server) << server.error().detail;
    server_ = std::move(*server);
    thread_ = std::thread([this] { server_->run(1); });
  }
  ~Product() {
    server_->stop();
    thread_.join();
  }
  Product(const Product&) = delete;
  Product& operator=(const Product&) = delete;
  [[nodiscard]] std::string url() const {
    return "http://localhost:" + std::to_string(server_->port());
  }

 private:
  Task<net::HandlerResult> answer(net::ServerRequest request) {
    const Value document = {{"client_id", url() + request.path},
                            {"client_name", "Sluice"},
                            {"redirect_uris", Value::array({url() + "/oauth/callback"})}};
    co_return net::ServerResponse{
        200, {{"Content-Type", "application/json"}}, to_wire_text(document)};
  }

  net::IoRuntime runtime_{1};
  std::unique_ptr<net::HttpServer> server_;
  std::thread thread_;
};

TEST(SandboxLauncher, lets_a_vendor_read_the_products_metadata_document) {
  const Product product;
  LauncherOptions options = linear_only();
  options.product_url = product.url();
  options.automatic_consent = true;
  const auto launcher = SandboxLauncher::start_in_process(options);
  ASSERT_TRUE(launcher) << launcher.error();
  net::IoRuntime runtime(1);
  NoNames resolver;
  net::EgressPolicy policy(resolver, (*launcher)->exceptions());
  const auto client = net::make_http_client(runtime);
  const std::string query = net::encode_form({{"response_type", "code"},
                                              {"client_id", product.url() + "/client.json"},
                                              {"redirect_uri", product.url() + "/oauth/callback"},
                                              {"code_challenge", "abc"},
                                              {"code_challenge_method", "S256"}});
  const auto admitted = runtime.run_to_completion(
      policy.admit("https://access.stripe.com/mcp/oauth2/authorize?" + query));
  ASSERT_TRUE(admitted) << admitted.error().detail;
  net::HttpLimits limits;
  limits.deadline = Deadline::in(std::chrono::seconds(20));
  const auto response = runtime.run_to_completion(client->send(*admitted, {}, limits));
  ASSERT_TRUE(response) << net::to_text(response.error());
  EXPECT_EQ(response->status, 303);
  EXPECT_TRUE(response->header("Location").starts_with(product.url() + "/oauth/callback?code="));
}

TEST(SandboxLauncher, turns_an_authorization_url_into_a_page_and_back) {
  const auto launcher = SandboxLauncher::start_in_process(linear_only());
  ASSERT_TRUE(launcher) << launcher.error();
  const std::string vendor = "https://access.stripe.com/mcp/oauth2/authorize?client_id=a&state=b";
  const std::string page = (*launcher)->browser_url(vendor);
  EXPECT_EQ(page, (*launcher)->origin() + "/_as/stripe/authorize?client_id=a&state=b");
  EXPECT_EQ((*launcher)->vendor_url(page), vendor);
  EXPECT_EQ((*launcher)->browser_url("https://access.stripe.com/mcp/oauth2/authorize.evil"),
            "https://access.stripe.com/mcp/oauth2/authorize.evil");
}

TEST(SandboxLauncher, names_the_vendors_and_clients_it_brings) {
  const auto launcher = SandboxLauncher::start_in_process({.vendors = {"hubspot", "linear"}});
  ASSERT_TRUE(launcher) << launcher.error();
  EXPECT_EQ((*launcher)->vendors(), (std::vector<std::string>{"hubspot", "linear"}));
  ASSERT_EQ((*launcher)->clients().size(), 1U);
  EXPECT_EQ((*launcher)->clients()[0].client_id, "sandbox-hubspot-client");
  EXPECT_FALSE(SandboxLauncher::start_in_process({.vendors = {"nobody"}}));
}

TEST(SandboxLauncher, fails_when_the_child_ends_without_reporting_or_cannot_start) {
  LauncherOptions options;
  options.executable = "/bin/false";
  const auto ended = SandboxLauncher::start(options);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error(), "the sandbox did not start within its time");
  options.executable = "/nowhere/sluice";
  const auto absent = SandboxLauncher::start(options);
  ASSERT_FALSE(absent);
  EXPECT_EQ(absent.error(), "cannot start /nowhere/sluice");
}

TEST(SandboxLauncher, gives_up_on_a_child_that_says_nothing_in_time) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("sluice-silent-" + std::to_string(::getpid()) + ".sh");
  std::ofstream(path) << "#!/bin/sh\nexec sleep 60\n";
  std::filesystem::permissions(path, std::filesystem::perms::owner_all);
  LauncherOptions options;
  options.executable = path;
  const auto silent = spawn_sandbox(options, Deadline::in(std::chrono::milliseconds(200)));
  EXPECT_FALSE(silent);
  std::filesystem::remove(path);
}

TEST(SandboxLauncher, lets_the_sandbox_reach_a_product_on_loopback_only) {
  const auto local = SandboxLauncher::product_exception("http://localhost:8080");
  ASSERT_EQ(local.size(), 1U);
  EXPECT_EQ(local[0].origin(), "http://localhost:8080");
  EXPECT_EQ(local[0].loopback(), "http://127.0.0.1:8080");
  EXPECT_TRUE(SandboxLauncher::product_exception("").empty());
  EXPECT_TRUE(SandboxLauncher::product_exception("http://example.com").empty());
  EXPECT_TRUE(SandboxLauncher::product_exception("http://localhost.example.com:80").empty());
}

}  // namespace
}  // namespace sluice::sandbox
