#pragma once
#include "net/http_server.h"
#include "sandbox/client_registry.h"
#include "sandbox/grant_store.h"
#include "sandbox/profile.h"

#include <expected>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::sandbox {

// How all stand-in authorization servers of one sandbox behave.
struct AuthorizationOptions {
  std::string company;
  std::string product_url;                             // "" when no product is known.
  std::optional<std::chrono::seconds> token_lifetime;  // Instead of the vendor's own.
  bool automatic_consent = false;  // Answers Allow without a page: for tests and `ask --demo`.
  bool branch = false;             // Who signs in does so with the company's second account.
};

// The authorization server of one vendor: metadata (RFC 8414 or OpenID's place), registration
// (RFC 7591, 7592), authorization with PKCE S256 and a consent page, tokens with rotation and
// reuse detection, revocation (RFC 7009), iss (RFC 9207), resource indicators (RFC 8707).
//
// Reached by its own host. A browser that cannot send that host reaches the two pages a person
// sees as /_as/SLUG/authorize (same query) and /_as/SLUG/consent on the sandbox's own address.
// Not thread-safe.
// Defined in authorization_server.cpp and token_endpoint.cpp (the back channel).
class AuthorizationServer {
 public:
  // Everything outlives the server. `options` may change between requests.
  // `profile` is the vendor's own.
  AuthorizationServer(const VendorProfile& vendor, const AuthorizationProfile& profile,
                      const AuthorizationOptions& options, const Clock& clock, Random& random);

  // Nothing when the path is not one of this server's.
  [[nodiscard]] std::optional<net::ServerResponse> answer(const net::ServerRequest& request);
  // The two pages. Refusals before the redirect address is known to be the client's are shown here;
  // those after it go back to the client (RFC 6749 section 4.1.2.1).
  [[nodiscard]] net::ServerResponse authorize(const net::ServerRequest& request);
  [[nodiscard]] net::ServerResponse consent(const net::ServerRequest& request);

  // Grants may name these as their resource from now on (RFC 8707).
  void serve(const std::vector<Endpoint>& endpoints);

  // The client id metadata document that must be learned before this request can be answered.
  [[nodiscard]] std::optional<std::string> document_needed(const net::ServerRequest& request) const;
  [[nodiscard]] const AuthorizationProfile& profile() const noexcept { return profile_; }
  [[nodiscard]] ClientRegistry& clients() noexcept { return clients_; }
  [[nodiscard]] GrantStore& grants() noexcept { return grants_; }
  [[nodiscard]] const GrantStore& grants() const noexcept { return grants_; }

  // Faults.
  // Set from outside by the faults in force (sandbox_control.cpp) and read with each request.
  bool refuses_registration = false;
  bool refuses_redirect = false;
  std::string grants_besides;  // Scopes that nobody asked for.
  std::string registers_besides;

 private:
  struct Pending {  // Waits for the person.
    std::string client_id;
    std::string redirect_uri;
    std::string state;
    std::string challenge;
    std::string scope;
    std::string resource;
  };
  using Refused = std::unexpected<OAuthRefusal>;
  using Fields = std::map<std::string, std::string, std::less<>>;

  [[nodiscard]] net::ServerResponse metadata() const;
  [[nodiscard]] net::ServerResponse register_client(const net::ServerRequest& request);
  [[nodiscard]] net::ServerResponse manage_client(const net::ServerRequest& request);
  [[nodiscard]] net::ServerResponse token(const net::ServerRequest& request);
  [[nodiscard]] net::ServerResponse revoke(const net::ServerRequest& request);

  [[nodiscard]] std::expected<Pending, OAuthRefusal> checked_request(const Fields& query) const;
  [[nodiscard]] std::optional<OAuthRefusal> scope_or_resource_refusal(const Fields& query) const;
  [[nodiscard]] net::ServerResponse back_to_client(const Pending& pending, const Fields& result);
  [[nodiscard]] net::ServerResponse grant_code(const Pending& pending);

  [[nodiscard]] std::expected<const RegisteredClient*, OAuthRefusal> authenticated_client(
      const net::ServerRequest& request, const Fields& form) const;
  [[nodiscard]] std::expected<Value, OAuthRefusal> exchange_code(const RegisteredClient& client,
                                                                 const Fields& form);
  [[nodiscard]] std::expected<Value, OAuthRefusal> exchange_refresh(const RegisteredClient& client,
                                                                    const Fields& form);
  [[nodiscard]] Value token_answer(std::size_t grant, std::string refresh_now);
  [[nodiscard]] bool is_own_resource(std::string_view resource) const;
  [[nodiscard]] std::string url(std::string_view path) const;

  const VendorProfile& vendor_;
  const AuthorizationProfile& profile_;
  const AuthorizationOptions& options_;
  Random& random_;
  ClientRegistry clients_;
  GrantStore grants_;
  std::vector<Endpoint> resources_;
  std::map<std::string, Pending, std::less<>> pending_;
};

// JSON answers as an authorization server sends them (never cached).
[[nodiscard]] net::ServerResponse json_answer(int status, const Value& body);
// {error, error_description}: RFC 6749 section 5.2, and 7591 section 3.2.2 for registration.
[[nodiscard]] net::ServerResponse refusal_answer(const OAuthRefusal& refusal);

}  // namespace sluice::sandbox
