#include "net/http_client.h"

#include "net/http_server.h"
#include "net/test_peers.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <chrono>

namespace sluice::net {
namespace {

using namespace std::chrono_literals;
using testing::excepting;
using testing::RawConnection;
using testing::RawServer;
using testing::vendor;

// One client and one vendor, reached through an exception.
class Exchange {
 public:
  explicit Exchange(std::string loopback) : policy_(resolver_, excepting(std::move(loopback))) {}

  std::expected<HttpResponse, HttpError> send(HttpRequest request = {}, HttpLimits limits = {}) {
    return runtime_.run_to_completion(do_send(std::move(request), limits));
  }
  [[nodiscard]] IoRuntime& runtime() { return runtime_; }
  [[nodiscard]] HttpClient& client() { return *client_; }
  [[nodiscard]] EgressPolicy& policy() { return policy_; }

 private:
  Task<std::expected<HttpResponse, HttpError>> do_send(HttpRequest request, HttpLimits limits) {
    auto endpoint = co_await policy_.admit(std::string(vendor) + "/mcp?a=1");
    EXPECT_TRUE(endpoint);
    co_return co_await client_->send(std::move(*endpoint), std::move(request), limits);
  }

  IoRuntime runtime_{2};
  TableResolver resolver_{{}};
  EgressPolicy policy_;
  std::unique_ptr<HttpClient> client_ = make_http_client(runtime_);
};

std::string gzip(const std::string& text) {
  z_stream stream{};
  deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY);
  std::string input = text;
  std::string out(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(input.data());
  stream.avail_in = static_cast<uInt>(input.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string with_length(const std::string& headers, const std::string& body) {
  return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

// Answers the first request of every connection with `bytes`, then waits for the client to leave.
std::function<void(RawConnection&)> answering(std::string bytes) {
  return [bytes = std::move(bytes)](RawConnection& connection) {
    if (connection.read_until("\r\n\r\n").empty()) return;
    if (connection.write(bytes)) connection.wait_for_close();
  };
}

TEST(HttpClient, sends_the_vendors_host_to_the_excepted_loopback) {
  std::string seen;
  {
    RawServer server([&](RawConnection& connection) {
      seen = connection.read_until("\r\n\r\n");
      connection.write(with_length("X-One: 1\r\nX-Two:  2 \r\n", "hello"));
    });
    Exchange exchange(server.origin());
    const auto response = exchange.send({.headers = {{"Accept", "application/json"}}});
    ASSERT_TRUE(response);
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, "hello");
    EXPECT_EQ(response->header("x-two"), "2");
  }
  EXPECT_TRUE(seen.starts_with("GET /mcp?a=1 HTTP/1.1\r\n")) << seen;
  EXPECT_TRUE(seen.contains("Host: mcp.vendor.test\r\n")) << seen;
  EXPECT_TRUE(seen.contains("Accept: application/json\r\n")) << seen;
}

TEST(HttpClient, sends_secret_headers_and_a_secret_body) {
  std::string seen;
  {
    RawServer server([&](RawConnection& connection) {
      seen = connection.read_until("code=abc");
      connection.write(with_length("", "{}"));
    });
    Exchange exchange(server.origin());
    HttpRequest request{.method = "POST"};
    request.headers.push_back({"Content-Type", "application/x-www-form-urlencoded"});
    request.secret_headers.push_back({"Authorization", "Bearer ", Secret::take("token-1")});
    request.secret_body = Secret::take("grant=x&code=abc");
    const auto response = exchange.send(std::move(request));
    ASSERT_TRUE(response);
  }
  EXPECT_TRUE(seen.starts_with("POST /mcp?a=1 ")) << seen;
  EXPECT_TRUE(seen.contains("Authorization: Bearer token-1\r\n")) << seen;
  EXPECT_TRUE(seen.ends_with("\r\n\r\ngrant=x&code=abc")) << seen;
}

TEST(HttpClient, unpacks_gzip) {
  RawServer server(answering(with_length("Content-Encoding: gzip\r\n", gzip("plain text"))));
  const auto response = Exchange(server.origin()).send();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->body, "plain text");
}

TEST(HttpClient, cuts_a_gzip_bomb_off) {
  RawServer server(
      answering(with_length("Content-Encoding: gzip\r\n", gzip(std::string(8'000'000, '0')))));
  const auto response = Exchange(server.origin()).send();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error(), HttpError::compression_bomb);
}

// Bytes that follow must not pay for a bomb before them.
TEST(HttpClient, cuts_a_gzip_bomb_off_before_what_follows_it) {
  const std::string bomb = gzip(std::string(200'000, '0'));
  RawServer server(answering(
      with_length("Content-Encoding: gzip\r\n", bomb + gzip(std::string(10, 'x')) + bomb)));
  const auto response = Exchange(server.origin()).send({}, {.body_bytes_max = 100'000});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error(), HttpError::compression_bomb);
}

void answer_without_end_of_head(RawConnection& connection, const std::string& header) {
  if (connection.read_until("\r\n\r\n").empty()) return;
  connection.write("HTTP/1.1 200 OK\r\nX-Long: ");
  while (connection.write(header)) {
  }
}

TEST(HttpClient, gives_up_on_headers_that_do_not_end) {
  for (const std::string& header : {std::string(65536, 'x'), std::string("X-Many: 1\r\n")}) {
    RawServer server(
        [&](RawConnection& connection) { answer_without_end_of_head(connection, header); });
    const auto response = Exchange(server.origin()).send();
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error(), HttpError::head_too_large);
  }
}

TEST(HttpClient, refuses_an_encoding_it_did_not_ask_for) {
  RawServer server(answering(with_length("Content-Encoding: br\r\n", "xxxx")));
  const auto response = Exchange(server.origin()).send();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error(), HttpError::malformed_response);
}

TEST(HttpClient, cuts_an_endless_body_off) {
  RawServer server([](RawConnection& connection) {
    if (connection.read_until("\r\n\r\n").empty()) return;
    connection.write("HTTP/1.1 200 OK\r\n\r\n");
    const std::string block(65536, 'x');
    while (connection.write(block)) {
    }
  });
  const auto response = Exchange(server.origin()).send({}, {.body_bytes_max = 1'000'000});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error(), HttpError::body_too_large);
}

TEST(HttpClient, gives_up_on_a_silent_server) {
  RawServer server([](RawConnection& connection) { connection.wait_for_close(); });
  const auto response = Exchange(server.origin()).send({}, {.idle_timeout = 100ms});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error(), HttpError::timed_out);
}

TEST(HttpClient, ends_a_slow_drip_at_the_deadline) {
  RawServer server([](RawConnection& connection) {
    if (connection.read_until("\r\n\r\n").empty()) return;
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
    while (connection.write("x"))
      std::this_thread::sleep_for(20ms);  // The drip is what is tested.
  });
  const auto response =
      Exchange(server.origin()).send({}, {.idle_timeout = 1s, .deadline = Deadline::in(200ms)});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error(), HttpError::timed_out);
}

TEST(HttpClient, refuses_a_flood_of_headers) {
  std::string flood = "HTTP/1.1 200 OK\r\n";
  for (int i = 0; i < 1000; ++i)
    flood += "X-Header-" + std::to_string(i) + ": value\r\n";
  RawServer server(answering(flood + "\r\n"));
  const auto response = Exchange(server.origin()).send();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error(), HttpError::head_too_large);
}

TEST(HttpClient, hands_a_redirect_back_instead_of_following_it) {
  RawServer server(answering(
      "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"));
  const auto response = Exchange(server.origin()).send();
  ASSERT_TRUE(response);
  EXPECT_EQ(response->status, 302);
  EXPECT_EQ(server.connections(), 1);
}

TEST(HttpClient, reports_a_body_that_was_cut_short) {
  RawServer server([](RawConnection& connection) {
    if (connection.read_until("\r\n\r\n").empty()) return;
    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
  });
  const auto response = Exchange(server.origin()).send();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error(), HttpError::connection_lost);
}

TEST(HttpClient, reports_what_is_not_http) {
  RawServer server(answering("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
  const auto response = Exchange(server.origin()).send();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error(), HttpError::malformed_response);
}

TEST(HttpClient, reports_a_closed_port) {
  std::string origin;
  {
    RawServer server([](RawConnection&) {});
    origin = server.origin();
  }
  const auto response = Exchange(origin).send();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error(), HttpError::connect_failed);
}

// The check at the moment of connecting: even a faulty exception opens nothing beyond loopback.
TEST(HttpClient, opens_no_socket_that_the_endpoint_does_not_cover) {
  for (const char* elsewhere :
       {"http://93.184.216.34:80", "http://10.0.0.1:80", "http://[::2]:80"}) {
    const auto response = Exchange(elsewhere).send();
    ASSERT_FALSE(response) << elsewhere;
    EXPECT_EQ(response.error(), HttpError::refused_address) << elsewhere;
  }
}

TEST(HttpClient, refuses_a_header_that_would_split_the_request) {
  RawServer server(answering(with_length("", "")));
  const auto response =
      Exchange(server.origin()).send({.headers = {{"X-Id", "a\r\nAuthorization: stolen"}}});
  ASSERT_FALSE(response);
  EXPECT_EQ(server.connections(), 0);
}

// A vendor that dies after the request has left may have done what was asked.
TEST(HttpClient, does_not_repeat_a_post_by_itself) {
  std::atomic<int> posts = 0;
  RawServer server([&](RawConnection& connection) {
    if (connection.read_until("\r\n\r\n").empty()) return;
    connection.write(with_length("", "first"));
    if (!connection.read_until("\r\n\r\n").empty()) ++posts;  // And now it dies.
  });
  Exchange exchange(server.origin());
  ASSERT_TRUE(exchange.send({.pool = "one"}));
  const auto second = exchange.send({.method = "POST", .body = "x", .pool = "one"});
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error(), HttpError::connection_lost);
  EXPECT_EQ(posts, 1);
}

}  // namespace
}  // namespace sluice::net
