#include "audit/audit_trail.h"

#include "audit/open_trail.h"
#include "crypto/hashing.h"
#include "identity/identity_fixture.h"
#include "storage/sql_connection.h"

#include <fstream>
#include <sstream>

namespace sluice::audit {
namespace {

using identity::IdentityFixture;

// A trail of six records, and a hand that changes rows below it as a thief of the file would.
class TrailTest : public testing::Test {
 protected:
  void SetUp() override {
    // With the one that begins it: six.
    for (int number = 2; number <= 6; ++number)
      trail.record(access, {.action = "connection.connect",
                            .target_kind = "connection",
                            .target_id = std::to_string(number),
                            .actor_name = "ada@example.com"});
  }
  template <std::size_t N>
  void tamper(const char (&sql)[N]) {
    storage::SqlConnection connection(
        house.folder.path() / "organizations" / (to_text(access.organization()) + ".db"),
        storage::SqlConnection::Mode::read_write);
    connection.run_script(sql);
  }
  template <std::size_t N>
  void tamper_control(const char (&sql)[N]) {
    storage::SqlConnection connection(house.folder.path() / "control.db",
                                      storage::SqlConnection::Mode::read_write);
    connection.run_script(sql);
  }
  // The sequence number of what verify() found first; 0 when both trails are intact.
  std::int64_t fault_at(const SignedHead* known = nullptr) {
    const auto result = trail.verify(access, known);
    const auto* found = std::get_if<AuditFault>(&result);
    return found == nullptr ? 0 : std::max<std::int64_t>(found->sequence, 1);
  }
  SignedHead head() { return std::get<AuditProof>(trail.verify(access)).head; }
  std::string exported(AuditTrail::Format format) {
    std::string text;
    trail.export_to(access, format, [&](std::string_view piece) { text.append(piece); });
    return text;
  }

  IdentityFixture house;
  identity::OrganizationAccess access = house.sign_up("ada").signed_in.access;
  const AuditTrail& trail = *house.trail;
};

TEST_F(TrailTest, numbers_its_records_without_a_gap_and_verifies) {
  const auto result = trail.verify(access);
  ASSERT_TRUE(std::holds_alternative<AuditProof>(result));
  EXPECT_EQ(head().marks.at(Trail::organization).records, 6);
  const auto page = trail.page(access, {}, 3);
  ASSERT_EQ(page.size(), 3U);
  EXPECT_EQ(page.front().sequence, 6);
  EXPECT_EQ(page.front().actor_kind, "user");
  EXPECT_EQ(trail.page(access, {.organization = 4, .control = 1}, 100).front().sequence, 3);
  // The founding, the sign-in and the note that the other trail has begun.
  EXPECT_EQ(head().marks.at(Trail::control).records, 3);
}

TEST_F(TrailTest, an_undone_change_takes_its_record_with_it) {
  const auto result = house.database->organization(access).write(
      [&](storage::Transaction& transaction) -> std::expected<void, int> {
        trail.append(transaction, {.action = "card.pin"});
        return std::unexpected(1);
      });
  EXPECT_FALSE(result);
  EXPECT_EQ(trail.page(access, {}, 1).front().sequence, 6);
  EXPECT_EQ(fault_at(), 0);
}

TEST_F(TrailTest, finds_a_changed_record) {
  tamper("UPDATE audit_record SET target_id = '9' WHERE sequence = 3");
  EXPECT_EQ(fault_at(), 3);
}

TEST_F(TrailTest, finds_a_changed_actor_time_and_result) {
  tamper("UPDATE audit_record SET actor_id = 9 WHERE sequence = 5");
  EXPECT_EQ(fault_at(), 5);
  tamper("UPDATE audit_record SET recorded_at = recorded_at + 1 WHERE sequence = 4");
  EXPECT_EQ(fault_at(), 4);
  tamper("UPDATE audit_record SET result = 'refused' WHERE sequence = 2");
  EXPECT_EQ(fault_at(), 2);
}

TEST_F(TrailTest, finds_a_removed_record) {
  tamper("DELETE FROM audit_record WHERE sequence = 3");
  EXPECT_EQ(fault_at(), 3);
}

TEST_F(TrailTest, finds_a_cut_tail) {
  tamper("DELETE FROM audit_record WHERE sequence > 4");
  EXPECT_EQ(fault_at(), 5);
}

TEST_F(TrailTest, finds_two_records_that_changed_places) {
  tamper(
      "UPDATE audit_record SET sequence = -1 WHERE sequence = 2;"
      "UPDATE audit_record SET sequence = 2 WHERE sequence = 3;"
      "UPDATE audit_record SET sequence = 3 WHERE sequence = -1");
  EXPECT_EQ(fault_at(), 2);
}

TEST_F(TrailTest, finds_a_record_added_at_the_end) {
  tamper(
      "INSERT INTO audit_record SELECT organization_id, 7, recorded_at, actor_kind, actor_id,"
      " actor_name, action, target_kind, target_id, result, address, detail, previous_hash,"
      " hash FROM audit_record WHERE sequence = 6");
  EXPECT_EQ(fault_at(), 7);
}

// The seal of an earlier head is not to be had from the rows; only whoever copied it has it.
TEST_F(TrailTest, finds_a_tail_that_was_cut_together_with_its_end) {
  tamper(
      "DELETE FROM audit_record WHERE sequence > 4;"
      "UPDATE audit_head SET sequence = 4, hash = (SELECT hash FROM audit_record"
      " WHERE sequence = 4)");
  EXPECT_EQ(fault_at(), 5);
}

TEST_F(TrailTest, finds_that_it_was_emptied) {
  tamper("DELETE FROM audit_record; DELETE FROM audit_head");
  EXPECT_EQ(fault_at(), 1);
}

TEST_F(TrailTest, finds_that_its_control_trail_was_changed_cut_or_emptied) {
  tamper_control("UPDATE control_audit_record SET actor_name = 'bob' WHERE sequence = 2");
  EXPECT_EQ(fault_at(), 2);
  tamper_control(
      "UPDATE control_audit_record SET actor_name = 'ada@example.com'"
      " WHERE sequence = 2");
  EXPECT_EQ(fault_at(), 0);
  tamper_control("DELETE FROM control_audit_record; DELETE FROM control_audit_head");
  EXPECT_EQ(fault_at(), 1);
}

TEST_F(TrailTest, finds_an_old_copy_by_a_head_that_was_kept_elsewhere) {
  const auto file =
      house.folder.path() / "organizations" / (to_text(access.organization()) + ".db");
  tamper(
      "PRAGMA wal_checkpoint(TRUNCATE); CREATE TABLE old_record AS SELECT * FROM audit_record;"
      "CREATE TABLE old_head AS SELECT * FROM audit_head");
  trail.record(access, {.action = "card.pin"});
  const SignedHead kept = head();
  EXPECT_EQ(fault_at(&kept), 0);
  trail.record(access, {.action = "card.pin"});
  EXPECT_EQ(fault_at(&kept), 0);  // What came since is no fault.
  tamper(
      "DELETE FROM audit_record; INSERT INTO audit_record SELECT * FROM old_record;"
      "DELETE FROM audit_head; INSERT INTO audit_head SELECT * FROM old_head");
  EXPECT_EQ(fault_at(), 0);  // Seal and all: alone it looks as it did then.
  EXPECT_EQ(fault_at(&kept), 7);
}

TEST_F(TrailTest, a_head_says_of_an_export_that_it_is_whole) {
  const SignedHead kept = head();
  std::istringstream lines(exported(AuditTrail::Format::json_lines));
  const auto check = check_export(lines, kept);
  ASSERT_TRUE(std::holds_alternative<ExportProof>(check)) << std::get<AuditFault>(check).detail;
  EXPECT_EQ(std::get<ExportProof>(check).marks.at(Trail::organization).records, 6);
}

TEST_F(TrailTest, goes_on_under_its_key_after_a_rotation) {
  const crypto::KeyRing fresh{
      *crypto::MasterKey::parse(crypto::FernetKey::generate_text(house.random)), {}};
  const SignedHead before = head();
  EXPECT_FALSE(open_kept_trail(*house.database, &fresh, house.clock));
  ASSERT_TRUE(TrailKeys::open(house.trail_ring, kept_trail_key(*house.database)->sealed));
  auto keys = TrailKeys::open(house.trail_ring, kept_trail_key(*house.database)->sealed);
  const std::string sealed = keys->seal(fresh.primary(), house.clock.now(), house.random);
  EXPECT_EQ(TrailKeys::open(fresh, sealed)->public_key(), before.public_key);
  ASSERT_TRUE(reseal_trail_key(*house.database, house.trail_ring, house.clock, house.random));
  const auto again = open_kept_trail(*house.database, &house.trail_ring, house.clock);
  ASSERT_TRUE(again);
  (*again)->record(access, {.action = "card.pin"});
  EXPECT_EQ(fault_at(&before), 0);
}

TEST_F(TrailTest, gives_a_digest_that_says_nothing_without_the_key) {
  EXPECT_EQ(trail.digest(access, "{}"), trail.digest(access, "{}"));
  EXPECT_NE(trail.digest(access, "{}"), trail.digest(access, "[]"));
  EXPECT_NE(trail.digest(access, "{}"), crypto::sha256_hex("{}"));
}

// Data from before there was a key: chained by a plain hash, anchored by the first start.
class OldTrail : public TrailTest {
 protected:
  void SetUp() override {
    tamper("DELETE FROM audit_record; DELETE FROM audit_head");
    tamper_control(
        "DELETE FROM control_audit_record; DELETE FROM control_audit_head;"
        "DELETE FROM audit_key");
    const AuditTrail plain(*house.database, house.clock);
    for (int number = 1; number <= 4; ++number)
      plain.record(access, {.action = "connection.connect", .target_id = std::to_string(number)});
  }
  std::expected<std::unique_ptr<AuditTrail>, std::string> start() {
    return open_trail(
        {*house.database, house.trail_ring, "file:nowhere", house.clock, house.random}, {access});
  }
};

TEST_F(OldTrail, is_anchored_by_the_first_start_and_goes_on_under_the_key) {
  auto opened = start();
  ASSERT_TRUE(opened) << opened.error();
  EXPECT_TRUE(std::holds_alternative<AuditProof>((*opened)->verify(access)));
  (*opened)->record(access, {.action = "card.pin"});
  EXPECT_TRUE(std::holds_alternative<AuditProof>((*opened)->verify(access)));
  tamper("UPDATE audit_record SET target_id = '9' WHERE sequence = 2");
  const auto changed = (*opened)->verify(access);
  EXPECT_EQ(std::get<AuditFault>(changed).sequence, 2);
}

TEST_F(OldTrail, that_is_written_anew_after_the_first_start_is_found_and_not_anchored_again) {
  ASSERT_TRUE(start());
  tamper("DELETE FROM audit_record; DELETE FROM audit_head");
  const AuditTrail thief(*house.database, house.clock);
  thief.record(access, {.action = "connection.connect", .target_id = "harmless"});
  const auto again = start();
  ASSERT_TRUE(again);
  EXPECT_TRUE(std::holds_alternative<AuditFault>((*again)->verify(access)));
}

TEST_F(OldTrail, is_not_given_a_new_key_when_the_old_one_is_gone) {
  ASSERT_TRUE((*start())->record(access, {.action = "card.pin"}));
  tamper_control("DELETE FROM audit_key");
  const auto again = start();
  ASSERT_FALSE(again);
  EXPECT_NE(again.error().find("Restore control.db"), std::string::npos);
}

TEST_F(TrailTest, exports_json_lines_and_csv_of_every_record) {
  trail.record(access, {.action = "=cmd()", .target_kind = "a,b", .target_id = "\"q\""});
  const std::string csv = exported(AuditTrail::Format::csv);
  EXPECT_NE(csv.find(",'=cmd(),\"a,b\",\"\"\"q\"\"\","), std::string::npos) << csv;
  EXPECT_EQ(std::ranges::count(csv, '\n'), 11);
  const std::string lines = exported(AuditTrail::Format::json_lines);
  EXPECT_EQ(std::ranges::count(lines, '\n'), 10);
  EXPECT_EQ(Json::parse(lines.substr(0, lines.find('\n'))).at("actor").at("kind"), "user");
}

}  // namespace
}  // namespace sluice::audit
