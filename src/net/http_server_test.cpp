#include "net/http_server.h"

#include "net/http_text.h"
#include "net/test_peers.h"

#include <gtest/gtest.h>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <chrono>
#include <future>

namespace sluice::net {
namespace {

using namespace std::chrono_literals;
using testing::connect_to;
using testing::RunningLoop;

// A server on a free port of loopback, running until the object dies.
class Served {
 public:
  explicit Served(Handler handler, ServerLimits limits = {})
      : server_(std::move(
            listen_http("127.0.0.1", 0, std::move(limits), std::move(handler), runtime_).value())),
        loop_(runtime_) {}
  [[nodiscard]] HttpServer& server() { return *server_; }
  [[nodiscard]] std::unique_ptr<testing::RawConnection> connect() {
    return connect_to(server_->port());
  }
  // The whole answer to `request`, after which the server closes.
  [[nodiscard]] std::string ask(std::string_view request) {
    const auto connection = connect();
    connection->write(request);
    return connection->read_all();
  }

 private:
  IoRuntime runtime_{1};
  std::unique_ptr<HttpServer> server_;
  RunningLoop loop_;
};

Task<HandlerResult> echo(ServerRequest request) {
  co_return ServerResponse{.body = request.method + " " + request.path + " [" + request.query +
                                   "] " + request.body};
}

// A promise that a coroutine keeps when it is destroyed or ends: how a test sees a cancellation.
struct Ended {
  std::shared_ptr<std::promise<void>> promise = std::make_shared<std::promise<void>>();
  [[nodiscard]] std::shared_ptr<void> guard() const {
    return {nullptr, [ended = promise](void*) { ended->set_value(); }};
  }
  [[nodiscard]] bool within(std::chrono::seconds time) const {
    return promise->get_future().wait_for(time) == std::future_status::ready;
  }
};

Task<void> sleep_for(std::chrono::milliseconds time) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, time);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

Task<HandlerResult> answer_after(std::chrono::milliseconds time, Ended ended) {
  const auto guard = ended.guard();
  co_await sleep_for(time);
  co_return ServerResponse{.body = "finished"};
}

// The stream belongs to the server, which waits for these.
// NOLINTBEGIN(cppcoreguidelines-avoid-reference-coroutine-parameters)
Task<void> write_then_sleep(ResponseStream& stream, Ended ended) {
  const auto guard = ended.guard();
  (void)co_await stream.write("first");
  co_await sleep_for(1h);
}

Task<void> write_for_ever(ResponseStream& stream, std::shared_ptr<std::atomic<int>> written) {
  while (co_await stream.write(std::string(1'000'000, 'x')))
    ++*written;
}

Task<void> three_events(ResponseStream& stream) {
  for (const char* text : {"1", "2", "3"})
    if (!co_await stream.write(format_sse("step", text))) co_return;
}
// NOLINTEND(cppcoreguidelines-avoid-reference-coroutine-parameters)

// A handler whose answer is `produce`.
Handler streaming(std::function<Task<void>(ResponseStream&)> produce) {
  static constexpr auto answer =
      [](std::function<Task<void>(ResponseStream&)> function) -> Task<HandlerResult> {
    co_return StreamedResponse{.headers = {{"Content-Type", "text/event-stream"}},
                               .produce = std::move(function)};
  };
  return [produce = std::move(produce)](const ServerRequest&) { return answer(produce); };
}

std::string get(std::string_view path, std::string_view headers = "Connection: close\r\n") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: localhost\r\n" + std::string(headers) +
         "\r\n";
}

TEST(HttpServer, hands_a_request_to_the_handler_decoded_once) {
  Served served(echo);
  const std::string answer = served.ask(get("/a%20b%2541?x=%20y"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 OK\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\nGET /a b%41 [x=%20y] ")) << answer;
}

TEST(HttpServer, leaves_the_body_out_for_head) {
  Served served(echo);
  const std::string answer =
      served.ask("HEAD /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
  EXPECT_TRUE(answer.contains("Content-Length: 10\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST(HttpServer, answers_pipelined_requests_in_order_on_one_connection) {
  Served served(echo);
  const std::string answer = served.ask(get("/1", "") + get("/2", "") + get("/3"));
  const std::size_t first = answer.find("GET /1");
  const std::size_t second = answer.find("GET /2");
  const std::size_t third = answer.find("GET /3");
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
  EXPECT_NE(third, std::string::npos);
}

TEST(HttpServer, reads_bodies_with_a_length_and_in_chunks) {
  Served served(echo);
  EXPECT_TRUE(served
                  .ask("POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5\r\n"
                       "\r\nhello")
                  .ends_with("POST /x [] hello"));
  EXPECT_TRUE(served
                  .ask("POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                       "Transfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n")
                  .ends_with("POST /x [] hello"));
}

TEST(HttpServer, invites_a_body_that_waits_to_be_asked_for) {
  Served served(echo);
  const auto connection = served.connect();
  connection->write(
      "POST /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\nExpect: 100-continue\r\n"
      "Content-Length: 2\r\n\r\n");
  EXPECT_TRUE(connection->read_until("\r\n\r\n").starts_with("HTTP/1.1 100 "));
  connection->write("hi");
  EXPECT_TRUE(connection->read_all().ends_with("POST /x [] hi"));
}

TEST(HttpServer, refuses_what_is_too_large) {
  Served served(echo, {.head_bytes_max = 1000, .body_bytes_max = 100});
  const std::string long_header = "X: " + std::string(1000, 'x') + "\r\n";
  EXPECT_TRUE(served.ask(get("/", long_header)).starts_with("HTTP/1.1 431 "));
  EXPECT_TRUE(served.ask(get("/" + std::string(2000, 'x'))).starts_with("HTTP/1.1 431 "));
  EXPECT_TRUE(served.ask("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 101\r\n\r\n")
                  .starts_with("HTTP/1.1 413 "));
  EXPECT_TRUE(served
                  .ask("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n" +
                       std::string(255, 'x') + "\r\n0\r\n\r\n")
                  .starts_with("HTTP/1.1 413 "));
}

TEST(HttpServer, takes_a_larger_body_where_the_route_says_so) {
  ServerLimits limits{.body_bytes_max = 10};
  limits.body_bytes_max_for = [](const ServerRequest& head) {
    return head.path == "/upload" ? std::size_t{1000} : std::size_t{10};
  };
  Served served(echo, limits);
  const std::string rest =
      " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 50\r\n\r\n" +
      std::string(50, 'x');
  EXPECT_TRUE(served.ask("POST /upload" + rest).starts_with("HTTP/1.1 200 "));
  EXPECT_TRUE(served.ask("POST /other" + rest).starts_with("HTTP/1.1 413 "));
}

TEST(HttpServer, answers_malformed_requests_with_a_problem_document) {
  Served served(echo);
  for (const char* request :
       {"GARBAGE\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", "GET /%zz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n"}) {
    const std::string answer = served.ask(request);
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << request << answer;
    EXPECT_TRUE(answer.contains("Content-Type: application/problem+json\r\n")) << answer;
    EXPECT_TRUE(answer.contains("urn:sluice:problem:malformed-request")) << answer;
  }
}

TEST(HttpServer, gives_up_on_a_request_that_does_not_end) {
  Served served(echo, {.request_timeout = 50ms});
  EXPECT_TRUE(served.ask("GET / HTTP/1.1\r\nHost: a\r\n").starts_with("HTTP/1.1 408 "));
}

TEST(HttpServer, closes_a_silent_connection_without_a_word) {
  Served served(echo, {.keep_alive_timeout = 50ms});
  EXPECT_EQ(served.ask(""), "");
}

TEST(HttpServer, hides_what_a_failing_handler_said) {
  Served served([](const ServerRequest&) -> Task<HandlerResult> {
    throw std::runtime_error("password=hunter2");
  });
  const std::string answer = served.ask(get("/"));
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 ")) << answer;
  EXPECT_FALSE(answer.contains("hunter2")) << answer;
}

TEST(HttpServer, drops_a_header_that_would_split_the_answer) {
  Served served([](ServerRequest) -> Task<HandlerResult> {
    co_return ServerResponse{.headers = {{"X-Bad", "a\r\nSet-Cookie: stolen"},
                                         {"X-Good", "1"},
                                         {"Content-Length", "9"}}};
  });
  const std::string answer = served.ask(get("/"));
  EXPECT_FALSE(answer.contains("stolen")) << answer;
  EXPECT_TRUE(answer.contains("X-Good: 1\r\n")) << answer;
  EXPECT_TRUE(answer.contains("Content-Length: 0\r\n")) << answer;
}

TEST(HttpServer, streams_in_chunks_and_keeps_the_connection) {
  Served served([](ServerRequest request) -> Task<HandlerResult> {
    if (request.path == "/after") co_return ServerResponse{.body = "after"};
    co_return StreamedResponse{.headers = {{"Content-Type", "text/event-stream"}},
                               .produce = three_events};
  });
  const std::string answer = served.ask(get("/", "") + get("/after"));
  EXPECT_TRUE(answer.contains("Transfer-Encoding: chunked\r\n")) << answer;
  EXPECT_TRUE(answer.contains("\r\n15\r\nevent: step\ndata: 2\n\n\r\n")) << answer;
  EXPECT_TRUE(answer.contains("\r\n0\r\n\r\nHTTP/1.1 200 OK")) << answer;
  EXPECT_TRUE(answer.ends_with("after")) << answer;
}

TEST(HttpServer, streams_to_an_old_client_until_it_closes) {
  Served served(streaming(three_events));
  const std::string answer = served.ask("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
  EXPECT_FALSE(answer.contains("chunked")) << answer;
  EXPECT_TRUE(answer.ends_with("event: step\ndata: 3\n\n")) << answer;
}

TEST(HttpServer, cancels_a_handler_whose_peer_has_left) {
  const Ended ended;
  Served served([&](const ServerRequest&) { return answer_after(1h, ended); });
  {
    const auto connection = served.connect();
    connection->write(get("/"));
  }
  EXPECT_TRUE(ended.within(5s));
}

TEST(HttpServer, cancels_a_stream_whose_peer_has_left) {
  const Ended ended;
  Served served(streaming([&](ResponseStream& stream) { return write_then_sleep(stream, ended); }));
  {
    const auto connection = served.connect();
    connection->write(get("/"));
    EXPECT_FALSE(connection->read_until("first").empty());
  }
  EXPECT_TRUE(ended.within(5s));
}

// A peer that does not read holds the writer back; the writer's memory does not grow with it.
TEST(HttpServer, waits_for_a_slow_reader) {
  const auto written = std::make_shared<std::atomic<int>>(0);
  Served served(streaming([&](ResponseStream& stream) { return write_for_ever(stream, written); }));
  const auto connection = served.connect();
  connection->write(get("/"));
  EXPECT_FALSE(connection->read_until("xxx").empty());
  int before = -1;
  while (before != *written) {
    before = *written;
    std::this_thread::sleep_for(50ms);  // Until the buffers of the kernel are full.
  }
  EXPECT_LT(*written, 50);
}

TEST(HttpServer, turns_a_connection_away_when_it_is_full) {
  Served served(echo, {.connections_max = 1});
  const auto first = served.connect();
  first->write(get("/", ""));
  EXPECT_FALSE(first->read_until("GET /").empty());
  EXPECT_TRUE(served.ask("").starts_with("HTTP/1.1 503 "));
}

TEST(HttpServer, says_which_port_is_taken) {
  Served served(echo);
  IoRuntime runtime(1);
  const auto second = listen_http("127.0.0.1", served.server().port(), {}, echo, runtime);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().detail, "port " + std::to_string(served.server().port()) +
                                       " is in use by another program; choose another with --port");
  EXPECT_FALSE(listen_http("nowhere", 0, {}, echo, runtime));
}

TEST(HttpServer, lets_a_request_in_flight_end_before_it_stops) {
  IoRuntime runtime(1);
  std::promise<void> begun;
  auto server = listen_http(
      "127.0.0.1", 0, {},
      [&](const ServerRequest&) {
        begun.set_value();
        return answer_after(200ms, {});
      },
      runtime);
  ASSERT_TRUE(server);
  std::thread loop([&] { (*server)->run(2); });
  const auto idle = connect_to((*server)->port());
  const auto busy = connect_to((*server)->port());
  busy->write(get("/", ""));
  begun.get_future().wait();
  (*server)->stop();
  const std::string answer = busy->read_all();
  EXPECT_TRUE(answer.contains("Connection: close\r\n")) << answer;
  EXPECT_TRUE(answer.ends_with("finished")) << answer;
  EXPECT_EQ(idle->read_all(), "");
  loop.join();
}

TEST(HttpServer, cuts_what_does_not_end_in_time_after_stop) {
  IoRuntime runtime(1);
  std::promise<void> begun;
  auto server = listen_http(
      "127.0.0.1", 0, {.stop_timeout = 100ms},
      [&](const ServerRequest&) {
        begun.set_value();
        return answer_after(1h, {});
      },
      runtime);
  ASSERT_TRUE(server);
  std::thread loop([&] { (*server)->run(1); });
  const auto busy = connect_to((*server)->port());
  busy->write(get("/"));
  begun.get_future().wait();
  (*server)->stop();
  EXPECT_EQ(busy->read_all(), "");
  loop.join();
}

}  // namespace
}  // namespace sluice::net
