// Which requests may use a kept connection again.
#include "net/http_client.h"

#include "net/test_peers.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>

namespace sluice::net {
namespace {

using testing::excepting;
using testing::RawConnection;
using testing::RawServer;

// Answers any number of requests on each connection.
void keep_answering(RawConnection& connection) {
  while (!connection.read_until("\r\n\r\n").empty())
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
}

class Vendor {
 public:
  // How many connections the vendor has seen after one more request of this pool.
  int connections_after(std::string pool, TrustClass trust = TrustClass::catalog) {
    if (!client_) client_ = make_http_client(runtime_, {.trust = trust});
    const auto response = runtime_.run_to_completion(send(std::move(pool)));
    EXPECT_TRUE(response);
    return server_.connections();
  }

 private:
  Task<std::expected<HttpResponse, HttpError>> send(std::string pool) {
    auto endpoint = co_await policy_.admit(std::string(testing::vendor) + "/mcp");
    co_return co_await client_->send(std::move(*endpoint), {.pool = std::move(pool)}, {});
  }

  RawServer server_{keep_answering};
  IoRuntime runtime_{2};
  TableResolver resolver_{{}};
  EgressPolicy policy_{resolver_, excepting(server_.origin())};
  std::unique_ptr<HttpClient> client_;
};

TEST(HttpPool, a_connection_is_used_again_by_its_own_pool_and_by_no_other) {
  Vendor vendor;
  EXPECT_EQ(vendor.connections_after("acme"), 1);
  EXPECT_EQ(vendor.connections_after("acme"), 1);
  EXPECT_EQ(vendor.connections_after("other"), 2);
  EXPECT_EQ(vendor.connections_after("acme"), 2);
  EXPECT_EQ(vendor.connections_after("other"), 2);
}

TEST(HttpPool, a_request_without_a_pool_shares_nothing) {
  Vendor vendor;
  EXPECT_EQ(vendor.connections_after("acme"), 1);
  EXPECT_EQ(vendor.connections_after(""), 2);
  EXPECT_EQ(vendor.connections_after(""), 3);
  EXPECT_EQ(vendor.connections_after("acme"), 3);
}

TEST(HttpPool, an_address_that_a_user_typed_shares_nothing_either) {
  Vendor vendor;
  EXPECT_EQ(vendor.connections_after("acme", TrustClass::custom), 1);
  EXPECT_EQ(vendor.connections_after("acme", TrustClass::custom), 2);
}

TEST(HttpPool, only_so_many_pools_are_kept) {
  Vendor vendor;
  for (int i = 0; i < 200; ++i)
    EXPECT_EQ(vendor.connections_after("pool " + std::to_string(i)), i + 1);
  EXPECT_EQ(vendor.connections_after("pool 199"), 200);
  EXPECT_EQ(vendor.connections_after("pool 0"), 201);
}

}  // namespace
}  // namespace sluice::net
