#pragma once
#include "storage/organization_access.h"

namespace sluice::identity {

// The proof is issued here (SessionAuthenticator, OperatorAuthenticator, ScheduleAuthenticator)
// and defined with the door that asks for it.
using storage::Actor;
using storage::ActorKind;
using storage::OrganizationAccess;

}  // namespace sluice::identity
