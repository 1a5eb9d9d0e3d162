#include "net/curl_request.h"

#include "base/text.h"
#include "net/http_text.h"
#include "net/url.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <array>

namespace sluice::net {
namespace {

constexpr std::size_t addresses_tried_max = 8;
constexpr std::string_view user_agent = "Sluice";

bool has_header(const HttpRequest& request, std::string_view name) {
  return std::ranges::any_of(request.headers, [name](const Header& header) {
    return equal_ignoring_case(header.name, name);
  });
}

// "127.0.0.2:8931" of "http://127.0.0.2:8931", which the policy has admitted.
std::string authority(std::string_view origin) {
  const auto url = parse_strict_url(origin);
  return url ? url->authority() : std::string();
}

std::string host_header(const PublicEndpoint& to) {
  return authority(to.origin());
}

}  // namespace

void WipedBytes::append(std::string_view text) {
  bytes_.insert(bytes_.end(), text.begin(), text.end());
}

void WipedBytes::wipe() noexcept {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
  bytes_.clear();
}

void WipedBytes::reset(std::size_t capacity) {
  wipe();
  bytes_.reserve(capacity);
}

bool CurlRequest::is_well_formed(const HttpRequest& request) {
  const auto fine = [](const Header& header) {
    return is_token(header.name) && is_header_value(header.value);
  };
  const auto secret_fine = [](const SecretHeader& header) {
    const bool value_fine =
        header.value.use([](std::string_view value) { return is_header_value(value); });
    return is_token(header.name) && is_header_value(header.prefix) && value_fine;
  };
  return is_token(request.method) && std::ranges::all_of(request.headers, fine) &&
         std::ranges::all_of(request.secret_headers, secret_fine);
}

CurlRequest::CurlRequest(const PublicEndpoint& to, const HttpRequest& request,
                         const HttpLimits& limits, const HttpClientOptions& options)
    : easy_(curl_easy_init()), share_(curl_share_init()) {
  set_target(to);
  set_safety(to.parts(), options, !request.pool.empty());
  set_limits(limits);
  set_method_and_body(request);
  set_headers(to, request);
}

// An excepted endpoint keeps the vendor's name in the Host header and in every URL that the caller
// sees; only the socket goes elsewhere.
void CurlRequest::set_target(const PublicEndpoint& to) {
  const PublicEndpoint::Parts& parts = to.parts();
  const std::string origin = parts.excepted ? parts.loopback : to.origin();
  curl_easy_setopt(easy_, CURLOPT_URL, (origin + parts.target).c_str());
  if (!parts.excepted) set_pins(parts);
}

void CurlRequest::set_pins(const PublicEndpoint::Parts& parts) {
  curl_share_setopt(share_, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
  curl_easy_setopt(easy_, CURLOPT_SHARE, share_);
  std::string pin = parts.host + ":" + std::to_string(parts.port) + ":";
  const std::size_t count = std::min(parts.addresses.size(), addresses_tried_max);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string& address = parts.addresses[i];
    pin.append(i == 0 ? "" : ",").append(address.contains(':') ? "[" + address + "]" : address);
  }
  pins_ = curl_slist_append(nullptr, pin.c_str());
  curl_easy_setopt(easy_, CURLOPT_RESOLVE, pins_);
}

void CurlRequest::set_safety(const PublicEndpoint::Parts& parts, const HttpClientOptions& options,
                             bool pooled) {
  curl_easy_setopt(easy_, CURLOPT_PROTOCOLS_STR, parts.excepted ? "http" : "https");
  curl_easy_setopt(easy_, CURLOPT_REDIR_PROTOCOLS_STR, "https");
  curl_easy_setopt(easy_, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy_, CURLOPT_PROXY, "");  // Not even that of the environment.
  curl_easy_setopt(easy_, CURLOPT_NOPROXY, "*");
  curl_easy_setopt(easy_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  curl_easy_setopt(easy_, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt(easy_, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy_, CURLOPT_NOSIGNAL, 1L);
  // HTTP/2's header table would keep the Authorization value as long as the connection lives.
  curl_easy_setopt(easy_, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy_, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(easy_, CURLOPT_SSL_VERIFYHOST, 2L);
  if (options.trust == TrustClass::custom || !pooled) {
    curl_easy_setopt(easy_, CURLOPT_FRESH_CONNECT, 1L);
    curl_easy_setopt(easy_, CURLOPT_FORBID_REUSE, 1L);
  }
  if (!options.ca_file.empty()) {
    curl_easy_setopt(easy_, CURLOPT_CAINFO, options.ca_file.c_str());
    curl_easy_setopt(easy_, CURLOPT_CAPATH, nullptr);
  }
}

void CurlRequest::set_limits(const HttpLimits& limits) {
  const auto at_least_one = [](std::chrono::milliseconds time) {
    return static_cast<long>(std::max<std::chrono::milliseconds::rep>(1, time.count()));
  };
  curl_easy_setopt(easy_, CURLOPT_CONNECTTIMEOUT_MS, at_least_one(limits.connect_timeout));
  curl_easy_setopt(easy_, CURLOPT_TIMEOUT_MS, at_least_one(limits.deadline.left()));
}

void CurlRequest::set_method_and_body(const HttpRequest& request) {
  body_ = request.body;
  const char* data = body_.c_str();
  std::size_t size = body_.size();
  if (!request.secret_body.empty()) {
    request.secret_body.use([this](std::string_view text) {
      secret_body_.reset(text.size());
      secret_body_.append(text);
    });
    data = secret_body_.data();
    size = secret_body_.size();
  }
  idempotent_ = request.method == "GET" || request.method == "HEAD";
  if (request.method == "HEAD") {
    curl_easy_setopt(easy_, CURLOPT_NOBODY, 1L);
    return;
  }
  if (size > 0 || request.method == "POST") {
    curl_easy_setopt(easy_, CURLOPT_POST, 1L);
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(size));
    curl_easy_setopt(easy_, CURLOPT_POSTFIELDS, data);
  }
  if (request.method != "POST" && (request.method != "GET" || size > 0))
    curl_easy_setopt(easy_, CURLOPT_CUSTOMREQUEST, request.method.c_str());
}

// libcurl copies the line, into memory that it wipes.
void CurlRequest::append_header(const char* line) {
  headers_ = curl_slist_append(headers_, line);
}

void CurlRequest::set_headers(const PublicEndpoint& to, const HttpRequest& request) {
  append_header(("Host: " + host_header(to)).c_str());
  if (!has_header(request, "User-Agent"))
    append_header(("User-Agent: " + std::string(user_agent)).c_str());
  if (!has_header(request, "Accept-Encoding")) append_header("Accept-Encoding: gzip");
  // Neither a round trip before the body nor a type that the caller did not name.
  append_header("Expect:");
  if (!has_header(request, "Content-Type")) append_header("Content-Type:");
  for (const Header& header : request.headers) {
    if (equal_ignoring_case(header.name, "Host")) continue;  // The endpoint's, always.
    append_header(
        (header.value.empty() ? header.name + ";" : header.name + ": " + header.value).c_str());
  }
  for (const SecretHeader& header : request.secret_headers) {
    header.value.use([&](std::string_view value) {
      constexpr std::string_view separator = ": ";
      WipedBytes line(header.name.size() + separator.size() + header.prefix.size() + value.size() +
                      1);
      line.append(header.name);
      line.append(separator);
      line.append(header.prefix);
      line.append(value);
      line.append(std::string_view("\0", 1));
      append_header(line.data());
    });
  }
  curl_easy_setopt(easy_, CURLOPT_HTTPHEADER, headers_);
}

void CurlRequest::release() {
  if (easy_ == nullptr) return;
  curl_easy_cleanup(easy_);
  easy_ = nullptr;
  curl_share_cleanup(share_);
  curl_slist_free_all(headers_);
  curl_slist_free_all(pins_);
  secret_body_.wipe();
}

}  // namespace sluice::net
