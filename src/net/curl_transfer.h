#pragma once
#include "base/task.h"
#include "net/body_decoder.h"
#include "net/curl_driver.h"
#include "net/curl_request.h"
#include "net/http_client.h"
#include "net/ip_address.h"

#include <chrono>
#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::net {

// One exchange on the driver's strand: everything here is called there. Internal to net/.
class CurlTransfer final : public CurlListener, public std::enable_shared_from_this<CurlTransfer> {
 public:
  CurlTransfer(std::shared_ptr<CurlDriver> driver, PublicEndpoint to, HttpLimits limits);
  ~CurlTransfer() override { end(); }
  CurlTransfer(const CurlTransfer&) = delete;
  CurlTransfer& operator=(const CurlTransfer&) = delete;

  // Consumes the request, whose secrets die here.
  void start(HttpRequest request, const HttpClientOptions& options);
  // Waits for status and headers; nothing when they are there.
  [[nodiscard]] Task<std::optional<HttpError>> wait_for_head();
  // The next bytes of the content; empty at its end.
  [[nodiscard]] Task<std::expected<std::string, HttpError>> read();
  // Ends the exchange; a later read() says `cancelled`.
  void abort();

  [[nodiscard]] int status() const noexcept { return status_; }
  [[nodiscard]] const std::vector<Header>& headers() const noexcept { return headers_; }

  void on_done(CURLcode result) override;

 private:
  using SteadyClock = std::chrono::steady_clock;

  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address);
  static int before_request(void* self, char* peer, char* local, int peer_port, int local_port);
  static std::size_t take_header(char* bytes, std::size_t size, std::size_t count, void* self);
  static std::size_t take_body(char* bytes, std::size_t size, std::size_t count, void* self);

  void set_callbacks();
  [[nodiscard]] bool may_connect(const IpAddress& peer, int port) const;
  [[nodiscard]] bool take_header_line(std::string_view line);
  [[nodiscard]] bool finish_head();
  [[nodiscard]] HttpError error_of(CURLcode result) const;
  // Until something has happened; false when nothing did for too long or the caller was cancelled,
  // and then the exchange is over.
  [[nodiscard]] Task<bool> wait();
  void end();  // Frees and wipes what libcurl was given.
  void fail(HttpError error);

  std::shared_ptr<CurlDriver> driver_;
  PublicEndpoint to_;
  HttpLimits limits_;
  boost::asio::steady_timer wake_;
  std::unique_ptr<CurlRequest> request_;
  SteadyClock::time_point active_at_ = SteadyClock::now();

  int status_ = 0;
  std::vector<Header> headers_;
  std::size_t header_bytes_ = 0;
  bool head_complete_ = false;
  std::unique_ptr<BodyDecoder> decoder_;  // Once the head is complete.
  std::string content_;                   // Arrived and not read yet.
  bool paused_ = false;
  bool done_ = false;
  std::optional<HttpError> error_;

  bool opened_ = false;       // A socket was opened for this exchange: no reuse.
  bool refused_ = false;      // By the policy, at the moment of connecting.
  bool unfit_reuse_ = false;  // A pooled connection leads elsewhere than the pins say.
  bool retried_ = false;
  int attempts_ = 0;
};

}  // namespace sluice::net
