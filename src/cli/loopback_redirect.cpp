#include "cli/loopback_redirect.h"

#include "net/html_template.h"
#include "oauth/callback.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace sluice::cli {
namespace {

constexpr std::string_view callback_path = "/callback";

[[nodiscard]] net::ServerResponse page(int status, std::string_view words) {
  return {status,
          {{"Content-Type", "text/html; charset=utf-8"},
           {"Cache-Control", "no-store"},
           {"Referrer-Policy", "no-referrer"},
           {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"}},
          net::render_html("<!doctype html><title>Sluice</title><p>{{words}}</p>\n",
                           {{"words", words}})};
}

}  // namespace

std::expected<std::unique_ptr<LoopbackRedirect>, std::string> LoopbackRedirect::listen(
    net::IoRuntime& runtime, std::uint16_t port) {
  std::unique_ptr<LoopbackRedirect> redirect(new LoopbackRedirect(runtime));
  // The runtime's loop runs on one thread, so the handler and the waiting one never meet.
  auto server = net::listen_http(
      "127.0.0.1", port, {},
      [self = redirect.get()](net::ServerRequest request) -> Task<net::HandlerResult> {
        return [](LoopbackRedirect* at, net::ServerRequest asked) -> Task<net::HandlerResult> {
          co_return at->answer(asked);
        }(self, std::move(request));
      },
      runtime);
  if (!server) return std::unexpected(server.error().detail);
  redirect->server_ = std::move(*server);
  return redirect;
}

std::string LoopbackRedirect::address() const {
  return "http://127.0.0.1:" + std::to_string(server_->port()) + std::string(callback_path);
}

net::ServerResponse LoopbackRedirect::answer(const net::ServerRequest& request) {
  if (request.method != "GET" || request.path != callback_path) {
    return page(404, "There is nothing here.");
  }
  const auto callback = oauth::Callback::read(request.query);
  const bool expected = callback && !state_.empty() && callback->state() == state_;
  if (!expected || query_) {
    return page(400, "This answer belongs to no sign-in that is waiting here.");
  }
  query_ = request.query;
  came_.cancel();
  return page(200, "Back in Sluice: this window can be closed. The terminal says how it went.");
}

Task<std::optional<std::string>> LoopbackRedirect::wait(Deadline deadline) {
  if (!query_) {
    came_.expires_at(deadline.time_point());
    co_await came_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
  }
  co_return query_;
}

}  // namespace sluice::cli
