#include "mcp/event_stream.h"
#include "mcp/fault_text.h"
#include "mcp/http_transport.h"
#include "mcp/pause.h"
#include "mcp/response.h"

#include <boost/asio/experimental/awaitable_operators.hpp>

#include <utility>
#include <variant>

// The stream that a legacy server may use for its own questions (2025-03-26 to 2025-11-25).
namespace sluice::mcp {

Task<void> HttpTransport::answer_questions(std::unique_ptr<net::HttpStream> stream,
                                           RpcRequest request, Authorize authorize) {
  EventStream events(std::move(stream), options_.idle, options_.deadline);
  while (true) {
    auto next = co_await events.next();
    std::optional<net::SseEvent> event;
    if (next) event = std::move(*next);
    if (!event) break;
    // No message on this stream answers the request: its id is never the one.
    RpcRequest none{0, "", request.headers, true};
    static_cast<void>(co_await take_messages(std::move(event->data), std::move(none), authorize));
  }
  // The end of this stream is not the end of the call.
  while (co_await pause(options_.deadline.left(), options_.deadline)) {
  }
}

Task<RpcResult> HttpTransport::ask_listening(RpcRequest request, Authorize authorize) {
  using boost::asio::experimental::awaitable_operators::operator||;
  std::vector<net::Header> headers = request.headers;
  headers.push_back({"Accept", "text/event-stream"});
  // Opened before the request leaves, so that no question is missed.
  auto stream =
      co_await open({"GET", target_.url, "", std::move(headers), options_.deadline}, authorize);
  const bool offered = stream && (*stream)->status() == 200 &&
                       media_type((*stream)->headers()) == "text/event-stream";
  if (!offered) co_return co_await ask(std::move(request), std::move(authorize));
  auto questions = answer_questions(std::move(*stream), request, authorize);
  auto outcome = co_await (ask(std::move(request), std::move(authorize)) || std::move(questions));
  if (outcome.index() == 0) co_return std::move(std::get<0>(outcome));
  co_return std::unexpected(McpError{McpFailure::timed_out, std::string(fault_text::no_time_left)});
}

}  // namespace sluice::mcp
