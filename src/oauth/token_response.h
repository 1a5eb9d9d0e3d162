#pragma once
#include "base/clock.h"
#include "base/secret.h"
#include "oauth/document_rules.h"

#include <chrono>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::oauth {

// RFC 6750, RFC 9449, and RFC 8693's "N_A"; any other type is refused.
enum class TokenType { bearer, dpop, not_applicable };

// What the token endpoint granted (RFC 6749, section 5.1).
struct TokenResponse {
  Secret access_token = Secret::take({});
  TokenType type = TokenType::bearer;
  Secret refresh_token = Secret::take({});  // Empty: none came; a refresh keeps the old one.
  std::chrono::seconds lifetime{0};         // As said; one hour where nothing was said.
  std::string scope;                        // As granted; the asked one where nothing was said.
};

// An error member of a token endpoint, whatever the HTTP status (RFC 6749, section 5.2).
struct TokenRefusal {
  std::string error;        // The vendor's code, if it is one: letters, digits, "._-".
  std::string description;  // Untrusted; printable, at most 200 characters.
};

// The answer cannot be used (`document`), or it is the server's own refusal.
struct TokenError {
  DocumentError document;  // reason "refused_by_server" when `refusal` is set.
  std::optional<TokenRefusal> refusal;
};

inline constexpr std::chrono::seconds lifetime_unsaid = std::chrono::hours(1);
inline constexpr std::chrono::seconds lifetime_max = std::chrono::hours(24 * 365);
inline constexpr std::size_t token_bytes_max = std::size_t{32} * 1024;

// What was asked, as far as it decides how the answer is read.
struct TokenQuestion {
  std::string_view scope_asked;
  bool dpop = false;      // We sent a proof, so a DPoP-bound token may come.
  bool exchange = false;  // RFC 8693: the answer may be a token of no access type ("N_A").
};

// Reads the body of a token answer. JSON null and empty texts are absent; a lifetime that is too
// long is cut.
[[nodiscard]] std::expected<TokenResponse, TokenError> read_token_response(std::string_view body,
                                                                           TokenQuestion question);

// Scopes in `granted` that are not in `asked`: a wider grant.
[[nodiscard]] std::vector<std::string> scopes_beyond(std::string_view granted,
                                                     std::string_view asked);

// A vendor's words made fit for a log or a page: printable ASCII and UTF-8 without controls, at
// most `characters_max`; the page still escapes it.
[[nodiscard]] std::string plain_text(std::string_view text, std::size_t characters_max = 200);

}  // namespace sluice::oauth
