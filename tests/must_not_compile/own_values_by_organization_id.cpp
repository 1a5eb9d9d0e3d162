// refused: no matching constructor
// By whose values a question is read is told by the proof of who asks, never by an id.
#include "analytics/asking/own_value_repository.h"

namespace sluice {

void read(const storage::Database& database) {
  const analytics::OwnValueRepository values(database, OrganizationId{1});
}

}  // namespace sluice
