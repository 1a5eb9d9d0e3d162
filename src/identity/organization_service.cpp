#include "identity/organization_service.h"

#include "identity/organization_directory.h"

namespace sluice::identity {

OrganizationSettings OrganizationService::settings(OrganizationAccess access) const {
  return {database_, access, clock_, random_, trail_};
}

std::vector<Membership> OrganizationService::memberships_of(UserId user) const {
  return OrganizationDirectory(database_, clock_, random_, trail_).memberships_of(user);
}

std::optional<OpenInvitation> OrganizationService::find_invitation(std::string_view token) const {
  return OrganizationSettings::find_invitation(database_, token, clock_.now());
}

People OrganizationService::people(OrganizationAccess access) const {
  People people;
  for (const Member& member : settings(access).members())
    people.emplace(member.user.id, member.user);
  return people;
}

}  // namespace sluice::identity
