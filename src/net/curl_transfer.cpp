#include "net/curl_transfer.h"

#include "base/text.h"
#include "net/http_text.h"

#include <netdb.h>
#include <openssl/crypto.h>
#include <sys/socket.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

namespace sluice::net {
namespace {

namespace asio = boost::asio;

constexpr auto as_result = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t header_bytes_max = std::size_t{64} * 1024;
constexpr std::size_t headers_max = 200;
// Content that waits for its reader before the peer is made to wait.
constexpr std::size_t unread_bytes_max = std::size_t{256} * 1024;

CurlTransfer& transfer_of(void* self) {
  return *static_cast<CurlTransfer*>(self);
}

int to_number(std::string_view text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc{} && end == text.data() + text.size() ? number : -1;
}

struct Peer {
  std::optional<IpAddress> address;
  int port = -1;
};

Peer peer_of(const curl_sockaddr& target) {
  std::array<char, NI_MAXHOST> host{};
  std::array<char, NI_MAXSERV> port{};
  const int failed = getnameinfo(&target.addr, target.addrlen, host.data(), host.size(),
                                 port.data(), port.size(), NI_NUMERICHOST | NI_NUMERICSERV);
  if (failed != 0) return {};
  return {.address = IpAddress::parse(host.data()), .port = to_number(port.data())};
}

}  // namespace

CurlTransfer::CurlTransfer(std::shared_ptr<CurlDriver> driver, PublicEndpoint to, HttpLimits limits)
    : driver_(std::move(driver)), to_(std::move(to)), limits_(limits), wake_(driver_->strand()) {}

void CurlTransfer::start(HttpRequest request, const HttpClientOptions& options) {
  if (!CurlRequest::is_well_formed(request)) return fail(HttpError::malformed_response);
  if (limits_.deadline.passed()) return fail(HttpError::timed_out);
  request_ = std::make_unique<CurlRequest>(to_, request, limits_, options);
  set_callbacks();
  active_at_ = SteadyClock::now();
  driver_->add(request_->easy());
}

void CurlTransfer::set_callbacks() {
  CURL* easy = request_->easy();
  curl_easy_setopt(easy, CURLOPT_PRIVATE, static_cast<CurlListener*>(this));
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &CurlTransfer::open_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, this);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &CurlTransfer::before_request);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, this);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &CurlTransfer::take_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, this);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &CurlTransfer::take_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, this);
}

// The last word on where a socket goes, on the very address that it is about to use.
bool CurlTransfer::may_connect(const IpAddress& peer, int port) const {
  const PublicEndpoint::Parts& parts = to_.parts();
  if (parts.excepted)
    return peer.is_loopback() && parts.loopback.ends_with(":" + std::to_string(port));
  const auto pinned = [&](const std::string& address) { return IpAddress::parse(address) == peer; };
  return peer.is_public() && port == parts.port && std::ranges::any_of(parts.addresses, pinned);
}

curl_socket_t CurlTransfer::open_socket(void* self, curlsocktype /*purpose*/,
                                        curl_sockaddr* address) {
  CurlTransfer& transfer = transfer_of(self);
  const Peer peer = peer_of(*address);
  if (!peer.address || !transfer.may_connect(*peer.address, peer.port)) {
    transfer.refused_ = true;
    return CURL_SOCKET_BAD;
  }
  transfer.opened_ = true;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

// Called on every connection, a pooled one too, for which open_socket is not.
int CurlTransfer::before_request(void* self, char* peer, char* /*local*/, int peer_port,
                                 int /*local_port*/) {
  CurlTransfer& transfer = transfer_of(self);
  const auto address = IpAddress::parse(peer);
  if (!address || !transfer.may_connect(*address, peer_port)) {
    (transfer.opened_ ? transfer.refused_ : transfer.unfit_reuse_) = true;
    return CURL_PREREQFUNC_ABORT;
  }
  // libcurl repeats a request by itself when a pooled connection dies under it; a call that may
  // have reached the vendor is not ours to repeat (RFC 9110 section 9.2.2).
  const bool repeated = transfer.attempts_++ > 0;
  return repeated && !transfer.request_->idempotent() ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

std::size_t CurlTransfer::take_header(char* bytes, std::size_t size, std::size_t count,
                                      void* self) {
  CurlTransfer& transfer = transfer_of(self);
  const std::size_t length = size * count;
  transfer.active_at_ = SteadyClock::now();
  return transfer.take_header_line({bytes, length}) ? length : 0;
}

bool CurlTransfer::take_header_line(std::string_view line) {
  if (head_complete_) return true;  // Trailers say nothing that anybody asks for.
  header_bytes_ += line.size();
  if (header_bytes_ > header_bytes_max || headers_.size() > headers_max) {
    error_ = HttpError::head_too_large;
    return false;
  }
  if (line.starts_with("HTTP/")) {  // The head of an interim answer ends where the next begins.
    headers_.clear();
    return true;
  }
  if (trimmed(line, plain_blanks).empty()) return finish_head();
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return true;
  headers_.push_back({std::string(trimmed(line.substr(0, colon), plain_blanks)),
                      std::string(trimmed(line.substr(colon + 1), plain_blanks))});
  return true;
}

bool CurlTransfer::finish_head() {
  long code = 0;
  curl_easy_getinfo(request_->easy(), CURLINFO_RESPONSE_CODE, &code);
  if (code < 200) return true;
  status_ = static_cast<int>(code);
  head_complete_ = true;
  std::string_view encoding;
  for (const Header& header : headers_)
    if (equal_ignoring_case(header.name, "Content-Encoding")) encoding = header.value;
  auto decoder =
      BodyDecoder::create(encoding, limits_.body_bytes_max, limits_.compression_ratio_max);
  wake_.cancel();
  if (!decoder) {
    error_ = decoder.error();
    return false;
  }
  decoder_ = std::make_unique<BodyDecoder>(std::move(*decoder));
  return true;
}

std::size_t CurlTransfer::take_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  CurlTransfer& transfer = transfer_of(self);
  if (transfer.content_.size() >= unread_bytes_max) {
    transfer.paused_ = true;
    return CURL_WRITEFUNC_PAUSE;
  }
  const std::size_t length = size * count;
  transfer.active_at_ = SteadyClock::now();
  transfer.wake_.cancel();
  const auto decoded = transfer.decoder_->decode({bytes, length}, transfer.content_);
  if (decoded) return length;
  transfer.error_ = decoded.error();
  return 0;
}

HttpError CurlTransfer::error_of(CURLcode result) const {
  if (error_) return *error_;
  if (refused_) return HttpError::refused_address;
  switch (result) {
    case CURLE_COULDNT_RESOLVE_HOST: return HttpError::unresolvable;
    case CURLE_COULDNT_CONNECT: return HttpError::connect_failed;
    case CURLE_OPERATION_TIMEDOUT: return HttpError::timed_out;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR: return HttpError::tls_failed;
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_BAD_CONTENT_ENCODING: return HttpError::malformed_response;
    // What libcurl says when a single line outgrows its buffer.
    case CURLE_OUT_OF_MEMORY: return HttpError::head_too_large;
    default: return HttpError::connection_lost;
  }
}

void CurlTransfer::on_done(CURLcode result) {
  driver_->remove(request_->easy());
  if (unfit_reuse_ && !retried_) {
    // Nothing was sent yet: once more, on a connection of its own.
    retried_ = true;
    curl_easy_setopt(request_->easy(), CURLOPT_FRESH_CONNECT, 1L);
    driver_->add(request_->easy());
    return;
  }
  done_ = true;
  if (result != CURLE_OK)
    error_ = error_of(result);
  else if (!head_complete_ || (decoder_ && !decoder_->complete()))
    error_ = HttpError::malformed_response;
  request_.reset();
  wake_.cancel();
}

void CurlTransfer::end() {
  if (!request_) return;
  driver_->remove(request_->easy());
  request_.reset();
}

void CurlTransfer::fail(HttpError error) {
  end();
  if (!done_) error_ = error;
  done_ = true;
  wake_.cancel();
}

void CurlTransfer::abort() {
  fail(HttpError::cancelled);
}

Task<bool> CurlTransfer::wait() {
  const auto idle_until = active_at_ + limits_.idle_timeout;
  const auto until = std::min(idle_until, limits_.deadline.time_point());
  wake_.expires_at(until);
  co_await wake_.async_wait(as_result);
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  if (cancellation.cancelled() != asio::cancellation_type::none) {
    abort();
    co_return false;
  }
  const bool idle = SteadyClock::now() >= active_at_ + limits_.idle_timeout;
  if (!done_ && (idle || limits_.deadline.passed())) {
    fail(HttpError::timed_out);
    co_return false;
  }
  co_return true;
}

Task<std::optional<HttpError>> CurlTransfer::wait_for_head() {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto self = shared_from_this();
  while (!head_complete_ && !done_)
    if (!co_await wait()) break;
  if (error_) co_return error_;
  co_return std::nullopt;
}

Task<std::expected<std::string, HttpError>> CurlTransfer::read() {
  co_await asio::this_coro::throw_if_cancelled(false);
  const auto self = shared_from_this();
  while (content_.empty() && !done_)
    if (!co_await wait()) break;
  if (content_.empty() && error_) co_return std::unexpected(*error_);
  std::string content = std::exchange(content_, {});
  if (paused_ && request_) {
    paused_ = false;
    active_at_ = SteadyClock::now();
    curl_easy_pause(request_->easy(), CURLPAUSE_CONT);
  }
  co_return content;
}

}  // namespace sluice::net
