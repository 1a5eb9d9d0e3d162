#pragma once
#include "identity/session_authenticator.h"
#include "net/http_server.h"
#include "server/parts.h"

#include <string>
#include <vector>

namespace sluice::server {

// What disconnecting a vendor would delete and the caller may see: every card, and the caller's own
// answers; other people's conversations are theirs. Blocking.
[[nodiscard]] net::ServerResponse holdings_of(const ServerParts& parts,
                                              const identity::SignedIn& who,
                                              const std::string& vendor);

// The titles of the cards that are emptied. Blocking.
[[nodiscard]] std::vector<std::string> cards_of(const ServerParts& parts,
                                                identity::OrganizationAccess access,
                                                const std::string& vendor);

}  // namespace sluice::server
