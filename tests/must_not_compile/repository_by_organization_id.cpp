// refused: no matching constructor
// A repository asks for the proof, not for an id.
#include "vault/connection_repository.h"

namespace sluice {

void read(const storage::Database& database) {
  const vault::ConnectionRepository repository(database, OrganizationId{1});
}

}  // namespace sluice
