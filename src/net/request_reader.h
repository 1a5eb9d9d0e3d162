#pragma once
#include "net/http_server.h"
#include "net/problem.h"
#include "net/server_head.h"
#include "net/server_socket.h"

#include <boost/beast/core/flat_buffer.hpp>

#include <cstddef>
#include <expected>
#include <memory>
#include <optional>

namespace sluice::net {

// One whole request, and what its head said about the connection.
struct IncomingRequest {
  ServerRequest request;
  bool keep_alive = false;
  bool chunks_understood = false;  // HTTP/1.1, not 1.0.
};

// Why no request came: nothing to say to a peer that has just left, a problem for the others.
struct ReadFailure {
  std::optional<ServerResponse> answer;
};

// Cuts the bytes of one connection into requests, within the server's limits. Internal to net/.
class RequestReader {
 public:
  // `socket` and `limits` outlive it: all three belong to the connection.
  RequestReader(ServerSocket& socket, const ServerLimits& limits)
      : socket_(socket), limits_(limits) {}

  // False when the peer left, stayed silent too long, or the socket was cut.
  [[nodiscard]] Task<bool> wait_for_first_byte();
  // The next request, body included; after a failure the connection is to be closed.
  [[nodiscard]] Task<std::expected<IncomingRequest, ReadFailure>> read();

 private:
  [[nodiscard]] Task<bool> receive();
  // Feeds the parser until `done` says enough; the failure is ready to be returned.
  template <class Done>
  [[nodiscard]] Task<std::optional<ReadFailure>> parse_until(Done done);
  [[nodiscard]] ReadFailure failure(const boost::system::error_code& error) const;
  [[nodiscard]] Task<bool> invite_body();

  ServerSocket& socket_;
  const ServerLimits& limits_;
  boost::beast::flat_buffer buffer_;
  std::unique_ptr<RequestParser> parser_;
  std::size_t head_bytes_ = 0;
};

}  // namespace sluice::net
