#include "sandbox/grant_store.h"

#include "base/base64.h"

#include <algorithm>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::size_t token_bytes = 24;
constexpr std::chrono::seconds code_lifetime{60};

}  // namespace

std::string GrantStore::add_code(Grant grant, std::string redirect_uri, std::string challenge) {
  grants_.push_back(std::move(grant));
  std::string code = "code_" + to_base64url(random_.bytes(token_bytes));
  codes_.emplace(code, AuthorizationCode{grants_.size() - 1, std::move(redirect_uri),
                                         std::move(challenge), clock_.now() + code_lifetime});
  return code;
}

AuthorizationCode* GrantStore::find_code(std::string_view code) {
  const auto found = codes_.find(code);
  return found == codes_.end() ? nullptr : &found->second;
}

TokenPair GrantStore::issue(std::size_t grant, std::chrono::seconds lifetime,
                            std::string refresh_now) {
  TokenPair pair{"at_" + to_base64url(random_.bytes(token_bytes)), std::move(refresh_now)};
  if (pair.refresh.empty()) {
    pair.refresh = "rt_" + to_base64url(random_.bytes(token_bytes));
    refresh_.emplace(pair.refresh, RefreshToken{grant});
  }
  access_.emplace(pair.access, AccessToken{grant, clock_.now() + lifetime});
  return pair;
}

std::optional<std::size_t> GrantStore::take_refresh(std::string_view token, bool rotates) {
  const auto found = refresh_.find(token);
  if (found == refresh_.end()) return std::nullopt;
  if (found->second.used) revoke_grant(found->second.grant);
  if (!is_live(found->second.grant)) return std::nullopt;
  found->second.used = rotates;
  return found->second.grant;
}

std::optional<std::size_t> GrantStore::grant_of(std::string_view token) const {
  if (const auto found = refresh_.find(token); found != refresh_.end()) return found->second.grant;
  if (const auto found = access_.find(token); found != access_.end()) return found->second.grant;
  return std::nullopt;
}

TokenState GrantStore::state_of(std::string_view access_token) const {
  const auto found = access_.find(access_token);
  if (found == access_.end() || !is_live(found->second.grant)) return TokenState::unknown;
  return found->second.expires_at <= clock_.now() ? TokenState::expired : TokenState::valid;
}

void GrantStore::revoke(std::string_view token) {
  if (const auto found = refresh_.find(token); found != refresh_.end())
    revoke_grant(found->second.grant);
  if (const auto found = access_.find(token); found != access_.end()) access_.erase(found);
}

void GrantStore::revoke_client(std::string_view client_id) {
  for (Grant& grant : grants_)
    if (grant.client_id == client_id) grant.revoked = true;
}

void GrantStore::revoke_all() {
  for (Grant& grant : grants_)
    grant.revoked = true;
}

void GrantStore::expire_access_tokens() {
  for (auto& [text, token] : access_)
    token.expires_at = std::min(token.expires_at, clock_.now());
}

std::size_t GrantStore::live_grants() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(grants_, [](const Grant& grant) { return !grant.revoked; }));
}

std::size_t GrantStore::live_access_tokens() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      access_, [&](const auto& entry) { return state_of(entry.first) == TokenState::valid; }));
}

}  // namespace sluice::sandbox
