#include "house.h"

#include "app/key_rotation.h"
#include "app/open_data.h"
#include "audit/open_trail.h"
#include "identity/operator_authenticator.h"
#include "keys/key_source.h"
#include "template_world.h"

#include <stdexcept>
#include <utility>
#include <vector>

namespace sluice::simulation {
namespace {

template <class T, class E>
T must(std::expected<T, E> result, const char* doing) {
  if (!result) throw std::runtime_error(std::string("cannot ") + doing);
  return std::move(*result);
}

std::vector<storage::OrganizationAccess> all_organizations(const storage::Database& database) {
  std::vector<storage::OrganizationAccess> accesses;
  for (std::size_t at = 0; at < organization_count; ++at)
    accesses.push_back(
        identity::OperatorAuthenticator(database).authenticate(organization_name(at)).value());
  return accesses;
}

}  // namespace

House::House(const Surroundings& surroundings, std::filesystem::path data)
    : around(surroundings),
      folder(std::move(data)),
      database(must(storage::Database::open(folder), "open the database")),
      ring(must(keys::load_key_ring(key_source), "load the keys")),
      slots(must(keys::open_key_slots("file:" + slot_folder.string(), around.random),
                 "open the slots")),
      trail(must(audit::open_trail({*database, ring, key_source, around.clock, around.random},
                                   all_organizations(*database)),
                 "open the trail")),
      refresher({*database, around.catalog, vault, leases, *trail, around.http, egress,
                 around.runtime.blocking_pool(), around.clock, identity}),
      caller({*database, around.catalog, vault, *trail, refresher, reviews, around.http, egress,
              around.runtime.blocking_pool(), around.clock}),
      watch({*database, caller, reviews, around.runtime.blocking_pool(), around.clock,
             around.random, *trail}),
      service(service_parts()),
      upkeep({*database, vault, *trail, service, around.runtime.blocking_pool(), around.clock,
              around.random}) {
  upkeep.finish_erasures();
}

connections::ConnectionService::Parts House::service_parts() {
  return {.database = *database,
          .catalog = around.catalog,
          .vault = vault,
          .pending = pending,
          .audit = *trail,
          .caller = caller,
          .spawner = around.spawner,
          .reviews = reviews,
          .http = around.http,
          .egress = egress,
          .pool = around.runtime.blocking_pool(),
          .clock = around.clock,
          .random = around.random,
          .identity = identity,
          .operator_clients = {},
          .browser_url = {}};
}

storage::OrganizationAccess House::access_to(std::size_t organization) const {
  return identity::OperatorAuthenticator(*database)
      .authenticate(organization_name(organization))
      .value();
}

void House::rotate_keys() {
  if (!keys::add_primary_key(folder / "master.key", around.random))
    throw std::runtime_error("cannot add a key");
  const auto beside =
      must(app::open_data(folder.string(), key_source, "file:" + slot_folder.string(), around.clock,
                          around.random),
           "open the data beside the server");
  (void)must(app::seal_all_anew(beside, around.clock, around.random), "seal all anew");
}

}  // namespace sluice::simulation
