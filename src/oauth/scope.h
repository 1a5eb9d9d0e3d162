#pragma once
#include "oauth/challenge.h"
#include "oauth/metadata.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::oauth {

[[nodiscard]] std::vector<std::string> split_scope(std::string_view scope);
[[nodiscard]] std::string join_scope(const std::vector<std::string>& scopes);
// Both lists, each scope once, in order.
[[nodiscard]] std::string unite_scopes(std::string_view first, std::string_view second);

// How far the plain rule of the specification is narrowed.
struct ScopeNarrowing {
  // A catalog row's read scopes: nothing outside them is asked. Empty: unknown.
  std::vector<std::string> read_scopes = {};
  // For servers without a row: scopes that look like writing are left out unless the server's own
  // challenge demanded them. Off gives the plain rule (the conformance driver).
  bool drop_writing = true;
};

// What to ask for: the challenge's scope; else all that the resource supports; else nothing, and
// then the parameter is left out. Narrowed as above; `offline_access` is added where the server
// knows it, because that is how some servers grant a refresh token.
[[nodiscard]] std::string choose_scope(const std::optional<TokenChallenge>& challenge,
                                       const ProtectedResourceMetadata* resource,
                                       const AuthorizationServerMetadata& server,
                                       const ScopeNarrowing& narrowing);

// What a step-up asks for: what was granted and what the 403 names. Nothing when that leaves the
// read scopes, or looks like writing where they are not known: then nobody is asked.
[[nodiscard]] std::optional<std::string> step_up_scope(std::string_view granted,
                                                       std::string_view challenged,
                                                       const ScopeNarrowing& narrowing);

}  // namespace sluice::oauth
