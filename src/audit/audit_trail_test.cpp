#include "audit/audit_trail.h"

#include "identity/identity_fixture.h"
#include "storage/sql_connection.h"

#include <fstream>
#include <sstream>

namespace sluice::audit {
namespace {

using identity::IdentityFixture;

// A trail of six records, and a hand that changes rows below it as a thief of the file would.
class Trail : public testing::Test {
 protected:
  void SetUp() override {
    for (int number = 1; number <= 6; ++number)
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
  // The sequence number of what verify() found first; 0 when the trail is intact.
  std::int64_t fault_at() {
    const auto result = trail.verify(access);
    const auto* found = std::get_if<AuditFault>(&result);
    return found == nullptr ? 0 : found->sequence;
  }

  IdentityFixture house;
  identity::OrganizationAccess access = house.sign_up("ada").signed_in.access;
  AuditTrail trail{*house.database, house.clock};
};

TEST_F(Trail, numbers_its_records_without_a_gap_and_verifies) {
  const auto result = trail.verify(access);
  ASSERT_TRUE(std::holds_alternative<AuditProof>(result));
  EXPECT_EQ(std::get<AuditProof>(result).records, 6);
  const auto page = trail.page(access, std::nullopt, 3);
  ASSERT_EQ(page.size(), 3U);
  EXPECT_EQ(page.front().sequence, 6);
  EXPECT_EQ(page.front().actor_kind, "user");
  EXPECT_EQ(trail.page(access, 4, 100).front().sequence, 3);
}

TEST_F(Trail, an_undone_change_takes_its_record_with_it) {
  const auto result = house.database->organization(access).write(
      [&](storage::Transaction& transaction) -> std::expected<void, int> {
        trail.append(transaction, {.action = "card.pin"});
        return std::unexpected(1);
      });
  EXPECT_FALSE(result);
  EXPECT_EQ(trail.page(access, std::nullopt, 1).front().sequence, 6);
  EXPECT_EQ(fault_at(), 0);
}

TEST_F(Trail, finds_a_changed_record) {
  tamper("UPDATE audit_record SET target_id = '9' WHERE sequence = 3");
  EXPECT_EQ(fault_at(), 3);
}

TEST_F(Trail, finds_a_changed_actor_time_and_result) {
  tamper("UPDATE audit_record SET actor_id = 9 WHERE sequence = 5");
  EXPECT_EQ(fault_at(), 5);
  tamper("UPDATE audit_record SET recorded_at = recorded_at + 1 WHERE sequence = 4");
  EXPECT_EQ(fault_at(), 4);
  tamper("UPDATE audit_record SET result = 'refused' WHERE sequence = 2");
  EXPECT_EQ(fault_at(), 2);
}

TEST_F(Trail, finds_a_removed_record) {
  tamper("DELETE FROM audit_record WHERE sequence = 3");
  EXPECT_EQ(fault_at(), 3);
}

TEST_F(Trail, finds_a_cut_tail) {
  tamper("DELETE FROM audit_record WHERE sequence > 4");
  EXPECT_EQ(fault_at(), 5);
}

TEST_F(Trail, finds_two_records_that_changed_places) {
  tamper(
      "UPDATE audit_record SET sequence = -1 WHERE sequence = 2;"
      "UPDATE audit_record SET sequence = 2 WHERE sequence = 3;"
      "UPDATE audit_record SET sequence = 3 WHERE sequence = -1");
  EXPECT_EQ(fault_at(), 2);
}

TEST_F(Trail, finds_a_record_added_at_the_end) {
  tamper(
      "INSERT INTO audit_record SELECT organization_id, 7, recorded_at, actor_kind, actor_id,"
      " actor_name, action, target_kind, target_id, result, address, detail, previous_hash,"
      " hash FROM audit_record WHERE sequence = 6");
  EXPECT_EQ(fault_at(), 7);
}

TEST_F(Trail, exports_json_lines_and_csv_of_every_record) {
  trail.record(access, {.action = "=cmd()", .target_kind = "a,b", .target_id = "\"q\""});
  const std::string csv = trail.export_csv(access);
  EXPECT_NE(csv.find(",'=cmd(),\"a,b\",\"\"\"q\"\"\","), std::string::npos) << csv;
  EXPECT_EQ(std::ranges::count(csv, '\n'), 8);
  const std::string lines = trail.export_json_lines(access);
  EXPECT_EQ(std::ranges::count(lines, '\n'), 7);
  EXPECT_EQ(Json::parse(lines.substr(0, lines.find('\n'))).at("actor").at("kind"), "user");
}

TEST(CsvCell, is_no_formula_for_any_case_of_the_corpus) {
  std::ifstream file(SLUICE_SOURCE_DIR "/tests/corpora/export-cells.json");
  const Json cells = Json::parse(file);
  EXPECT_GE(cells.size(), 15U);
  for (const Json& one : cells) {
    const auto text = one.at("cell").get<std::string>();
    std::string cell = to_csv_cell(text);
    const bool quoted = cell.starts_with('"');
    if (quoted) cell = cell.substr(1);
    EXPECT_EQ(cell.starts_with('\''), one.at("expect_prefix") == "'") << text;
  }
  EXPECT_EQ(to_csv_cell(" =1"), "' =1");
  EXPECT_EQ(to_csv_cell("-"), "'-");
}

}  // namespace
}  // namespace sluice::audit
