#pragma once
#include "base/passkey.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace sluice::net {

// A URL that the egress policy has admitted, with the checked addresses it is pinned to: the
// socket opens one of these and nothing else. Made by EgressPolicy only.
class PublicEndpoint {
 public:
  // What the client needs to connect without asking anything again.
  struct Parts {
    std::string url;     // Normalised; what goes on the request line and into the Host header.
    std::string scheme;  // "https"; "http" only behind an EgressException.
    std::string host;    // Canonical (IDNA, lower case).
    std::uint16_t port = 443;
    std::string target;                  // Path and query.
    std::vector<std::string> addresses;  // Numeric, each checked.
    // Set only by an EgressException: connect to `loopback` ("http://127.0.0.2:8931"), in clear,
    // instead of to `host`; the URL and the Host header stay those of the vendor.
    bool excepted = false;
    std::string loopback;
  };
  PublicEndpoint(Passkey<class EgressPolicy>, Parts parts) : parts_(std::move(parts)) {}
  [[nodiscard]] const Parts& parts() const noexcept { return parts_; }
  [[nodiscard]] const std::string& url() const noexcept { return parts_.url; }
  // scheme://host[:port] of the admitted URL, as RFC 6454 writes an origin.
  [[nodiscard]] std::string origin() const {
    const bool standard = parts_.port == (parts_.scheme == "https" ? 443 : 80);
    return parts_.scheme + "://" + parts_.host +
           (standard ? "" : ":" + std::to_string(parts_.port));
  }

 private:
  Parts parts_;
};

}  // namespace sluice::net
