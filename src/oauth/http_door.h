#pragma once
#include "base/task.h"
#include "net/egress_policy.h"
#include "net/http_client.h"
#include "oauth/token_response.h"

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace sluice::oauth {

// Bounds of one exchange with an authorization server (docs/limits).
inline constexpr std::chrono::milliseconds document_timeout{10'000};

struct DoorLimits {
  std::chrono::milliseconds timeout = document_timeout;  // Of one exchange, all in all.
};

// Closed: the texts for people are made from it in calls/ and connections/.
enum class OAuthFailure {
  refused_address,  // The egress policy does not let us ask that URL.
  unreachable,      // No usable answer; `transport` says why.
  http_status,      // An answer that is neither what was asked for nor an OAuth error.
  bad_document,     // An answer that is not acceptable; `reason` says why.
  refused_by_server,
  not_supported,  // The server offers no way that we know.
};

// What went wrong between us and an authorization server. `reason` is stable and, except for
// refused_address and unreachable, fit for the user; `detail` is for the log.
struct OAuthError {
  OAuthFailure failure = OAuthFailure::unreachable;
  OAuthReason reason = OAuthReason::unreachable;
  std::string detail;
  int status = 0;                                // With http_status and refused_by_server.
  std::optional<TokenRefusal> refusal;           // With refused_by_server.
  std::string dpop_nonce;                        // RFC 9449, section 8: repeat the request with it.
  std::optional<net::HttpError> transport = {};  // With unreachable: how the exchange failed.
  std::optional<net::EgressReason> egress = {};  // With refused_address: why it is refused.
};

// Its stable name for the log: the egress policy's own where that refused.
[[nodiscard]] std::string_view reason_of(const OAuthError& error);

// Whom the egress policy is asked for: an address a user typed never gets an exception.
enum class Trust { catalog, custom };

// The way to an authorization server: every URL is admitted before it is asked, bodies and waits
// are bounded, nothing is followed but one redirect of a metadata GET inside its own origin.
// Both references outlive the server; one door may serve many coroutines.
class HttpDoor {
 public:
  HttpDoor(net::HttpClient& client, net::EgressPolicy& policy, Trust trust, DoorLimits limits = {})
      : client_(client), policy_(policy), trust_(trust), limits_(limits) {}

  // GET for a JSON document. Any status but a redirect comes back as it is.
  [[nodiscard]] Task<std::expected<net::HttpResponse, OAuthError>> get_document(
      std::string url, std::string protocol_version);
  // One request, no redirect.
  [[nodiscard]] Task<std::expected<net::HttpResponse, OAuthError>> send(std::string url,
                                                                        net::HttpRequest request);

 private:
  net::HttpClient& client_;
  net::EgressPolicy& policy_;
  Trust trust_;
  DoorLimits limits_;
};

}  // namespace sluice::oauth
