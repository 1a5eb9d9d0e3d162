#include "sandbox/grant_store.h"

#include "base/base64.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace sluice::sandbox {
namespace {

constexpr std::size_t token_bytes = 24;
constexpr std::chrono::seconds code_lifetime{60};

std::int64_t seconds_of(Instant instant) {
  return std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
}

Instant from_seconds(std::int64_t seconds) {
  return Instant(std::chrono::seconds(seconds));
}

// Beyond every grant when the entry names none.
std::size_t grant_in(const Value& token) {
  return token.value("grant", std::numeric_limits<std::size_t>::max());
}

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
  // Whoever came second may be the thief or the owner; nobody keeps the grant.
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

void GrantStore::revoke_branch() {
  for (Grant& grant : grants_)
    grant.revoked = grant.revoked || grant.branch;
}

void GrantStore::release_all() {
  for (Grant& grant : grants_)
    grant.client_id.clear();
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

Value GrantStore::to_value() const {
  Value grants = Value::array();
  for (const Grant& grant : grants_)
    grants.push_back({{"client_id", grant.client_id},
                      {"scope", grant.scope},
                      {"resource", grant.resource},
                      {"revoked", grant.revoked},
                      {"branch", grant.branch}});
  Value access = Value::object();
  for (const auto& [text, token] : access_)
    access[text] = {{"grant", token.grant}, {"expires_at", seconds_of(token.expires_at)}};
  Value refresh = Value::object();
  for (const auto& [text, token] : refresh_)
    refresh[text] = {{"grant", token.grant}, {"used", token.used}};
  return {{"grants", grants}, {"access", access}, {"refresh", refresh}};
}

void GrantStore::restore(const Value& kept) {
  grants_.clear();
  access_.clear();
  refresh_.clear();
  for (const Value& grant : member_of(kept, "grants"))
    grants_.push_back({text_of(grant, "client_id"), text_of(grant, "scope"),
                       text_of(grant, "resource"), member_of(grant, "revoked") == Value(true),
                       member_of(grant, "branch") == Value(true)});
  for (const auto& [text, token] : member_of(kept, "access").items())
    if (const auto grant = grant_in(token); grant < grants_.size())
      access_.emplace(text, AccessToken{grant, from_seconds(token.value("expires_at", 0L))});
  for (const auto& [text, token] : member_of(kept, "refresh").items())
    if (const auto grant = grant_in(token); grant < grants_.size())
      // A record that does not say whether it was used counts as used: the safe side.
      refresh_.emplace(text, RefreshToken{grant, token.value("used", true)});
}

}  // namespace sluice::sandbox
