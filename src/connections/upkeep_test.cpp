// The work on stored connections that nobody asks for: deletions, notices, lists that grow old.
#include "connections/connections_fixture.h"
#include "connections/deletion.h"

#include <fstream>

namespace sluice::connections {
namespace {

struct Upkeep : ConnectionsFixture {
  [[nodiscard]] storage::OrganizationStore store_of(const identity::SignedIn& who) {
    return database->organization(who.access);
  }
  [[nodiscard]] bool has_rewrite_pending() {
    return store_of(ada)
        .query_one("SELECT since FROM pending_rewrite WHERE organization_id = :organization_id")
        .has_value();
  }
  [[nodiscard]] std::vector<CredentialNotice> notices() { return run(upkeep.notices(ada.access)); }
  void tend() { run(upkeep.tend_all()); }
  [[nodiscard]] std::filesystem::path slot_file() const {
    return std::filesystem::directory_iterator(folder.path() / "slots")->path();
  }
  // A directory where the slot's file was: no rights help to write over it.
  static void jam(const std::filesystem::path& slot) {
    std::filesystem::remove(slot);
    std::filesystem::create_directory(slot);
  }
};

TEST_F(Upkeep, a_deletion_that_is_rolled_back_deleted_nothing) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  const auto connection =
      vault::ConnectionRepository(*database, ada.access).find(linear_of(ada)).value();
  EXPECT_THROW(store_of(ada).write([&](storage::Transaction& transaction) {
    delete_connection(transaction, vault, connection, clock.now());
    throw std::runtime_error("the record could not be written");
  }),
               std::runtime_error);
  EXPECT_EQ(status_of("linear"), ConnectionStatus::connected);
  EXPECT_FALSE(has_rewrite_pending());
  EXPECT_TRUE(run(service.test(from(ada), linear_of(ada))).ok);
}

TEST_F(Upkeep, a_deletion_asks_for_a_new_file_until_it_is_written) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  const auto connection =
      vault::ConnectionRepository(*database, ada.access).find(linear_of(ada)).value();
  for (int twice = 0; twice < 2; ++twice)
    store_of(ada).write([&](storage::Transaction& transaction) {
      delete_connection(transaction, vault, connection, clock.now());
    });
  EXPECT_TRUE(has_rewrite_pending());
  EXPECT_EQ(slot_files(), 1U);  // As after a crash between the commit and the end of the slot.
  upkeep.finish_erasures();
  EXPECT_FALSE(has_rewrite_pending());
  EXPECT_EQ(slot_files(), 0U);
  EXPECT_TRUE(finish_deletion(store_of(ada)));  // Nothing is left to do.
}

TEST_F(Upkeep, a_key_that_cannot_be_destroyed_is_told_and_tried_again) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  const auto slot = slot_file();
  jam(slot);
  EXPECT_EQ(reason_in(run(service.disconnect(from(ada), linear_of(ada)))), "slot_kept");
  EXPECT_EQ(status_of("linear"), ConnectionStatus::disconnected);
  ASSERT_EQ(notices().size(), 1U);
  EXPECT_EQ(notices()[0].kind, CredentialNotice::Kind::slot_kept);
  EXPECT_TRUE(run(upkeep.notices(eve.access)).empty());
  tend();
  ASSERT_EQ(notices().size(), 1U);
  std::filesystem::remove(slot);
  std::ofstream(slot) << std::string(keys::KeySlots::slot_bytes, 'k');
  tend();
  EXPECT_TRUE(notices().empty());
  EXPECT_EQ(slot_files(), 0U);
}

TEST_F(Upkeep, a_plan_that_ended_is_told_once_and_deletes_after_the_notice_and_not_before) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  give_plan(ada, identity::Plan::free);
  tend();
  tend();
  EXPECT_EQ(recorded("credentials.deletion_notice"), std::vector<std::string>{"ok"});
  ASSERT_EQ(notices().size(), 1U);
  EXPECT_EQ(notices()[0].kind, CredentialNotice::Kind::deletion_planned);
  EXPECT_EQ(*notices()[0].deletes_at, clock.now() + identity::credential_notice);
  clock.advance(identity::credential_notice - std::chrono::milliseconds(1));
  tend();
  EXPECT_EQ(status_of("linear"), ConnectionStatus::connected);
  clock.advance(std::chrono::milliseconds(1));
  tend();
  EXPECT_EQ(status_of("linear"), ConnectionStatus::disconnected);
  EXPECT_EQ(slot_files(), 0U);
  EXPECT_TRUE(notices().empty());
}

TEST_F(Upkeep, a_plan_that_comes_back_in_time_withdraws_the_notice_and_keeps_everything) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  give_plan(ada, identity::Plan::free);
  tend();
  clock.advance(identity::credential_notice - std::chrono::hours(1));
  give_plan(ada, identity::Plan::starter);
  tend();
  EXPECT_TRUE(notices().empty());
  EXPECT_EQ(recorded("credentials.deletion_notice"), (std::vector<std::string>{"withdrawn", "ok"}));
  clock.advance(identity::credential_notice);
  tend();
  EXPECT_EQ(status_of("linear"), ConnectionStatus::connected);
}

TEST_F(Upkeep, an_organization_without_credentials_gets_no_notice) {
  give_plan(ada, identity::Plan::free);
  tend();
  EXPECT_TRUE(notices().empty());
  EXPECT_TRUE(recorded("credentials.deletion_notice").empty());
}

TEST_F(Upkeep, the_end_of_a_plan_keeps_what_a_person_approved) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  const ConnectionId id = linear_of(ada);
  run(service.end_for_plan(ada.access, id));
  EXPECT_EQ(status_of("linear"), ConnectionStatus::disconnected);
  const auto kept = [&] {
    return store_of(ada)
        .query_one(
            "SELECT COUNT(*) AS pins FROM connection_tool"
            " WHERE organization_id = :organization_id AND connection_id = :id",
            {{"id", id}})
        ->integer("pins");
  };
  EXPECT_GT(kept(), 0);
  ASSERT_EQ(reason_in(run(service.disconnect(from(ada), id))), "");
  EXPECT_EQ(kept(), 0);
}

TEST_F(Upkeep, tools_are_listed_anew_when_their_list_grows_old_and_not_before) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  EXPECT_EQ(run(watch.look()), 0U);
  clock.advance(calls::relist_after);
  EXPECT_EQ(run(watch.look()), 0U);  // Not older than that yet.
  clock.advance(std::chrono::milliseconds(1));
  EXPECT_EQ(run(watch.look()), 1U);
  EXPECT_EQ(run(watch.look()), 0U);
}

TEST_F(Upkeep, nobody_lists_the_tools_of_what_is_not_connected) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  ASSERT_EQ(reason_in(run(service.disconnect(from(ada), linear_of(ada)))), "");
  EXPECT_EQ(connect_by_key(eve, "linear", "lin_api_wrong"), "key_refused");
  clock.advance(calls::relist_after + std::chrono::minutes(1));
  (void)vendors.arrived();
  EXPECT_EQ(run(watch.look()), 0U);
  EXPECT_TRUE(vendors.arrived().empty());
}

TEST_F(Upkeep, a_dead_vendor_of_one_organization_keeps_no_other_from_being_listed) {
  ASSERT_EQ(connect_by_key("linear", linear_key), "");
  ASSERT_EQ(connect_by_key(eve, "github", github_key, {{"owner", "brightwater"}}), "");
  clock.advance(calls::relist_after + std::chrono::minutes(1));
  vendors.set_fault({{"vendor", "linear"}, {"fault", "down"}});
  EXPECT_EQ(run(watch.look()), 1U);
  vendors.set_fault({{"vendor", "linear"}, {"fault", "none"}});
  EXPECT_EQ(run(watch.look()), 1U);  // What was not read is tried with the next pass.
}

}  // namespace
}  // namespace sluice::connections
