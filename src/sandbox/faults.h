#pragma once
#include "net/http_server.h"
#include "sandbox/value.h"

#include <chrono>
#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::sandbox {

// What can go wrong with a vendor on request.
enum class FaultKind {
  down,                 // 503 without a body.
  html,                 // 200 with a page instead of an answer.
  slow,                 // The right answer, late.
  server_error,         // "500"
  unauthorized,         // "401": every credential is refused.
  expire_tokens,        // Once: the access tokens of now are expired.
  revoke_grants,        // Once: the person took the permission back.
  forget_clients,       // Once: registered clients are unknown; their grants are anybody's.
  more_scope,           // 403 insufficient_scope for `scope`.
  wide_grant,           // The token answer grants `scope` as well.
  refuse_registration,  // RFC 7591 answers 403.
  refuse_redirect,      // The redirect address is refused, at registration and at the page.
  token_says,         // The token endpoint answers `status` and `text`, where the form has `when`.
  wide_registration,  // RFC 7591 answers that `scope` was registered as well.
  challenge_scope,    // A 401 asks for `scope`.
  names_issuer,       // The resource's metadata name `text` as the authorization server.
  drift,              // One tool's definition differs from the reviewed one.
};

// Which of the vendor's two servers it hits.
enum class FaultPlace { mcp, authorization, both };

// Which members count is said beside each kind.
struct Fault {
  FaultKind kind = FaultKind::down;
  std::chrono::milliseconds delay{0};  // slow
  std::string tool;                    // drift
  std::string scope = {};              // more_scope, wide_grant, wide_registration, ...
  int times = -1;                      // How often it still happens; -1: until it is cleared.
  FaultPlace place = FaultPlace::mcp;
  int status = 200;
  std::string text = {};
  std::string when = {};
};

// What is answered instead by a server that is down, broken or closed for maintenance; nothing for
// faults that change what is behind an answer, or one part of it.
[[nodiscard]] std::optional<net::ServerResponse> broken_answer(const Fault& fault);

// The faults in force, one a vendor.
class FaultBoard {
 public:
  // {"vendor", "fault": "down"|"html"|"slow"|"500"|"401"|..., "milliseconds", "tool", "scope",
  // "times", "where": "mcp"|"authorization"|"both", "status", "text", "when"}; the fault "none"
  // clears the vendor. The error is a sentence.
  [[nodiscard]] std::expected<std::optional<Fault>, std::string> set(const Value& wish);
  // The fault that hits this request of the vendor; counts it.
  [[nodiscard]] std::optional<Fault> take(std::string_view vendor, FaultPlace place);
  // The fault in force without counting it: for what is set once and holds for many requests.
  [[nodiscard]] const Fault* current(std::string_view vendor) const;
  void clear() { faults_.clear(); }

 private:
  std::map<std::string, Fault, std::less<>> faults_;
};

}  // namespace sluice::sandbox
