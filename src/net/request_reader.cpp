#include "net/request_reader.h"

#include "base/log.h"
#include "base/text.h"
#include "net/forwarded.h"
#include "net/http_text.h"

#include <boost/beast/http/error.hpp>

#include <atomic>

namespace sluice::net {
namespace {

namespace http = boost::beast::http;

constexpr std::size_t read_bytes = 4096;
constexpr std::size_t body_read_bytes = std::size_t{64} * 1024;

constexpr ProblemKind malformed_request{400, "malformed-request", "The request is malformed"};
constexpr ProblemKind request_timeout{408, "request-timeout", "The request took too long"};
constexpr ProblemKind body_too_large{413, "body-too-large", "The request body is too large"};
constexpr ProblemKind head_too_large{431, "head-too-large", "The request head is too large"};
constexpr ProblemKind version_unsupported{505, "version-unsupported",
                                          "Only HTTP/1.1 and HTTP/1.0 are spoken here"};

constexpr ProblemKind coding_unsupported{501, "transfer-encoding-unsupported",
                                         "The transfer coding is not known here"};

ReadFailure answer_with(const ProblemKind& kind, std::string_view detail) {
  return {.answer = transport_problem(kind, detail)};
}

// Once in the life of a process: an operator who forgot the setting has to hear of it, and whoever
// sends such a header must not be able to fill the log.
void warn_of_unknown_proxy(const std::string& peer) {
  static std::atomic_flag told;
  if (told.test_and_set()) return;
  log(LogLevel::warning, "forwarded_header_ignored",
      {{"peer", peer},
       {"hint",
        "if this is your proxy, name it in server.proxies: until then all who come "
        "through it count as one address"}});
}

}  // namespace

Task<bool> RequestReader::receive() {
  const std::size_t size = parser_ && parser_->is_header_done() ? body_read_bytes : read_bytes;
  const auto space = buffer_.prepare(size);
  const std::size_t read = co_await socket_.read_some(static_cast<char*>(space.data()), size);
  buffer_.commit(read);
  co_return read > 0;
}

Task<bool> RequestReader::wait_for_first_byte() {
  if (buffer_.size() > 0) co_return true;
  parser_.reset();
  buffer_.shrink_to_fit();  // An upload's buffer is not kept while the connection is idle.
  socket_.arm(limits_.keep_alive_timeout);
  const bool received = co_await receive();
  socket_.disarm();
  co_return received;
}

ReadFailure RequestReader::failure(const boost::system::error_code& error) const {
  if (error == http::error::header_limit)
    return answer_with(head_too_large, "The request line and the headers may have " +
                                           std::to_string(limits_.head_bytes_max) + " bytes.");
  if (error == http::error::body_limit)
    return answer_with(body_too_large, "The body is larger than this route takes.");
  if (error == http::error::bad_version) return answer_with(version_unsupported, {});
  return answer_with(malformed_request, "The bytes received are no HTTP/1.1 request.");
}

template <class Done>
Task<std::optional<ReadFailure>> RequestReader::parse_until(Done done) {
  bool armed = false;
  while (!done(*parser_)) {
    boost::system::error_code error;
    const bool in_head = !parser_->is_header_done();
    const std::size_t used = parser_->put(buffer_.data(), error);
    buffer_.consume(used);
    if (error && error != http::error::need_more) co_return failure(error);
    if (in_head) head_bytes_ += used;
    // The parser limits the fields alone; the request line counts too.
    const std::size_t unread = parser_->is_header_done() ? 0 : buffer_.size();
    if (head_bytes_ + unread > limits_.head_bytes_max)
      co_return failure(http::make_error_code(http::error::header_limit));
    if (done(*parser_)) break;
    if (used > 0 && buffer_.size() > 0 && !error) continue;
    if (!armed) socket_.arm(limits_.request_timeout);
    armed = true;
    if (!co_await receive()) {
      if (!socket_.timed_out()) co_return ReadFailure{};
      co_return answer_with(request_timeout, "The request did not arrive in time.");
    }
  }
  co_return std::nullopt;
}

// RFC 9110 section 10.1.1: a peer that asked first is told to go on.
Task<bool> RequestReader::invite_body() {
  if (!equal_ignoring_case(parser_->get()[http::field::expect], "100-continue")) co_return true;
  co_return co_await socket_.write_all("HTTP/1.1 100 Continue\r\n\r\n", {});
}

Task<std::expected<IncomingRequest, ReadFailure>> RequestReader::read() {
  parser_ = std::make_unique<RequestParser>();
  head_bytes_ = 0;
  parser_->header_limit(static_cast<std::uint32_t>(limits_.head_bytes_max));
  parser_->body_limit(boost::none);  // Set below, when the route is known.
  const auto head_done = [](const RequestParser& parser) { return parser.is_header_done(); };
  if (auto failed = co_await parse_until(head_done)) co_return std::unexpected(std::move(*failed));

  auto request = convert_head(parser_->get(), socket_.peer_address());
  if (!request) {
    const HeadFault& fault = request.error();
    co_return std::unexpected(answer_with(
        fault.status == coding_unsupported.status ? coding_unsupported : malformed_request,
        "Malformed: " + fault.detail + "."));
  }
  const bool from_proxy = limits_.proxies.proxies.contains(request->peer_address);
  if (!from_proxy && is_forwarded(request->headers)) warn_of_unknown_proxy(request->peer_address);
  request->peer_address = client_address(limits_.proxies, request->peer_address, request->headers);
  const std::size_t body_max =
      limits_.body_bytes_max_for ? limits_.body_bytes_max_for(*request) : limits_.body_bytes_max;
  if (parser_->content_length().value_or(0) > body_max)
    co_return std::unexpected(failure(http::make_error_code(http::error::body_limit)));

  if (!parser_->is_done()) {
    parser_->body_limit(body_max);
    parser_->eager(true);
    if (!co_await invite_body()) co_return std::unexpected(ReadFailure{});
    const auto done = [](const RequestParser& parser) { return parser.is_done(); };
    if (auto failed = co_await parse_until(done)) co_return std::unexpected(std::move(*failed));
  }
  socket_.disarm();
  IncomingRequest incoming{.request = std::move(*request),
                           .keep_alive = parser_->keep_alive(),
                           .chunks_understood = parser_->get().version() >= 11};
  incoming.request.body = std::move(parser_->get().body());
  co_return incoming;
}

}  // namespace sluice::net
