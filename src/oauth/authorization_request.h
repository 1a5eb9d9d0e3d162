#pragma once
#include "base/random.h"
#include "base/secret.h"
#include "oauth/discovery.h"
#include "oauth/registration.h"

#include <string>

namespace sluice::oauth {

// What the callback needs to know of the request that it answers. The caller stores it for one
// use, with its own ids beside it and the verifier sealed; nothing is discovered again between the
// two legs.
struct PendingAuthorization {
  std::string state;
  Secret code_verifier = Secret::take({});
  std::string issuer;
  bool iss_parameter_supported = false;
  std::string token_endpoint;
  std::string client_id;
  std::string redirect_uri;
  std::string resource;  // Empty: not sent.
  std::string scope;     // Empty: not asked.
};

// The address that the person's browser is sent to, and what has to be kept until it comes back.
struct AuthorizationRequest {
  std::string url;  // For the user's browser.
  PendingAuthorization pending;
};

// What the caller decides about the request; the rest follows from discovery.
struct AuthorizationAsk {
  std::string redirect_uri = {};
  std::string scope = {};
  // Between the scopes: a blank (RFC 6749), or what a row says that its server wants instead; it
  // stands in the address as it is.
  std::string scope_separator = " ";
  std::string resource = {};  // A row's own, instead of the one that the metadata name.
  bool send_resource = true;  // RFC 8707; a row may switch it off for a server that chokes on it.
};

// RFC 6749 section 4.1.1 with PKCE S256 (RFC 7636), a state of 256 random bits and the resource
// indicator. A query that the endpoint brings along stays in front.
[[nodiscard]] AuthorizationRequest begin_authorization(const Discovery& discovery,
                                                       const ClientRegistration& client,
                                                       const AuthorizationAsk& ask, Random& random);

}  // namespace sluice::oauth
