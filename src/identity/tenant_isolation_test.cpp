#include "identity/identity_fixture.h"
#include "storage/storage_failure.h"

namespace sluice::identity {
namespace {

constexpr storage::TenantSql count_dashboards =
    "SELECT COUNT(*) AS dashboards FROM dashboard WHERE organization_id = :organization_id";

void add_dashboard(const storage::Database& database, OrganizationAccess access,
                   DashboardId dashboard) {
  database.organization(access).write([&](storage::Transaction& transaction) {
    transaction.execute(
        "INSERT INTO dashboard (organization_id, id, name, created_by, created_at, updated_at)"
        " VALUES (:organization_id, :id, 'Home', 1, 1, 1)",
        {{"id", dashboard}});
  });
}

std::int64_t dashboards_of(const storage::Database& database, OrganizationAccess access) {
  return database.organization(access).query(count_dashboards).front().integer("dashboards");
}

TEST(TenantIsolation, rows_are_seen_by_their_organization_alone) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  const auto bob = house.sign_up("bob");
  add_dashboard(*house.database, ada.signed_in.access, DashboardId{1});
  EXPECT_EQ(dashboards_of(*house.database, ada.signed_in.access), 1);
  EXPECT_EQ(dashboards_of(*house.database, bob.signed_in.access), 0);
}

TEST(TenantIsolation, nobody_binds_the_organization_by_hand) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  const auto bob = house.sign_up("bob");
  EXPECT_THROW((void)house.database->organization(ada.signed_in.access)
                   .query(count_dashboards, {{"organization_id", bob.signed_in.organization.id}}),
               storage::StorageFailure);
}

// The second line: the filter already hides the rows of a foreign file.
TEST(TenantIsolation, another_organizations_file_in_the_place_of_ones_own_is_refused) {
  IdentityFixture house;
  const auto ada = house.sign_up("ada");
  const auto bob = house.sign_up("bob");
  add_dashboard(*house.database, ada.signed_in.access, DashboardId{1});
  house.database.reset();
  const auto files = house.folder.path() / "organizations";
  std::filesystem::copy_file(files / (to_text(ada.signed_in.organization.id) + ".db"),
                             files / (to_text(bob.signed_in.organization.id) + ".db"),
                             std::filesystem::copy_options::overwrite_existing);
  const auto reopened = storage::Database::open(house.folder.path());
  ASSERT_TRUE(reopened);
  EXPECT_THROW((void)(*reopened)->organization(bob.signed_in.access), storage::StorageFailure);
}

}  // namespace
}  // namespace sluice::identity
