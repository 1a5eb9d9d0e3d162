#pragma once
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::oauth {

// One challenge of a WWW-Authenticate field (RFC 9110, section 11.6.1).
struct Challenge {
  std::string scheme;                                       // Lower case.
  std::vector<std::pair<std::string, std::string>> params;  // Names in lower case, as they came.
  std::string token68;                                      // Instead of params: "Negotiate YII=".

  // The value of a parameter; nothing when absent. `name` in lower case.
  [[nodiscard]] std::optional<std::string> param(std::string_view name) const;
};

struct ChallengeError {
  std::string detail;  // A sentence with the position; never quotes the vendor's text.
};

// Bounds of what a vendor may put into the field; beyond them it is refused, not cut.
inline constexpr std::size_t challenge_bytes_max = std::size_t{16} * 1024;
inline constexpr std::size_t challenges_max = 32;
inline constexpr std::size_t challenge_params_max = 32;

// Reads every value of the field, in order: several challenges in one value, quoted strings with
// commas and escapes, token68, any case. Refuses what RFC 9110's grammar does not produce, and a
// parameter given twice: two readers would pick different ones.
[[nodiscard]] std::expected<std::vector<Challenge>, ChallengeError> parse_challenges(
    std::span<const std::string> field_values);

// What a Bearer (RFC 6750) or DPoP (RFC 9449) challenge tells an MCP client.
struct TokenChallenge {
  std::string scheme;  // "bearer" or "dpop".
  std::optional<std::string>
      resource_metadata;  // RFC 9728, section 5.1. Unchecked: a vendor's URL.
  std::optional<std::string> scope;
  std::optional<std::string> error;
  std::optional<std::string> error_description;  // Untrusted text.

  // RFC 6750, section 3.1: the token is good, and not for this.
  [[nodiscard]] bool insufficient_scope() const { return error == "insufficient_scope"; }
};

// The Bearer challenge, else the DPoP one; nothing when the field holds neither or is unreadable.
// The metadata link is taken from whichever of the two carries it.
[[nodiscard]] std::optional<TokenChallenge> token_challenge(
    std::span<const std::string> field_values);

}  // namespace sluice::oauth
