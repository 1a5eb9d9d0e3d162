#pragma once
#include "house.h"
#include "template_world.h"

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace sluice::simulation {

struct ConnectionSeen {
  std::string vendor;
  std::string status;
  std::int64_t slot = 0;  // 0: none.
  std::int64_t disconnects = 0;
};

struct OrganizationSeen {
  std::map<ConnectionId, ConnectionSeen> connections;
  std::set<CardId> cards;
  std::int64_t sequence = 0;          // The last record of its own trail.
  std::int64_t control_sequence = 0;  // And of its control trail.
};

// What the rules compare between two steps, as it stands in the rows.
struct Snapshot {
  std::array<OrganizationSeen, organization_count> organizations;
  std::set<std::string> sessions;  // Hashes.
};
[[nodiscard]] Snapshot look_at(const House& house);

// How many records of an action with a result each organization got after `before`, in both trails.
using Records = std::map<std::pair<std::string, std::string>, std::int64_t>;
[[nodiscard]] Records records_since(const House& house, const Snapshot& before);

// Uses of credentials that began, in all organizations, and have not ended.
[[nodiscard]] std::int64_t open_uses(const House& house);

}  // namespace sluice::simulation
