#pragma once
#include "net/http_client.h"

#include <curl/curl.h>

#include <expected>
#include <memory>
#include <string>
#include <vector>

namespace sluice::net {

// Bytes of a request that hold a secret; wiped when they die.
class WipedBytes {
 public:
  WipedBytes() = default;
  explicit WipedBytes(std::size_t capacity) { bytes_.reserve(capacity); }
  ~WipedBytes() { wipe(); }
  WipedBytes(const WipedBytes&) = delete;
  WipedBytes& operator=(const WipedBytes&) = delete;
  // Only within the capacity: growing would leave a copy behind.
  void append(std::string_view text);
  void wipe() noexcept;
  void reset(std::size_t capacity);
  [[nodiscard]] const char* data() const noexcept { return bytes_.data(); }
  [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }

 private:
  std::vector<char> bytes_;
};

// What libcurl is given for one exchange and what has to live as long: built from the plain
// request, wiped and freed by release(). Internal to net/.
class CurlRequest {
 public:
  // False when a header or the method would break the request apart.
  [[nodiscard]] static bool is_well_formed(const HttpRequest& request);

  CurlRequest(const PublicEndpoint& to, const HttpRequest& request, const HttpLimits& limits,
              const HttpClientOptions& options);
  ~CurlRequest() { release(); }
  CurlRequest(const CurlRequest&) = delete;
  CurlRequest& operator=(const CurlRequest&) = delete;

  // Null after release().
  [[nodiscard]] CURL* easy() const noexcept { return easy_; }
  [[nodiscard]] bool idempotent() const noexcept { return idempotent_; }
  // The handle must not be in a multi handle any more.
  void release();

 private:
  void set_target(const PublicEndpoint& to);
  void set_pins(const PublicEndpoint::Parts& parts);
  void set_safety(const PublicEndpoint::Parts& parts, const HttpClientOptions& options,
                  bool pooled);
  void set_limits(const HttpLimits& limits);
  void set_method_and_body(const HttpRequest& request);
  void set_headers(const PublicEndpoint& to, const HttpRequest& request);
  void append_header(const char* line);

  CURL* easy_;
  CURLSH* share_;  // Its own name cache: a pin of this request is nobody else's.
  curl_slist* headers_ = nullptr;
  curl_slist* pins_ = nullptr;
  std::string body_;
  WipedBytes secret_body_;
  bool idempotent_ = false;
};

}  // namespace sluice::net
