// What becomes of credentials that nobody may use any more, and of keys that would not be
// destroyed.
#include "world_test.h"

#include "audit/audit_trail.h"

#include <fstream>

namespace sluice::app {
namespace {

using connections::CredentialNotice;

class CredentialUpkeepTest : public WorldTest {
 protected:
  void set_plan(identity::Plan plan) {
    identity::OrganizationDirectory directory(product().database(), clock, product().random(),
                                              product().audit());
    ASSERT_TRUE(directory.set_plan("brightwater", plan));
  }
  void tend() { run(product().upkeep().tend_all()); }
  [[nodiscard]] std::vector<CredentialNotice> notices() {
    return run(product().upkeep().notices(ada()));
  }
  [[nodiscard]] std::size_t records(const std::string& action, const std::string& result) {
    std::size_t count = 0;
    for (const auto& stored : product().audit().page(ada(), {}, 200)) {
      count += stored.record.action == action && stored.record.result == result ? 1 : 0;
    }
    return count;
  }
  [[nodiscard]] std::vector<std::filesystem::path> slots() const {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(data() / "slots"))
      files.push_back(entry.path());
    return files;
  }
  // A directory where the slot's file was: no rights help to write over it.
  void jam(const std::filesystem::path& slot) {
    std::filesystem::remove(slot);
    std::filesystem::create_directory(slot);
  }
  void unjam(const std::filesystem::path& slot) {
    std::filesystem::remove(slot);
    std::ofstream(slot) << std::string(keys::KeySlots::slot_bytes, 'k');
  }
};

TEST_F(CredentialUpkeepTest, a_key_that_could_not_be_destroyed_is_said_and_tried_until_it_is) {
  connect("stripe");
  const auto slot = slots().at(0);
  jam(slot);
  const auto gone = run(product().connections().disconnect(connector(), row_of("stripe")->id));
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().reason, connections::ConnectReason::slot_kept);
  EXPECT_EQ(row_of("stripe")->status, vault::ConnectionStatus::disconnected);
  EXPECT_EQ(records("key_slot.erase", "failed"), 1U);
  ASSERT_EQ(notices().size(), 1U);
  EXPECT_EQ(notices()[0].kind, CredentialNotice::Kind::slot_kept);
  tend();
  start();  // Nor does a start forget it.
  ASSERT_EQ(notices().size(), 1U);
  unjam(slot);
  tend();
  EXPECT_TRUE(notices().empty());
  EXPECT_TRUE(slots().empty());
  EXPECT_EQ(records("key_slot.erase", "failed"), 1U);  // Repetitions are no news.
  EXPECT_EQ(records("key_slot.erase", "ok"), 1U);
}

TEST_F(CredentialUpkeepTest,
       credentials_of_an_ended_trial_are_deleted_after_fourteen_days_of_notice) {
  connect("stripe");
  connect_with_key("linear", "lin_api_brightwater");
  set_plan(identity::Plan::trial);
  tend();
  EXPECT_TRUE(notices().empty());
  clock.advance(identity::trial_length);
  tend();
  ASSERT_EQ(notices().size(), 1U);
  const CredentialNotice notice = notices()[0];
  EXPECT_EQ(notice.kind, CredentialNotice::Kind::deletion_planned);
  EXPECT_EQ(notice.began_at, clock.now());
  EXPECT_EQ(notice.deletes_at, clock.now() + identity::credential_notice);
  EXPECT_NE(notice.text.find("Stripe"), std::string::npos);
  EXPECT_NE(notice.text.find("Linear"), std::string::npos);
  EXPECT_EQ(records("credentials.deletion_notice", "ok"), 1U);

  clock.advance(identity::credential_notice - std::chrono::minutes(1));
  tend();
  EXPECT_EQ(slots().size(), 2U);
  EXPECT_EQ(notices()[0].deletes_at, notice.deletes_at);  // Not put off by looking.
  clock.advance(std::chrono::minutes(1));
  tend();
  EXPECT_TRUE(slots().empty());
  EXPECT_TRUE(notices().empty());
  EXPECT_EQ(records("connection.disconnect", "ok"), 2U);
  EXPECT_EQ(row_of("stripe")->status, vault::ConnectionStatus::disconnected);
  EXPECT_EQ(row_of("linear")->status, vault::ConnectionStatus::disconnected);
  tend();
  EXPECT_EQ(records("credentials.deletion_notice", "done"), 1U);
}

TEST_F(CredentialUpkeepTest, a_plan_that_has_them_again_withdraws_the_notice) {
  connect("stripe");
  set_plan(identity::Plan::free);
  tend();
  ASSERT_EQ(notices().size(), 1U);
  clock.advance(identity::credential_notice - std::chrono::hours(1));
  set_plan(identity::Plan::starter);
  tend();
  EXPECT_TRUE(notices().empty());
  EXPECT_EQ(records("credentials.deletion_notice", "withdrawn"), 1U);
  clock.advance(std::chrono::days(30));
  tend();
  EXPECT_EQ(slots().size(), 1U);
  // Another downgrade is another notice of full length.
  set_plan(identity::Plan::lite);
  tend();
  EXPECT_EQ(notices().at(0).deletes_at, clock.now() + identity::credential_notice);
}

TEST_F(CredentialUpkeepTest, an_organization_without_credentials_gets_no_notice) {
  set_plan(identity::Plan::free);
  tend();
  EXPECT_TRUE(notices().empty());
  EXPECT_EQ(records("credentials.deletion_notice", "ok"), 0U);
}

}  // namespace
}  // namespace sluice::app
