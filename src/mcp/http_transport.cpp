#include "mcp/http_transport.h"

#include "mcp/event_stream.h"
#include "mcp/fault_text.h"
#include "mcp/pause.h"
#include "mcp/response.h"
#include "net/url.h"

#include <boost/asio/cancellation_state.hpp>

#include <algorithm>
#include <utility>

namespace sluice::mcp {
namespace {

constexpr int success_min = 200;
constexpr int success_max = 299;
constexpr int redirect_max = 399;
constexpr std::string_view event_stream = "text/event-stream";

bool is_success(int status) {
  return status >= success_min && status <= success_max;
}

bool is_redirect(int status) {
  return status > success_max && status <= redirect_max;
}

bool may_hold_json(const std::string& type, const std::string& body) {
  return type == "application/json" || type.ends_with("+json") || body.starts_with('{');
}

McpError answer_lost() {
  return {McpFailure::answer_lost, std::string(fault_text::stream_ended), success_min};
}

McpError violation(std::string_view detail, int status) {
  return {McpFailure::protocol_violation, std::string(detail), status};
}

McpError too_many_replies() {
  return {McpFailure::too_large, std::string(fault_text::too_many_replies), success_min};
}

// An event of the type "error" that holds no message: what the server says in words.
bool is_bare_error(const net::SseEvent& event) {
  return event.type == "error" && !read_messages(event.data);
}

McpError no_time_left() {
  return {McpFailure::timed_out, std::string(fault_text::no_time_left)};
}

// Two answers in one text: a reader that takes the first and one that takes the last disagree.
bool is_answered_twice(const std::vector<Message>& messages, std::int64_t id) {
  return std::ranges::count_if(messages, [id](const Message& m) { return m.answers(id); }) > 1;
}

std::string_view stray_answer(const Message& message) {
  if (message.kind != MessageKind::response) return {};
  const bool unnamed = message.id.absent() || message.id.is_null();
  return unnamed ? fault_text::without_id : fault_text::other_id;
}

}  // namespace

Task<StreamResult> HttpTransport::open(Exchange exchange, Authorize authorize) {
  auto endpoint = target_.custom ? co_await policy_.admit_custom(exchange.url)
                                 : co_await policy_.admit(exchange.url);
  if (!endpoint) co_return std::unexpected(error_of_refusal(endpoint.error()));
  if (exchange.deadline.passed()) {
    co_return std::unexpected(no_time_left());
  }
  net::HttpLimits limits;
  limits.connect_timeout = connect_timeout;
  limits.idle_timeout = options_.idle;
  limits.deadline = exchange.deadline;
  limits.body_bytes_max = body_bytes_max;
  net::HttpRequest request;
  request.method = exchange.method;
  request.pool = target_.pool;
  request.headers = target_.headers;
  std::ranges::move(exchange.headers, std::back_inserter(request.headers));
  request.body = std::move(exchange.body);
  auto credentials =
      authorize ? authorize(exchange.method, endpoint->url()) : std::optional(Credentials());
  if (!credentials) {
    co_return std::unexpected(
        McpError{McpFailure::no_credential, std::string(fault_text::no_credential)});
  }
  request.secret_headers = std::move(credentials->secret_headers);
  std::ranges::move(credentials->headers, std::back_inserter(request.headers));
  auto stream = co_await http_.open(std::move(*endpoint), std::move(request), limits);
  if (!stream) co_return std::unexpected(error_of(stream.error()));
  co_return std::move(*stream);
}

Task<std::optional<std::string>> HttpTransport::reason(std::unique_ptr<net::HttpStream> stream) {
  if (media_type(stream->headers()) == event_stream) {
    EventStream events(std::move(stream), std::min(options_.idle, reason_timeout),
                       options_.deadline.at_most(reason_timeout));
    auto event = co_await events.next();
    if (!event) co_return std::nullopt;
    std::optional<net::SseEvent>& found = *event;
    if (!found) co_return std::nullopt;
    co_return std::move(found->data);
  }
  auto body = co_await read_all(*stream);
  if (!body) co_return std::nullopt;
  co_return std::move(*body);
}

Task<McpError> HttpTransport::failure(std::unique_ptr<net::HttpStream> stream) {
  const int status = stream->status();
  McpError error = error_of_status(status, stream->headers());
  if (is_redirect(status)) {
    error.moved_to = address_of_redirect(header_of(stream->headers(), "Location"));
    if (!error.moved_to.empty()) {
      error.detail = std::string(fault_text::redirected_to) + error.moved_to;
    }
  }
  const std::string type = media_type(stream->headers());
  const auto body = co_await reason(std::move(stream));
  const bool about_access =
      error.failure == McpFailure::unauthorized || error.failure == McpFailure::forbidden;
  if (!body || about_access || type == "text/html") co_return error;
  error.speaks_of_session = speaks_of_session(*body);
  if (type != event_stream && !may_hold_json(type, *body)) co_return error;
  // An error object may come with any status; it says more than the status.
  const auto messages = read_messages(*body);
  const Message* first = messages && !messages->empty() ? &messages->front() : nullptr;
  if (first != nullptr && first->error) {
    McpError detailed = error_of_rpc(*first->error, status);
    detailed.retry_after = error.retry_after;
    if (error.failure == McpFailure::rate_limited) detailed.failure = error.failure;
    co_return detailed;
  }
  co_return error;
}

std::string HttpTransport::address_of_redirect(std::string_view location) const {
  const auto from = net::parse_strict_url(target_.url);
  if (!from || location.empty()) return {};
  const auto to = net::resolve_reference(*from, location);
  if (!to || to->scheme != "https" || to->kind != net::HostKind::name) return {};
  std::string text = to->text();
  return text.size() <= shown_address_bytes_max ? text : std::string();
}

Task<std::optional<McpError>> HttpTransport::tell(std::string url, RpcRequest message,
                                                  Authorize authorize) {
  std::vector<net::Header> headers = std::move(message.headers);
  headers.push_back({"Content-Type", "application/json"});
  headers.push_back({"Accept", "application/json, text/event-stream"});
  Exchange exchange{"POST", std::move(url), std::move(message.body), std::move(headers),
                    options_.deadline.at_most(idle_timeout)};
  auto stream = co_await open(std::move(exchange), std::move(authorize));
  if (!stream) co_return stream.error();
  if (is_success((*stream)->status())) co_return std::nullopt;
  co_return co_await failure(std::move(*stream));
}

Task<RpcResult> HttpTransport::ask(RpcRequest request, Authorize authorize) {
  std::vector<net::Header> headers = request.headers;
  headers.push_back({"Content-Type", "application/json"});
  headers.push_back({"Accept", "application/json, text/event-stream"});
  const Deadline deadline = options_.deadline.at_most(request.patience);
  const Exchange exchange{"POST", target_.url, request.body, std::move(headers), deadline};
  auto stream = co_await open(exchange, authorize);
  // Often no more than a kept connection that the server had closed meanwhile.
  const bool lost = !stream && stream.error().failure == McpFailure::answer_lost;
  if (lost && request.repeatable) stream = co_await open(exchange, authorize);
  if (!stream) co_return std::unexpected(std::move(stream.error()));
  const int status = (*stream)->status();
  if (!is_success(status)) co_return std::unexpected(co_await failure(std::move(*stream)));
  const std::string session(header_of((*stream)->headers(), "Mcp-Session-Id"));
  const std::string type = media_type((*stream)->headers());
  RpcResult answer = std::unexpected(McpError{});
  if (type == event_stream) {
    answer = co_await read_events(std::move(*stream), request, authorize, deadline);
  } else {
    answer = co_await read_body(std::move(*stream), request, authorize);
  }
  if (answer) {
    answer->session_id = session;
    co_return answer;
  }
  const McpFailure why = answer.error().failure;
  if (request.legacy && (why == McpFailure::timed_out || why == McpFailure::cancelled)) {
    co_await boost::asio::this_coro::reset_cancellation_state(boost::asio::disable_cancellation());
    co_await send_cancelled(std::move(request), std::move(authorize));
  }
  co_return answer;
}

Task<RpcResult> HttpTransport::read_body(std::unique_ptr<net::HttpStream> stream,
                                         RpcRequest request, Authorize authorize) {
  const int status = stream->status();
  const std::vector<net::Header> headers = stream->headers();
  auto body = co_await read_all(*stream);
  if (!body) co_return std::unexpected(std::move(body.error()));
  if (!may_hold_json(media_type(headers), *body)) {
    co_return std::unexpected(error_of_status(status, headers));
  }
  Taken taken = co_await take_messages(std::move(*body), std::move(request), std::move(authorize));
  if (taken.answer) co_return std::move(*taken.answer);
  co_return std::unexpected(
      violation(taken.stray.empty() ? fault_text::no_answer : taken.stray, status));
}

Task<HttpTransport::Taken> HttpTransport::take_messages(std::string text, RpcRequest request,
                                                        Authorize authorize) {
  const auto messages = read_messages(text);
  if (!messages) co_return Taken{std::unexpected(violation(messages.error(), success_min))};
  if (is_answered_twice(*messages, request.id)) {
    co_return Taken{std::unexpected(violation(fault_text::answered_twice, success_min))};
  }
  Taken taken;
  for (const Message& message : *messages) {
    if (message.answers(request.id)) {
      if (message.error)
        co_return Taken{std::unexpected(error_of_rpc(*message.error, success_min))};
      co_return Taken{RpcAnswer{std::string(message.result.raw()), ""}};
    }
    if (const auto stray = stray_answer(message); !stray.empty()) taken.stray = stray;
    if (message.kind == MessageKind::request && request.legacy) {
      if (!may_reply()) co_return Taken{std::unexpected(too_many_replies())};
      RpcRequest reply{0, reply_to(message), request.headers, true};
      // A server that does not take our reply fails its own call; that answer is awaited.
      co_await tell(target_.url, std::move(reply), authorize);
    }
    const bool given_up = message.method == method::cancelled &&
                          message.params.member("requestId").integer() == request.id;
    if (given_up) {
      co_return Taken{std::unexpected(
          McpError{McpFailure::answer_lost, std::string(fault_text::given_up), success_min})};
    }
  }
  co_return taken;
}

Task<RpcResult> HttpTransport::read_events(std::unique_ptr<net::HttpStream> stream,
                                           RpcRequest request, Authorize authorize,
                                           Deadline deadline) {
  EventStream events(std::move(stream), options_.idle, deadline);
  int resumes = 0;
  std::string_view stray;
  while (true) {
    auto data = co_await events.next();
    std::optional<net::SseEvent> event;
    if (data) event = std::move(*data);
    if (event) {
      if (is_bare_error(*event)) co_return std::unexpected(error_of_event(event->data));
      Taken taken = co_await take_messages(std::move(event->data), request, authorize);
      if (taken.answer) co_return std::move(*taken.answer);
      if (!taken.stray.empty()) stray = taken.stray;
      continue;
    }
    const bool broken = data.has_value() || data.error().failure == McpFailure::answer_lost;
    if (!broken) co_return std::unexpected(std::move(data.error()));
    // Whoever answers something else has not lost the answer.
    if (!stray.empty()) co_return std::unexpected(violation(stray, success_min));
    const bool may_resume = request.legacy && !events.last_event_id().empty();
    if (!may_resume || ++resumes > resumes_max) co_return std::unexpected(answer_lost());
    auto again =
        co_await resume_patiently(events.last_event_id(), events.retry(), request, authorize);
    if (!again) co_return std::unexpected(std::move(again.error()));
    events.replace(std::move(*again));
  }
}

Task<StreamResult> HttpTransport::resume_patiently(std::string last_event_id,
                                                   std::optional<std::chrono::milliseconds> retry,
                                                   RpcRequest request, Authorize authorize) {
  for (int attempt = 1; attempt <= resume_attempts_max; ++attempt) {
    const auto wait =
        std::clamp(retry.value_or(resume_wait * attempt), resume_wait_min, resume_wait_max);
    if (!co_await pause(wait, options_.deadline)) {
      co_return std::unexpected(no_time_left());
    }
    auto stream = co_await resume(last_event_id, request, authorize);
    // A status is the server's last word; a broken connection may be better next time.
    if (stream || stream.error().status != 0) co_return stream;
  }
  co_return std::unexpected(answer_lost());
}

Task<StreamResult> HttpTransport::resume(std::string last_event_id, RpcRequest request,
                                         Authorize authorize) {
  std::vector<net::Header> headers = std::move(request.headers);
  headers.push_back({"Accept", "text/event-stream"});
  headers.push_back({"Last-Event-ID", std::move(last_event_id)});
  auto stream = co_await open({"GET", target_.url, "", std::move(headers), options_.deadline},
                              std::move(authorize));
  if (!stream) co_return stream;
  const bool good =
      (*stream)->status() == success_min && media_type((*stream)->headers()) == event_stream;
  if (!good) {
    McpError error = error_of_status((*stream)->status(), (*stream)->headers());
    if (error.failure == McpFailure::vendor_status) error.failure = McpFailure::answer_lost;
    co_return std::unexpected(std::move(error));
  }
  co_return stream;
}

Task<void> HttpTransport::send_cancelled(RpcRequest request, Authorize authorize) {
  const Json params{{"requestId", request.id}, {"reason", "no longer waited for"}};
  std::vector<net::Header> headers = std::move(request.headers);
  headers.push_back({"Content-Type", "application/json"});
  headers.push_back({"Accept", "application/json, text/event-stream"});
  Exchange exchange{"POST", target_.url, notification_text(method::cancelled, to_wire(params)),
                    std::move(headers), Deadline::in(goodbye_timeout)};
  // Nobody waits for the outcome: the call has failed already.
  static_cast<void>(co_await open(std::move(exchange), std::move(authorize)));
}

std::string HttpTransport::reply_to(const Message& request) const {
  if (request.method == "ping") return result_text(request.id, "{}");
  if (options_.input_handler) {
    const auto result = options_.input_handler(request.method, request.params);
    if (result) return result_text(request.id, *result);
  }
  return error_text(request.id, error_code::method_not_found, "Method not found");
}

}  // namespace sluice::mcp
