#include "base/text.h"
#include "mcp/core.h"
#include "mcp/event_stream.h"
#include "mcp/fault_text.h"
#include "mcp/response.h"
#include "net/url.h"

#include <utility>

// Asking a server of 2024-11-05: a GET opens the stream that answers come on, its first event says
// where to post. One stream a question, with its own handshake: simple, and such servers are few.
namespace sluice::mcp {
namespace {

// The place to post to, which may be given in relation to the stream's own (RFC 3986, 5.2). It gets
// our credentials, so it must lie on the origin of the stream.
std::optional<std::string> post_target(const std::string& stream_url, std::string_view data) {
  data = trimmed(data, line_blanks);
  if (data.empty()) return std::nullopt;
  const auto stream = net::parse_strict_url(stream_url);
  if (!stream) return std::nullopt;
  const auto target = net::resolve_reference(*stream, data);
  if (!target || target->origin() != stream->origin()) return std::nullopt;
  return target->text();
}

McpError violation(std::string detail) {
  return {McpFailure::protocol_violation, std::move(detail), 200};
}

}  // namespace

// One conversation on one stream.
class OldStream {
 public:
  OldStream(HttpTransport& transport, std::string post_to, EventStream& events, Authorize authorize)
      : transport_(transport),
        post_to_(std::move(post_to)),
        events_(events),
        authorize_(std::move(authorize)) {}

  [[nodiscard]] Task<std::optional<McpError>> tell(std::string body) {
    return transport_.tell(post_to_, {0, std::move(body), {}, true}, authorize_);
  }
  [[nodiscard]] Task<RpcResult> ask(RpcRequest request) {
    const std::int64_t id = request.id;
    if (auto refused = co_await tell(std::move(request.body))) {
      co_return std::unexpected(std::move(*refused));
    }
    while (true) {
      auto next = co_await events_.next();
      if (!next) co_return std::unexpected(std::move(next.error()));
      std::optional<net::SseEvent>& event = *next;
      if (!event) {
        co_return std::unexpected(
            McpError{McpFailure::answer_lost, std::string(fault_text::stream_ended)});
      }
      auto answer = co_await take(std::move(event->data), id);
      if (answer) co_return std::move(*answer);
    }
  }

 private:
  Task<std::optional<RpcResult>> take(std::string text, std::int64_t id) {
    const auto messages = read_messages(text);
    if (!messages) co_return std::unexpected(violation(messages.error()));
    for (const Message& message : *messages) {
      if (message.answers(id)) {
        if (message.error) co_return std::unexpected(error_of_rpc(*message.error, 200));
        co_return RpcAnswer{std::string(message.result.raw()), ""};
      }
      if (message.kind != MessageKind::request) continue;
      if (!transport_.may_reply()) {
        co_return std::unexpected(
            McpError{McpFailure::too_large, std::string(fault_text::too_many_replies), 200});
      }
      co_await tell(transport_.reply_to(message));
    }
    co_return std::nullopt;
  }

  HttpTransport& transport_;
  std::string post_to_;
  EventStream& events_;
  Authorize authorize_;
};

// A question without a method is the handshake alone.
Task<RpcResult> McpClient::Core::ask_old_streams(Question question, Authorize authorize) {
  HttpTransport::Exchange exchange{
      "GET", target_.url, "", {{"Accept", "text/event-stream"}}, options_.deadline};
  auto stream = co_await transport_.open(std::move(exchange), authorize);
  if (!stream) co_return std::unexpected(std::move(stream.error()));
  if ((*stream)->status() != 200 || media_type((*stream)->headers()) != "text/event-stream") {
    co_return std::unexpected(co_await transport_.failure(std::move(*stream)));
  }
  EventStream events(std::move(*stream), options_.idle, options_.deadline);
  auto event = co_await events.next_event();
  if (!event) co_return std::unexpected(std::move(event.error()));
  const std::optional<net::SseEvent>& first = *event;
  if (!first || first->type != "endpoint") {
    co_return std::unexpected(violation(
        "The server's stream does not begin with the place to post to. Check its address."));
  }
  auto post_to = post_target(target_.url, first->data);
  if (!post_to)
    co_return std::unexpected(violation(
        "The server wants our messages posted to another server, which is refused. Tell whoever "
        "runs it."));
  OldStream conversation(transport_, std::move(*post_to), events, std::move(authorize));
  RpcRequest hello;
  hello.id = ++last_id_;
  hello.body =
      request_text(hello.id, method::initialize, "{" + initialize_members("2024-11-05") + "}");
  RpcResult answer = co_await conversation.ask(std::move(hello));
  if (!answer || question.method.empty()) co_return answer;
  if (auto refused = co_await conversation.tell(notification_text(method::initialized, ""))) {
    co_return std::unexpected(std::move(*refused));
  }
  co_return co_await conversation.ask(legacy_request(question));
}

}  // namespace sluice::mcp
