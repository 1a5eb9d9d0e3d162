#include "oauth/scope.h"

#include "oauth/contains.h"

#include <algorithm>
#include <array>

namespace sluice::oauth {
namespace {

constexpr std::string_view offline_access = "offline_access";
constexpr std::array<std::string_view, 8> writing_words{"write",  "admin",  "delete", "manage",
                                                        "create", "update", "modify", "full"};

bool looks_like_writing(const std::string& scope) {
  std::string small = scope;
  std::ranges::transform(small, small.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return std::ranges::any_of(writing_words,
                             [&](std::string_view word) { return small.contains(word); });
}

// Those that the server lists, where it lists any: it refuses a request that names another.
std::vector<std::string> known_to(const AuthorizationServerMetadata& server,
                                  std::vector<std::string> scopes) {
  const auto& listed = server.scopes_supported;
  std::vector<std::string> known = scopes;
  std::erase_if(known, [&](const std::string& scope) { return !contains(listed, scope); });
  return known.empty() ? scopes : known;
}

}  // namespace

std::vector<std::string> split_scope(std::string_view scope) {
  std::vector<std::string> result;
  while (!scope.empty()) {
    const std::size_t end = std::min(scope.find(' '), scope.size());
    std::string one(scope.substr(0, end));
    scope.remove_prefix(std::min(end + 1, scope.size()));
    if (!one.empty() && !contains(result, one)) result.push_back(std::move(one));
  }
  return result;
}

std::string join_scope(const std::vector<std::string>& scopes) {
  std::string result;
  for (const std::string& scope : scopes) {
    if (!result.empty()) result.push_back(' ');
    result += scope;
  }
  return result;
}

std::string unite_scopes(std::string_view first, std::string_view second) {
  return join_scope(split_scope(std::string(first) + " " + std::string(second)));
}

std::string choose_scope(const std::optional<TokenChallenge>& challenge,
                         const ProtectedResourceMetadata* resource,
                         const AuthorizationServerMetadata& server,
                         const ScopeNarrowing& narrowing) {
  std::vector<std::string> scopes;
  const bool challenged = challenge && challenge->scope && !challenge->scope->empty();
  if (challenged) {
    scopes = split_scope(*challenge->scope);
  } else if (resource != nullptr) {
    scopes = resource->scopes_supported;
  }
  std::erase_if(scopes, [](const std::string& scope) { return !is_scope_token(scope); });
  if (!narrowing.read_scopes.empty()) {
    std::erase_if(scopes,
                  [&](const std::string& s) { return !contains(narrowing.read_scopes, s); });
    if (scopes.empty()) scopes = known_to(server, narrowing.read_scopes);
  } else if (narrowing.drop_writing && !challenged) {
    std::erase_if(scopes, looks_like_writing);
  }
  const bool offline = contains(server.scopes_supported, offline_access);
  if (offline && !scopes.empty() && !contains(scopes, offline_access)) {
    scopes.emplace_back(offline_access);
  }
  return join_scope(scopes);
}

std::optional<std::string> step_up_scope(std::string_view granted, std::string_view challenged,
                                         const ScopeNarrowing& narrowing) {
  const std::vector<std::string> wanted = split_scope(challenged);
  const bool only_reads = std::ranges::all_of(wanted, [&](const std::string& scope) {
    if (!is_scope_token(scope)) return false;
    return narrowing.read_scopes.empty() ? !looks_like_writing(scope)
                                         : contains(narrowing.read_scopes, scope);
  });
  if (wanted.empty() || !only_reads) return std::nullopt;
  return unite_scopes(granted, challenged);
}

}  // namespace sluice::oauth
