#include "app/key_rotation.h"

#include "audit/open_trail.h"
#include "identity/operator_authenticator.h"
#include "identity/organization_directory.h"
#include "vault/credential_vault.h"

namespace sluice::app {

std::expected<int, std::string> seal_all_anew(const OpenData& data, const Clock& clock,
                                              Random& random) {
  const vault::CredentialVault vault({*data.database, data.ring, *data.slots, clock, random});
  const identity::OperatorAuthenticator shell(*data.database);
  // The key of the trail first: it is what the records of this are written under.
  if (auto sealed = audit::reseal_trail_key(*data.database, data.ring, clock, random); !sealed)
    return std::unexpected(sealed.error());
  const auto trail = audit::open_kept_trail(*data.database, &data.ring, clock);
  if (!trail) return std::unexpected(trail.error());
  int changed = 0;
  for (const identity::Organization& organization :
       identity::OrganizationDirectory(*data.database, clock, random, **trail).list()) {
    const auto access = shell.authenticate(organization.slug);
    if (!access) continue;  // Removed in between.
    const auto rewrapped = vault.rewrap(*access);
    if (!rewrapped)
      return std::unexpected("A credential of " + organization.slug + " could not be opened (" +
                             std::string(vault::reason(rewrapped.error())) +
                             "). The others are done; the retired keys stay in the key file.");
    changed += *rewrapped;
    (*trail)->record(*access, {.action = "keys.rotate",
                               .target_kind = "key",
                               .target_id = data.ring.primary().name(),
                               .detail = {{"credentials", *rewrapped}}});
  }
  return changed;
}

}  // namespace sluice::app
