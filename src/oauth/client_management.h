#pragma once
#include "base/clock.h"
#include "base/task.h"
#include "oauth/http_door.h"
#include "oauth/registration.h"
#include "oauth/token_request.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::oauth {

// Where we register, as whom, and for which scope; `prefer_public` where the row has it so.
struct RegistrationAsk {
  AuthorizationServerMetadata server;
  ClientProfile profile;
  std::string scope;
  bool prefer_public = true;
  Instant now;
};
// RFC 7591. A server that refuses our redirect address says so in `refusal`
// (invalid_redirect_uri): the user then needs the exact address for the vendor's support.
[[nodiscard]] Task<std::expected<ClientRegistration, OAuthError>> register_client(
    HttpDoor& door, RegistrationAsk ask, const DocumentRules& rules);

// RFC 7009's token_type_hint: a server may look it up faster by it and must not rely on it.
enum class TokenKind { access_token, refresh_token };
// RFC 7009; an unknown token is a success too, and so is an access token of a kind that the server
// cannot revoke. Used before the first wait: client and token.
[[nodiscard]] Task<std::optional<OAuthError>> revoke(HttpDoor& door, std::string endpoint,
                                                     const ClientRegistration& client,
                                                     const Secret& token, TokenKind kind);

// RFC 7592, section 2.3: the server forgets us. Used before the first wait: client.
[[nodiscard]] Task<std::optional<OAuthError>> unregister_client(HttpDoor& door,
                                                                const ClientRegistration& client);

}  // namespace sluice::oauth
