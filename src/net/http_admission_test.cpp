// Whom the server lets in, for whom it takes him, and which framing it refuses.
#include "net/http_server.h"

#include "net/test_peers.h"

#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace sluice::net {
namespace {

using namespace std::chrono_literals;
using testing::connect_to;
using testing::RawConnection;
using testing::RunningLoop;

Task<HandlerResult> echo_address(ServerRequest request) {
  co_return ServerResponse{.body = "[" + request.path + " from " + request.peer_address + "]"};
}

// A server on a free port of loopback that says from where it thinks it is asked.
class Served {
 public:
  explicit Served(ServerLimits limits = {})
      : server_(std::move(
            listen_http("127.0.0.1", 0, std::move(limits), echo_address, runtime_).value())),
        loop_(runtime_) {}
  [[nodiscard]] std::unique_ptr<RawConnection> connect(const char* from = "127.0.0.1") {
    return connect_to(server_->port(), from);
  }
  [[nodiscard]] std::string ask(std::string_view request, const char* from = "127.0.0.1") {
    const auto connection = connect(from);
    connection->write(request);
    return connection->read_all();
  }

 private:
  IoRuntime runtime_{1};
  std::unique_ptr<HttpServer> server_;
  RunningLoop loop_;
};

std::string get(const std::string& headers) {
  return "GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n";
}

ServerLimits behind(std::string_view proxies, ForwardedHeader header = ForwardedHeader::either) {
  ServerLimits limits;
  limits.proxies = {AddressRanges::parse(proxies).value(), header};
  return limits;
}

TEST(HttpAdmission, one_address_gets_no_more_than_its_share) {
  Served served({.connections_per_address_max = 3});
  std::vector<std::unique_ptr<RawConnection>> held;
  for (int i = 0; i < 3; ++i) {
    held.push_back(served.connect("127.0.0.7"));
    held.back()->write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_FALSE(held.back()->read_until("from 127.0.0.7]").empty());
  }
  EXPECT_TRUE(served.ask(get(""), "127.0.0.7").starts_with("HTTP/1.1 503 "));
  EXPECT_TRUE(served.ask(get(""), "127.0.0.8").starts_with("HTTP/1.1 200 "));
}

TEST(HttpAdmission, a_place_that_was_left_is_free_again) {
  Served served({.connections_per_address_max = 1});
  EXPECT_TRUE(served.ask(get("")).starts_with("HTTP/1.1 200 "));
  // The server hears of the end a moment after we do.
  std::string answer;
  for (int i = 0; i < 1'000 && !answer.starts_with("HTTP/1.1 200 "); ++i)
    answer = served.ask(get(""));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
}

TEST(HttpAdmission, a_configured_proxy_asks_for_many) {
  ServerLimits limits = behind("127.0.0.9");
  limits.connections_per_address_max = 1;
  Served served(std::move(limits));
  const auto held = served.connect("127.0.0.9");
  held->write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_FALSE(held->read_until("]").empty());
  EXPECT_TRUE(served.ask(get(""), "127.0.0.9").starts_with("HTTP/1.1 200 "));
}

// Idle ones, and those that began a request and do not go on.
TEST(HttpAdmission, who_waits_longest_makes_room_when_all_places_are_taken) {
  Served served({.connections_max = 4, .waiting_min = 0ms});
  std::vector<std::unique_ptr<RawConnection>> held;
  for (int i = 0; i < 4; ++i) {
    held.push_back(served.connect());
    if (i % 2 == 1) held.back()->write("GET / HTTP/1.1\r\nHos");
  }
  for (int i = 0; i < 8; ++i)
    EXPECT_TRUE(served.ask(get(""), "127.0.0.8").starts_with("HTTP/1.1 200 ")) << i;
  held.front()->wait_for_close();
}

TEST(HttpAdmission, takes_the_word_of_configured_proxies_alone) {
  Served served(behind("127.0.0.9, 10.0.0.0/8"));
  const std::string chain = get("X-Forwarded-For: 203.0.113.1, 198.51.100.2, 10.1.2.3\r\n");
  EXPECT_TRUE(served.ask(chain, "127.0.0.9").ends_with("from 198.51.100.2]"));
  EXPECT_TRUE(served.ask(chain, "127.0.0.8").ends_with("from 127.0.0.8]"));
  EXPECT_TRUE(served
                  .ask(get("Forwarded: for=203.0.113.1, for=\"[2001:db8::17]:4711\";by=_x\r\n"),
                       "127.0.0.9")
                  .ends_with("from 2001:db8::17]"));
}

TEST(HttpAdmission, believes_nothing_to_the_left_of_what_it_does_not_know) {
  struct Case {
    std::string headers;
    std::string from;
    ForwardedHeader header = ForwardedHeader::either;
  };
  using enum ForwardedHeader;
  const std::vector<Case> cases{
      {"", "127.0.0.9"},
      {"X-Forwarded-For: 198.51.100.2:4711\r\n", "198.51.100.2"},
      {"X-Forwarded-For: 203.0.113.1\r\nX-Forwarded-For: 198.51.100.2\r\n", "198.51.100.2"},
      {"X-Forwarded-For: 203.0.113.1, unknown\r\n", "127.0.0.9"},
      {"X-Forwarded-For: 203.0.113.1, not-an-address, 10.0.0.1\r\n", "10.0.0.1"},
      {"X-Forwarded-For: 10.0.0.2, 10.0.0.1\r\n", "10.0.0.2"},
      {"X-Forwarded-For: ::ffff:198.51.100.2\r\n", "198.51.100.2"},
      {"X-Forwarded-For: \r\n", "127.0.0.9"},
      {"Forwarded: for=_hidden\r\n", "127.0.0.9"},
      {"Forwarded: proto=https;FOR=198.51.100.2\r\n", "198.51.100.2"},
      {"Forwarded: for=\"203.0.113.1, for=10.0.0.1\r\n", "127.0.0.9"},
      // A proxy that writes one of the two lets the other pass as its client sent it.
      {"Forwarded: for=203.0.113.1\r\nX-Forwarded-For: 198.51.100.2\r\n", "198.51.100.2"},
      {"Forwarded: for=198.51.100.2\r\nX-Forwarded-For: 203.0.113.1\r\n", "198.51.100.2",
       forwarded},
      {"Forwarded: for=203.0.113.1\r\n", "127.0.0.9", x_forwarded_for}};
  for (const Case& each : cases) {
    Served served(behind("127.0.0.9 10.0.0.0/8", each.header));
    EXPECT_TRUE(served.ask(get(each.headers), "127.0.0.9").ends_with("from " + each.from + "]"))
        << each.headers << served.ask(get(each.headers), "127.0.0.9");
  }
}

TEST(HttpAdmission, reads_lists_of_addresses_and_refuses_what_is_none) {
  const auto ranges = AddressRanges::parse("192.0.2.0/24, 2001:db8::/32 127.0.0.1");
  ASSERT_TRUE(ranges);
  EXPECT_TRUE(ranges->contains("192.0.2.255"));
  EXPECT_TRUE(ranges->contains("::ffff:192.0.2.1"));
  EXPECT_TRUE(ranges->contains("2001:db8:1::1"));
  EXPECT_FALSE(ranges->contains("192.0.3.0"));
  EXPECT_FALSE(ranges->contains("127.0.0.2"));
  EXPECT_FALSE(ranges->contains("no address"));
  EXPECT_FALSE(AddressRanges::parse("")->contains("127.0.0.1"));
  for (const char* wrong : {"localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "::/129", "*"})
    EXPECT_FALSE(AddressRanges::parse(wrong)) << wrong;
  EXPECT_EQ(address_group("2001:db8:0:1:2:3:4:5"), "2001:db8:0:1::/64");
  EXPECT_EQ(address_group("::ffff:192.0.2.1"), "192.0.2.1");
}

TEST(HttpAdmission, refuses_every_framing_that_two_readers_could_read_differently) {
  Served served;
  for (const char* framing :
       {"Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: chunked, identity\r\n",
        "Transfer-Encoding: chunked, chunked\r\n", "Transfer-Encoding: \r\n",
        "Transfer-Encoding: gzip, chunked\r\n", "Transfer-Encoding: identity\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: xchunked\r\nContent-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n",
        "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n",
        "Content-Length: 3\r\nContent-Length: 4\r\n", "Content-Length: 3, 4\r\n"}) {
    const std::string answer =
        served.ask("POST /first HTTP/1.1\r\nHost: a\r\n" + std::string(framing) +
                   "\r\n0\r\n\r\nGET /second HTTP/1.1\r\nHost: a\r\n\r\n");
    const bool refused = answer.starts_with("HTTP/1.1 400 ") || answer.starts_with("HTTP/1.1 501 ");
    EXPECT_TRUE(refused) << framing << answer;
    EXPECT_FALSE(answer.contains("/second from")) << framing << answer;
    EXPECT_TRUE(answer.contains("Connection: close\r\n")) << framing << answer;
  }
  EXPECT_TRUE(
      served.ask("POST /x HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
          .starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(served
                  .ask("POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                       "Transfer-Encoding: Chunked\r\n\r\n0\r\n\r\n")
                  .starts_with("HTTP/1.1 200 "));
}

TEST(HttpAdmission, an_old_client_need_not_name_the_host) {
  Served served;
  EXPECT_TRUE(served.ask("GET /healthz HTTP/1.0\r\n\r\n").starts_with("HTTP/1.1 200 "));
  EXPECT_TRUE(served.ask("GET /healthz HTTP/1.1\r\n\r\n").starts_with("HTTP/1.1 400 "));
  EXPECT_TRUE(
      served.ask("GET /x HTTP/1.0\r\nHost: a\r\nHost: b\r\n\r\n").starts_with("HTTP/1.1 400 "));
}

TEST(HttpAdmission, its_own_problems_carry_the_security_headers) {
  EXPECT_TRUE(
      Served().ask("nonsense\r\n\r\n").contains("Content-Security-Policy: default-src 'none'"));
  Served served({.connections_per_address_max = 1});
  const auto held = served.connect();
  held->write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_FALSE(held->read_until("]").empty());
  const std::string full = served.ask("");
  EXPECT_TRUE(full.starts_with("HTTP/1.1 503 ")) << full;
  EXPECT_TRUE(full.contains("Content-Security-Policy: ")) << full;
  EXPECT_TRUE(full.contains("X-Content-Type-Options: nosniff")) << full;
}

}  // namespace
}  // namespace sluice::net
