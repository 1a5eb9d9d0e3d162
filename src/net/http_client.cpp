#include "net/http_client.h"

#include "base/text.h"
#include "net/curl_transfer.h"
#include "net/http_text.h"
#include "net/io_runtime.h"

#include <openssl/crypto.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <algorithm>
#include <chrono>
#include <map>
#include <mutex>
#include <utility>

namespace sluice::net {
namespace {

namespace asio = boost::asio;

// Of one pool: as many as a question asks side by side.
constexpr long idle_connections_max = 8;
// Pools that are kept, and for how long after their last use.
constexpr std::size_t pools_max = 128;
constexpr std::chrono::seconds pool_idle_max{120};

using TransferPointer = std::shared_ptr<CurlTransfer>;

// The functions below run on the driver's strand. They return the transfer's own errors, so they
// do not throw when they are cancelled.

Task<std::optional<HttpError>> begin(TransferPointer transfer, HttpRequest request,
                                     HttpClientOptions options) {
  transfer->start(std::move(request), options);
  co_return co_await transfer->wait_for_head();
}

Task<std::expected<HttpResponse, HttpError>> exchange(TransferPointer transfer, HttpRequest request,
                                                      HttpClientOptions options) {
  co_await asio::this_coro::throw_if_cancelled(false);
  if (const auto error = co_await begin(transfer, std::move(request), std::move(options)))
    co_return std::unexpected(*error);
  HttpResponse response{.status = transfer->status(), .headers = transfer->headers(), .body = {}};
  while (true) {
    auto piece = co_await transfer->read();
    if (!piece) {
      OPENSSL_cleanse(response.body.data(), response.body.size());
      co_return std::unexpected(piece.error());
    }
    if (piece->empty()) co_return response;
    append_wiping(response.body, *piece);
    OPENSSL_cleanse(piece->data(), piece->size());
  }
}

class CurlStream final : public HttpStream {
 public:
  CurlStream(std::shared_ptr<CurlDriver> driver, TransferPointer transfer)
      : driver_(std::move(driver)), transfer_(std::move(transfer)) {}
  ~CurlStream() override {
    asio::post(driver_->strand(), [transfer = std::move(transfer_)] { transfer->abort(); });
  }
  CurlStream(const CurlStream&) = delete;
  CurlStream& operator=(const CurlStream&) = delete;

  [[nodiscard]] int status() const override { return transfer_->status(); }
  [[nodiscard]] const std::vector<Header>& headers() const override { return transfer_->headers(); }
  [[nodiscard]] Task<std::expected<std::string, HttpError>> read() override {
    co_return co_await asio::co_spawn(driver_->strand(), transfer_->read(), asio::use_awaitable);
  }

 private:
  std::shared_ptr<CurlDriver> driver_;
  TransferPointer transfer_;
};

// One driver a pool, so that a kept connection cannot be handed to another organization's request.
// A driver lives as long as somebody uses it, whether or not its pool is still kept here.
class Drivers {
 public:
  explicit Drivers(asio::any_io_executor executor)
      : executor_(std::move(executor)), unpooled_(std::make_shared<CurlDriver>(executor_, 0)) {}

  [[nodiscard]] std::shared_ptr<CurlDriver> of(const std::string& pool) {
    if (pool.empty()) return unpooled_;
    const auto now = std::chrono::steady_clock::now();
    std::vector<std::shared_ptr<CurlDriver>> dropped;  // They close outside the lock.
    const std::scoped_lock lock(mutex_);
    const bool known = pools_.contains(pool);
    if (!known) drop_unused(now, dropped);
    Kept& kept = pools_[pool];
    if (!kept.driver) kept.driver = std::make_shared<CurlDriver>(executor_, idle_connections_max);
    kept.used_at = now;
    return kept.driver;
  }

 private:
  using Instant = std::chrono::steady_clock::time_point;
  struct Kept {
    std::shared_ptr<CurlDriver> driver;
    Instant used_at;
  };

  // Makes room for one more.
  void drop_unused(Instant now, std::vector<std::shared_ptr<CurlDriver>>& dropped) {
    const auto drop = [&](auto entry) {
      dropped.push_back(std::move(entry->second.driver));
      return pools_.erase(entry);
    };
    for (auto entry = pools_.begin(); entry != pools_.end();)
      entry = now - entry->second.used_at > pool_idle_max ? drop(entry) : std::next(entry);
    if (pools_.size() < pools_max) return;
    drop(std::ranges::min_element(pools_, {},
                                  [](const auto& entry) { return entry.second.used_at; }));
  }

  asio::any_io_executor executor_;
  std::shared_ptr<CurlDriver> unpooled_;
  std::mutex mutex_;
  std::map<std::string, Kept> pools_;
};

class CurlClient final : public HttpClient {
 public:
  CurlClient(IoRuntime& runtime, HttpClientOptions options)
      : drivers_(runtime.executor()), options_(std::move(options)) {}

  [[nodiscard]] Task<std::expected<HttpResponse, HttpError>> send(PublicEndpoint to,
                                                                  HttpRequest request,
                                                                  HttpLimits limits) override {
    const auto driver = driver_for(request);
    auto transfer = std::make_shared<CurlTransfer>(driver, std::move(to), limits);
    co_return co_await asio::co_spawn(driver->strand(),
                                      exchange(std::move(transfer), std::move(request), options_),
                                      asio::use_awaitable);
  }

  [[nodiscard]] Task<std::expected<std::unique_ptr<HttpStream>, HttpError>> open(
      PublicEndpoint to, HttpRequest request, HttpLimits limits) override {
    const auto driver = driver_for(request);
    auto transfer = std::make_shared<CurlTransfer>(driver, std::move(to), limits);
    auto stream = std::make_unique<CurlStream>(driver, transfer);
    const auto error = co_await asio::co_spawn(
        driver->strand(), begin(std::move(transfer), std::move(request), options_),
        asio::use_awaitable);
    if (error) co_return std::unexpected(*error);
    co_return stream;
  }

 private:
  // Addresses that users typed share nothing, whatever a request says.
  [[nodiscard]] std::shared_ptr<CurlDriver> driver_for(const HttpRequest& request) {
    return drivers_.of(options_.trust == TrustClass::custom ? std::string() : request.pool);
  }

  Drivers drivers_;
  HttpClientOptions options_;
};

}  // namespace

std::unique_ptr<HttpClient> make_http_client(IoRuntime& runtime, HttpClientOptions options) {
  return std::make_unique<CurlClient>(runtime, std::move(options));
}

std::string_view to_text(HttpError error) {
  switch (error) {
    case HttpError::refused_address:
      return "The address is not one that may be connected to. Check where the name leads.";
    case HttpError::unresolvable:
      return "The name of the server could not be found. Check its spelling.";
    case HttpError::connect_failed:
      return "The server could not be reached. Try again in a few minutes.";
    case HttpError::tls_failed:
      return "No secure connection to the server could be made. Check its certificate.";
    case HttpError::timed_out:
      return "The server did not answer in time. Try again, or ask for less.";
    case HttpError::body_too_large:
      return "The server's answer was larger than allowed and was not read on. Ask for less.";
    case HttpError::compression_bomb:
      return "The server's answer was packed so densely that it was not unpacked. Tell whoever "
             "runs the server.";
    case HttpError::head_too_large:
      return "The headers of the server's answer did not end within 64 KiB. Tell whoever runs the "
             "server.";
    case HttpError::malformed_response:
      return "The server's answer is not HTTP as it should be. Tell whoever runs the server.";
    case HttpError::connection_lost: return "The connection to the server broke off. Try again.";
    case HttpError::cancelled: return "The request was cancelled.";
  }
  return {};
}

std::string_view HttpResponse::header(std::string_view name) const {
  for (const Header& candidate : headers)
    if (equal_ignoring_case(candidate.name, name)) return candidate.value;
  return {};
}

std::vector<std::string> HttpResponse::header_values(std::string_view name) const {
  std::vector<std::string> values;
  for (const Header& candidate : headers)
    if (equal_ignoring_case(candidate.name, name)) values.push_back(candidate.value);
  return values;
}

}  // namespace sluice::net
