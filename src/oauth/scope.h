#pragma once
#include "oauth/challenge.h"
#include "oauth/metadata.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::oauth {

// Each scope once, in order. RFC 6749 parts them by blanks; some servers do it by commas, in their
// token answers, challenges and metadata alike, so both are read.
[[nodiscard]] std::vector<std::string> split_scope(std::string_view scope);
// With blanks, as RFC 6749 section 3.3 writes them.
[[nodiscard]] std::string join_scope(const std::vector<std::string>& scopes);
// Both lists, each scope once, in order.
[[nodiscard]] std::string unite_scopes(std::string_view first, std::string_view second);

// Whether the name speaks of more than reading ("refunds:rw", "payouts:*", "root"). A guess from
// words, for servers whose scopes nobody has reviewed.
[[nodiscard]] bool looks_like_writing(std::string_view scope);
// Something is offered, and apart from what names the person or keeps the grant alive
// (offline_access, openid ...) all of it looks like writing.
[[nodiscard]] bool is_only_writing(const std::vector<std::string>& scopes);

// What becomes of scopes that look like writing and that no challenge demanded.
enum class WritingScopes { ask, leave_out };

// What the specification says to ask for: the challenge's scope; else all that the resource
// supports; else nothing, and then the parameter is left out. `offline_access` is added where the
// server knows it, because that is how some servers grant a refresh token. The rule of a catalog
// row stands above this (calls/reading_scopes.h).
[[nodiscard]] std::string choose_scope(const std::optional<TokenChallenge>& challenge,
                                       const ProtectedResourceMetadata* resource,
                                       const AuthorizationServerMetadata& server,
                                       WritingScopes writing);

inline constexpr std::string_view offline_access = "offline_access";

}  // namespace sluice::oauth
