#pragma once
#include "base/deadline.h"
#include "base/secret.h"
#include "base/task.h"
#include "net/public_endpoint.h"

#include <cstddef>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::net {

// As on the wire; names are compared without regard to case.
struct Header {
  std::string name;
  std::string value;
};

// A header whose value must not outlive the request: "Authorization: Bearer " + the secret.
struct SecretHeader {
  std::string name;
  std::string prefix;  // "Bearer ", "Basic ", or empty.
  Secret value;
};

// The empty initialisers let a caller name only the members that it sets.
// NOLINTBEGIN(readability-redundant-member-init)
struct HttpRequest {
  std::string method = "GET";
  std::vector<Header> headers = {};
  std::vector<SecretHeader> secret_headers = {};
  std::string body = {};
  // A body that holds a secret (a token request's form); wins over `body` when not empty.
  Secret secret_body = Secret::take({});
  // Whose connections this request may use again: one vault connection in one epoch, and nobody
  // else. Empty: the request opens its own and closes it.
  std::string pool = {};
};
// NOLINTEND(readability-redundant-member-init)

// Bounds of one exchange; the defaults are those of docs/limits for a vendor call.
struct HttpLimits {
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds idle_timeout{60'000};
  Deadline deadline = Deadline::in(std::chrono::milliseconds(300'000));
  std::size_t body_bytes_max = std::size_t{10} * 1024 * 1024;  // After decompression.
  std::size_t compression_ratio_max = 100;
};

// Why there is no answer, or no whole one. A status of any kind is an answer.
enum class HttpError {
  refused_address,  // The egress policy refused the peer at the moment of connecting.
  unresolvable,
  connect_failed,
  tls_failed,
  timed_out,
  body_too_large,
  compression_bomb,
  head_too_large,  // Status line and headers.
  malformed_response,
  connection_lost,
  cancelled,
};
[[nodiscard]] std::string_view to_text(HttpError error);  // A sentence for a person.

// A whole answer, whatever its status.
struct HttpResponse {
  int status = 0;
  std::vector<Header> headers = {};  // NOLINT(readability-redundant-member-init): as above.
  std::string body = {};             // NOLINT(readability-redundant-member-init)
  // The first value of a header, compared without case; empty when absent.
  [[nodiscard]] std::string_view header(std::string_view name) const;
  // All values in order: WWW-Authenticate may come more than once.
  [[nodiscard]] std::vector<std::string> header_values(std::string_view name) const;
};

// An answer that is still arriving. Reading nothing pauses the peer (back-pressure); destroying
// it cancels the exchange. Belongs to one coroutine.
class HttpStream {
 public:
  virtual ~HttpStream() = default;
  // Both are there from the beginning: open() waits for them.
  [[nodiscard]] virtual int status() const = 0;
  [[nodiscard]] virtual const std::vector<Header>& headers() const = 0;
  // The next bytes; an empty text at the end. Errors as for HttpClient::send.
  [[nodiscard]] virtual Task<std::expected<std::string, HttpError>> read() = 0;
};

// The only code beside the server that opens a socket, and only to a PublicEndpoint. Never
// follows a redirect, never asks a proxy, never keeps a cookie.
class HttpClient {
 public:
  virtual ~HttpClient() = default;
  // The whole answer, bounded by `limits`.
  [[nodiscard]] virtual Task<std::expected<HttpResponse, HttpError>> send(PublicEndpoint to,
                                                                          HttpRequest request,
                                                                          HttpLimits limits) = 0;
  // Head first, body as it comes (server-sent events).
  [[nodiscard]] virtual Task<std::expected<std::unique_ptr<HttpStream>, HttpError>> open(
      PublicEndpoint to, HttpRequest request, HttpLimits limits) = 0;
};

class IoRuntime;

// Whose servers a client talks to; each class has connections of its own.
enum class TrustClass {
  catalog,  // Vendors of the catalog: connections are kept and used again, in pools.
  custom,   // Addresses that users typed: every request opens its own and closes it.
};

// What differs between the clients of one process.
struct HttpClientOptions {
  TrustClass trust = TrustClass::catalog;
  // NOLINTNEXTLINE(readability-redundant-member-init): as above.
  std::string ca_file = {};  // Tests only: certificate authorities (PEM) in place of the system's.
};

// `runtime` outlives the client. The first client initialises libcurl with wiping frees, so
// install_wiping_openssl() has to have been called before.
[[nodiscard]] std::unique_ptr<HttpClient> make_http_client(IoRuntime& runtime,
                                                           HttpClientOptions options = {});

}  // namespace sluice::net
