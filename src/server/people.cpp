#include "server/people.h"

#include "identity/organization_settings.h"

namespace sluice::server {

People people_of(const ServerParts& parts, identity::OrganizationAccess access) {
  const identity::OrganizationSettings settings(parts.database, access, parts.clock, parts.random,
                                                parts.audit);
  People people;
  for (const identity::Member& member : settings.members())
    people.emplace(member.user.id, member.user);
  return people;
}

}  // namespace sluice::server
