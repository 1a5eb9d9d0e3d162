#include "calls/client_identity.h"

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

bool admits_issuer(const catalog::Vendor& vendor, std::string_view issuer,
                   oauth::RegistrationKind kind) {
  if (!vendor.authorization_server.empty()) return issuer == vendor.authorization_server;
  return kind != oauth::RegistrationKind::preregistered;
}

}  // namespace sluice::calls
