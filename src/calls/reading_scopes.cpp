#include "calls/reading_scopes.h"

#include "base/text.h"
#include "oauth/scope.h"

#include <algorithm>

namespace sluice::calls {
namespace {

using Scopes = std::vector<std::string>;

[[nodiscard]] bool has(const Scopes& scopes, std::string_view scope) {
  return std::ranges::find(scopes, scope) != scopes.end();
}

[[nodiscard]] Scopes within(const Scopes& reviewed, Scopes scopes) {
  std::erase_if(scopes, [&](const std::string& scope) { return !has(reviewed, scope); });
  return scopes;
}

// In whatever case the vendor writes it.
[[nodiscard]] bool is_never(const catalog::Vendor& vendor, const std::string& scope) {
  return std::ranges::any_of(vendor.scopes_never,
                             [&](const auto& never) { return lower(never) == lower(scope); });
}

[[nodiscard]] bool is_reviewed(const catalog::Vendor& vendor, const std::string& scope) {
  return has(vendor.scopes_read, scope) || has(vendor.scopes_always, scope) ||
         scope == oauth::offline_access;
}

// The reviewed scopes that this server knows: where it lists any, it refuses a request that names
// another.
[[nodiscard]] Scopes known_to(const oauth::AuthorizationServerMetadata& server,
                              const Scopes& reviewed) {
  Scopes known = within(server.scopes_supported, reviewed);
  return known.empty() ? reviewed : known;
}

}  // namespace

std::string scope_to_ask(const catalog::Vendor& vendor,
                         const std::optional<oauth::TokenChallenge>& challenge,
                         const oauth::Discovery& found, std::string_view wanted) {
  if (vendor.scopes_read.empty()) return {};
  Scopes scopes;
  if (challenge && challenge->scope) {
    scopes = within(vendor.scopes_read, oauth::split_scope(*challenge->scope));
  } else if (found.resource) {
    scopes = within(vendor.scopes_read, found.resource->scopes_supported);
  }
  if (scopes.empty()) scopes = known_to(found.server, vendor.scopes_read);
  if (has(found.server.scopes_supported, oauth::offline_access)) {
    scopes.emplace_back(oauth::offline_access);
  }
  const Scopes besides = within(vendor.scopes_read, oauth::split_scope(wanted));
  return oauth::unite_scopes(oauth::join_scope(scopes), oauth::join_scope(besides));
}

std::optional<std::string> step_up_scope(const catalog::Vendor& vendor,
                                         std::string_view challenged) {
  const Scopes wanted = oauth::split_scope(challenged);
  const bool reviewed = std::ranges::all_of(
      wanted, [&](const std::string& scope) { return has(vendor.scopes_read, scope); });
  if (wanted.empty() || !reviewed) return std::nullopt;
  return oauth::join_scope(wanted);
}

std::optional<std::string> refused_scope(const catalog::Vendor& vendor, std::string_view granted) {
  for (std::string& scope : oauth::split_scope(granted)) {
    // Where nothing was reviewed, a name that no scope can have is not taken for a reading one.
    const bool fine = vendor.scopes_read.empty()
                          ? is_reviewed(vendor, scope) ||
                                (oauth::is_scope_token(scope) && !oauth::looks_like_writing(scope))
                          : is_reviewed(vendor, scope);
    if (!fine || is_never(vendor, scope)) return std::move(scope);
  }
  return std::nullopt;
}

std::optional<std::string> refused_registration(const catalog::Vendor& vendor,
                                                std::string_view registered) {
  for (std::string& scope : oauth::split_scope(registered)) {
    const bool writes = oauth::looks_like_writing(scope) && !is_reviewed(vendor, scope);
    if (writes || is_never(vendor, scope)) return std::move(scope);
  }
  return std::nullopt;
}

bool offers_only_writing(const catalog::Vendor& vendor, const oauth::Discovery& found) {
  const auto only_writing = [&](const Scopes& offered) {
    return oauth::is_only_writing(offered) && within(vendor.scopes_read, offered).empty();
  };
  return only_writing(found.server.scopes_supported) ||
         (found.resource && only_writing(found.resource->scopes_supported));
}

}  // namespace sluice::calls
