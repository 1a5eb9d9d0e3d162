#pragma once
#include "base/deadline.h"
#include "base/task.h"
#include "net/http_server.h"
#include "net/io_runtime.h"

#include <boost/asio/steady_timer.hpp>

#include <expected>
#include <memory>
#include <optional>
#include <string>

namespace sluice::cli {

// The place on this machine that a browser comes back to after a sign-in: one path on 127.0.0.1,
// for as long as one command waits (RFC 8252, section 7.3). Everything else there is 404.
class LoopbackRedirect {
 public:
  // `port` 0: the system chooses. The error is a sentence. `runtime` outlives it.
  [[nodiscard]] static std::expected<std::unique_ptr<LoopbackRedirect>, std::string> listen(
      net::IoRuntime& runtime, std::uint16_t port);

  [[nodiscard]] std::string address() const;  // "http://127.0.0.1:PORT/callback"
  // From now on an answer with this state counts, the first one; another is told to try again.
  void expect(std::string state) { state_ = std::move(state); }
  // The query of that answer; nothing when none came in time.
  [[nodiscard]] Task<std::optional<std::string>> wait(Deadline deadline);

 private:
  explicit LoopbackRedirect(net::IoRuntime& runtime) : came_(runtime.executor()) {}
  [[nodiscard]] net::ServerResponse answer(const net::ServerRequest& request);

  boost::asio::steady_timer came_;  // Cancelled when the browser is back.
  std::unique_ptr<net::HttpServer> server_;
  std::string state_;
  std::optional<std::string> query_;
};

}  // namespace sluice::cli
