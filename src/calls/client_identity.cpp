#include "calls/client_identity.h"

#include "catalog/connection_parameters.h"

namespace sluice::calls {

oauth::ClientProfile ClientIdentity::profile() const {
  oauth::ClientProfile profile;
  profile.client_name = "Sluice";
  profile.client_uri = public_url;
  profile.redirect_uri = redirect_uri();
  profile.software_id = "sluice";
  return profile;
}

oauth::DocumentRules ClientIdentity::rules_for(const catalog::Vendor& vendor) const {
  oauth::DocumentRules rules;
  rules.own_origin = public_url;
  rules.resource = oauth::ResourceRule::covering;
  rules.pkce_unadvertised_ok = vendor.pkce_unadvertised_ok;
  rules.excepted_origins = excepted_origins;
  return rules;
}

bool admits_issuer(const catalog::Vendor& vendor, const Json& parameters, std::string_view issuer,
                   oauth::RegistrationKind kind) {
  const std::string_view known = catalog::known_issuer(vendor, parameters);
  if (!known.empty()) return issuer == known;
  return kind != oauth::RegistrationKind::preregistered;
}

}  // namespace sluice::calls
