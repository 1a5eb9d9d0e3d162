#include "net/server_head.h"

#include "base/text.h"
#include "net/http_text.h"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

namespace sluice::net {
namespace {

namespace http = boost::beast::http;

bool is_framing(std::string_view name) {
  constexpr std::array<std::string_view, 5> names{"Content-Length", "Transfer-Encoding",
                                                  "Connection", "Date", "Keep-Alive"};
  return std::ranges::any_of(
      names, [name](std::string_view framing) { return equal_ignoring_case(name, framing); });
}

// RFC 9110 section 5.6.7. Made once a second for each thread, not once a response.
const std::string& date_now() {
  thread_local std::time_t made_at = 0;
  thread_local std::string text;
  const std::time_t now = std::time(nullptr);
  if (now == made_at) return text;
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 40> buffer{};
  const std::size_t size =
      std::strftime(buffer.data(), buffer.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  text.assign(buffer.data(), size);
  made_at = now;
  return text;
}

// RFC 9110: an answer with these statuses has no body, so no length either.
bool has_no_body(int status) {
  return status < 200 || status == 204 || status == 304;
}

constexpr unsigned http_1_1 = 11;
constexpr int coding_unknown = 501;

std::unexpected<HeadFault> malformed(std::string detail) {
  return std::unexpected(HeadFault{.detail = std::move(detail)});
}

// Two readers that disagree about where a body ends let one peer's bytes become another's request.
// So there is one coding, said once and alone, or a length (RFC 9112, section 6.3).
std::optional<HeadFault> framing_fault(const RequestParser::value_type& message) {
  const std::size_t codings = message.count(http::field::transfer_encoding);
  if (codings == 0) return std::nullopt;
  const std::string_view coding = message[http::field::transfer_encoding];
  if (codings > 1) return HeadFault{.detail = "Transfer-Encoding is there more than once"};
  if (message.version() < http_1_1)
    return HeadFault{.detail = "HTTP/1.0 knows no Transfer-Encoding"};
  if (message.count(http::field::content_length) > 0)
    return HeadFault{.detail = "Content-Length and Transfer-Encoding exclude each other"};
  if (equal_ignoring_case(coding, "chunked")) return std::nullopt;
  const bool ends_chunked = coding.empty() || coding.contains("chunked");
  return HeadFault{ends_chunked ? 400 : coding_unknown,
                   "the only Transfer-Encoding that is known here is \"chunked\""};
}

void append_header(std::string& out, std::string_view name, std::string_view value) {
  out.append(name).append(": ").append(value).append("\r\n");
}

}  // namespace

std::string serialise_head(const ResponseHead& head, const std::vector<Header>& headers) {
  std::string out;
  out.reserve(512);
  const std::string_view reason = http::obsolete_reason(http::int_to_status(unsigned(head.status)));
  out.append("HTTP/1.1 ").append(std::to_string(head.status)).append(" ").append(reason);
  out.append("\r\n");
  for (const Header& header : headers) {
    if (is_framing(header.name) || !is_token(header.name) || !is_header_value(header.value))
      continue;
    append_header(out, header.name, header.value);
  }
  append_header(out, "Date", date_now());
  if (!head.keep_alive) append_header(out, "Connection", "close");
  switch (head.framing) {
    case Framing::length:
      if (!has_no_body(head.status))
        append_header(out, "Content-Length", std::to_string(head.body_bytes));
      break;
    case Framing::chunked: append_header(out, "Transfer-Encoding", "chunked"); break;
    case Framing::until_close: break;
  }
  return out.append("\r\n");
}

std::expected<ServerRequest, HeadFault> convert_head(const RequestParser::value_type& message,
                                                     std::string peer_address) {
  const std::string_view target = message.target();
  if (!target.starts_with('/')) return malformed("the request target is not a path");
  const std::size_t hosts = message.count(http::field::host);
  if (hosts > 1 || (hosts == 0 && message.version() >= http_1_1))
    return malformed("a request has exactly one Host header");
  if (auto fault = framing_fault(message)) return std::unexpected(std::move(*fault));
  const std::size_t question = target.find('?');
  auto path = percent_decode(target.substr(0, question));
  if (!path) return malformed("the request target holds a broken escape");

  ServerRequest request;
  request.method = std::string(message.method_string());
  request.head_only = request.method == "HEAD";
  if (request.head_only) request.method = "GET";
  request.path = std::move(*path);
  if (question != std::string_view::npos) request.query = std::string(target.substr(question + 1));
  for (const auto& field : message)
    request.headers.push_back({std::string(field.name_string()), std::string(field.value())});
  request.peer_address = std::move(peer_address);
  return request;
}

}  // namespace sluice::net
