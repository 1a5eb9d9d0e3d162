#pragma once
#include "base/clock.h"
#include "base/random.h"
#include "mcp/client.h"
#include "oauth/client_management.h"
#include "oauth/discovery.h"
#include "oauth/scope.h"
#include "oauth/token_request.h"
#include "user_agent.h"

#include <optional>
#include <string>

namespace sluice::conformance {

struct LoginOptions {
  std::string mcp_server;
  std::string protocol_version;
  oauth::ClientProfile profile;
  oauth::RegistrationChoice registration;
  // Credentials entered beforehand; with an issuer they are for that one only.
  std::optional<oauth::ClientRegistration> preregistered;
  oauth::DocumentRules rules;
  bool dpop = false;
};

// The parts a login goes through, all of which outlive it.
struct LoginParts {
  net::HttpClient& http;
  net::EgressPolicy& policy;
  const Clock& clock;
  Random& random;
};

// Signs in at an MCP server as the product does, with a user who always agrees: discovery,
// registration, authorization, code, token; refresh when a token expires; more scope when asked.
class HeadlessLogin {
 public:
  HeadlessLogin(LoginParts parts, LoginOptions options);

  // A new operation has its own tries.
  void start_operation() {
    authorizations_ = 0;
    refreshed_ = false;
  }
  // Presents the current token; nothing before the first login.
  [[nodiscard]] mcp::Authorize authorize();
  // Makes what `error` asks for. True: try again. False: it cannot be helped, see failure().
  [[nodiscard]] Task<bool> recover(mcp::McpError error);
  [[nodiscard]] const std::string& failure() const noexcept { return failure_; }

  // For tokens that were obtained otherwise.
  void use_token(oauth::TokenResponse token) { token_ = std::move(token); }
  // Revokes the tokens (RFC 7009) and removes the registration (RFC 7592), where possible.
  [[nodiscard]] Task<bool> sign_out();

  struct Counts {
    int logins = 0;
    int refreshes = 0;
    int registrations = 0;
  };
  [[nodiscard]] const Counts& counts() const noexcept { return counts_; }
  [[nodiscard]] const std::optional<oauth::ClientRegistration>& client() const { return client_; }

 private:
  [[nodiscard]] bool fail(std::string why);
  [[nodiscard]] Task<bool> log_in(std::optional<oauth::TokenChallenge> challenge);
  [[nodiscard]] Task<bool> refresh_token();
  [[nodiscard]] Task<bool> register_at(std::string scope);
  [[nodiscard]] Task<bool> authorize_in_browser();
  [[nodiscard]] Task<bool> take_token(const oauth::PendingAuthorization& pending,
                                      const Secret& code);
  [[nodiscard]] oauth::TokenProof proof(std::string_view nonce);

  LoginParts parts_;
  LoginOptions options_;
  oauth::HttpDoor door_;
  UserAgent agent_;
  std::optional<oauth::SigningKey> dpop_key_;
  std::string resource_nonce_;
  std::optional<oauth::Discovery> discovery_;
  std::optional<oauth::ClientRegistration> client_;
  std::optional<oauth::TokenResponse> token_;
  std::string scope_;  // Asked for so far.
  std::string failure_;
  int authorizations_ = 0;
  bool refreshed_ = false;
  Counts counts_;
};

}  // namespace sluice::conformance
