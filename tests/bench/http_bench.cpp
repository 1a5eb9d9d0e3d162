// A server as the product's is: each request shows a cookie and gets a small JSON document. Prints
// its port and runs until it is told to stop, so that wrk can measure it beside nginx.
//   http_bench [THREADS]
#include "net/http_server.h"
#include "net/problem.h"

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using sluice::Task;
using sluice::net::HandlerResult;
using sluice::net::IoRuntime;
using sluice::net::listen_http;
using sluice::net::problem;
using sluice::net::ProblemKind;
using sluice::net::security_headers;
using sluice::net::ServerRequest;
using sluice::net::ServerResponse;
using sluice::net::stop_on_termination;

constexpr std::size_t body_bytes = 911;  // What an answer of the API has, as measured.
constexpr ProblemKind signed_out{401, "signed-out", "Sign in first"};

const std::string& document() {
  static const std::string text =
      "{\"text\":\"" + std::string(body_bytes - std::string_view("{\"text\":\"\"}").size(), 'x') +
      "\"}";
  return text;
}

Task<HandlerResult> answer(ServerRequest request) {
  if (request.path == "/public") co_return ServerResponse{.body = document()};
  if (!request.cookie("__Host-session"))
    co_return problem(signed_out, "The request carries no session.");
  ServerResponse response{.headers = security_headers(), .body = document()};
  response.headers.push_back({"Content-Type", "application/json"});
  response.headers.push_back({"Cache-Control", "no-store"});
  co_return response;
}

unsigned threads_of(std::string_view text) {
  unsigned threads = 1;
  std::from_chars(text.data(), text.data() + text.size(), threads);
  return threads;
}

}  // namespace

int main(int argc, char** argv) {
  const unsigned threads = argc > 1 ? threads_of(argv[1]) : 1;
  IoRuntime runtime(1);
  const auto server = listen_http("127.0.0.1", 0, {}, answer, runtime);
  if (!server) {
    std::fputs(server.error().detail.c_str(), stderr);
    return EXIT_FAILURE;
  }
  stop_on_termination(**server, runtime);
  std::puts(std::to_string((*server)->port()).c_str());
  std::fflush(stdout);
  (*server)->run(threads);
  return EXIT_SUCCESS;
}
