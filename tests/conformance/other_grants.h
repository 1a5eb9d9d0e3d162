#pragma once
#include "base/json.h"
#include "headless_login.h"

#include <expected>
#include <string>

namespace sluice::conformance {

// Tokens without a browser, as the extension scenarios want them: the client's own credentials, a
// workload's assertion (RFC 7523), an employer's identity provider (SEP-990).
class OtherGrants {
 public:
  OtherGrants(LoginParts parts, std::string mcp_server, oauth::DocumentRules rules);

  // Whether a scenario is one of these.
  [[nodiscard]] static bool knows(const std::string& scenario);
  // The error is a sentence. `context` is the scenario's own data.
  [[nodiscard]] Task<std::expected<oauth::TokenResponse, std::string>> token_for(
      std::string scenario, Json context);

 private:
  using TokenResult = std::expected<oauth::TokenResponse, std::string>;
  [[nodiscard]] Task<TokenResult> client_credentials(oauth::Discovery found, Json context,
                                                     bool with_key);
  [[nodiscard]] Task<TokenResult> workload(oauth::Discovery found, Json context);
  [[nodiscard]] Task<TokenResult> enterprise(oauth::Discovery found, Json context);
  [[nodiscard]] Task<TokenResult> ask(std::string endpoint, net::HttpRequest request,
                                      bool exchange);

  LoginParts parts_;
  std::string mcp_server_;
  oauth::DocumentRules rules_;
  oauth::HttpDoor door_;
};

}  // namespace sluice::conformance
