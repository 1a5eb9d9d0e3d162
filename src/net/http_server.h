#pragma once
#include "base/task.h"
#include "net/forwarded.h"
#include "net/http_client.h"
#include "net/io_runtime.h"
#include "net/server_request.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace sluice::net {

// The empty initialisers let a handler name only the members that it sets.
// NOLINTBEGIN(readability-redundant-member-init)
struct ServerResponse {
  int status = 200;
  std::vector<Header> headers = {};
  std::string body = {};
};
// NOLINTEND(readability-redundant-member-init)

// The sending half of a streamed answer (server-sent events). write() suspends while the peer is
// slow and returns false once it has gone: the handler then stops its work.
class ResponseStream {
 public:
  virtual ~ResponseStream() = default;
  // Sends all of `bytes`, as one piece where the framing has pieces.
  [[nodiscard]] virtual Task<bool> write(std::string bytes) = 0;
  // Without waiting: for work that is worth nothing once nobody reads.
  [[nodiscard]] virtual bool peer_gone() const = 0;
};

// A streamed answer: head now, body by `produce`, which runs until it returns. A peer that goes
// away cancels it (asio cancellation reaches whatever it awaits).
struct StreamedResponse {
  int status = 200;
  std::vector<Header> headers = {};  // NOLINT(readability-redundant-member-init): as above.
  std::function<Task<void>(ResponseStream&)> produce;
};

using HandlerResult = std::variant<ServerResponse, StreamedResponse>;
using Handler = std::function<Task<HandlerResult>(ServerRequest)>;

// Bounds of one server; the defaults are those of docs/limits.
struct ServerLimits {
  std::size_t head_bytes_max = std::size_t{16} * 1024;
  std::size_t body_bytes_max = std::size_t{1024} * 1024;
  std::chrono::milliseconds request_timeout{60'000};
  std::chrono::milliseconds keep_alive_timeout{75'000};
  std::size_t connections_max = 10'000;
  // Of one address, as address_group() counts them; a configured proxy asks for many people.
  std::size_t connections_per_address_max = 256;
  // Once all places are taken, whoever has not sent a request for so long may lose his.
  std::chrono::milliseconds waiting_min{250};
  ProxyTrust proxies = {};
  std::chrono::milliseconds stop_timeout{10'000};  // What requests in flight get after stop().
  // A larger body for some routes (uploads); asked once the head is known. Empty: none.
  std::function<std::size_t(const ServerRequest& head)> body_bytes_max_for = nullptr;
};

// HTTP/1.1 on one address; connections are answered whenever the loop of its IoRuntime runs, in
// run() or elsewhere, so that two servers can share one runtime. A handler runs on the
// connection's strand and is cancelled (asio cancellation, terminal) when its peer leaves; an
// exception that leaves it becomes a 500 without its text. Errors of the transport (oversized,
// malformed, slow) are answered here with RFC 9457 problem documents; everything else is the
// handler's.
class HttpServer {
 public:
  virtual ~HttpServer() = default;
  // The port it listens on (the one the system chose when 0 was asked).
  [[nodiscard]] virtual std::uint16_t port() const = 0;
  // Serves until stop(); then in-flight requests get up to 10 s to end. One io thread a core.
  // Stops the runtime's loop at the end.
  virtual void run(unsigned threads) = 0;
  // From any thread, more than once.
  virtual void stop() = 0;
};

// Why nothing listens; a sentence for the operator.
struct ListenError {
  std::string detail;  // "port 8080 is in use by another program; choose another with --port".
};

// `address` is numeric; port 0 lets the system choose. Connections are accepted from here on and
// answered once the runtime's loop runs. `handler` is called for many requests at once.
[[nodiscard]] std::expected<std::unique_ptr<HttpServer>, ListenError> listen_http(
    std::string address, std::uint16_t port, ServerLimits limits, Handler handler,
    IoRuntime& runtime);

// SIGINT and SIGTERM stop the server; a second signal ends the process at once.
void stop_on_termination(HttpServer& server, IoRuntime& runtime);

}  // namespace sluice::net
