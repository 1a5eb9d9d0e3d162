#include "audit/audit_trail.h"
#include "base/test_laws.h"
#include "identity/identity_fixture.h"

#include <set>
#include <utility>

namespace sluice::audit {
namespace {

using identity::IdentityFixture;
using sluice::testing::expect_law;

class PagingLaw : public ::testing::Test {
 protected:
  void SetUp() override {
    for (int number = 0; number < 30; ++number) {
      // Some at the same moment: their order must not depend on the page.
      if (number % 3 == 0) house.clock.advance(std::chrono::seconds(1));
      house.trail->record(access, {.action = "connection.connect",
                                   .target_kind = "connection",
                                   .target_id = std::to_string(number),
                                   .actor_name = "ada@example.com"});
    }
  }
  // Every record, newest first, read `size` at a time as the page of the audit trail does.
  [[nodiscard]] std::vector<std::pair<Trail, std::int64_t>> read_in_pages(std::int64_t size) const {
    std::vector<std::pair<Trail, std::int64_t>> all;
    PageMark mark;
    for (;;) {
      const auto page = house.trail->page(access, mark, size);
      if (page.empty()) return all;
      for (const StoredRecord& record : page) {
        all.emplace_back(record.trail, record.sequence);
        (record.trail == Trail::control ? mark.control : mark.organization) = record.sequence;
      }
      mark = PageMark::parse(mark.to_text()).value_or(PageMark{});
    }
  }

  IdentityFixture house;
  identity::OrganizationAccess access = house.sign_up("ada").signed_in.access;
};

TEST_F(PagingLaw, every_record_is_on_exactly_one_page_whatever_their_size) {
  const auto whole = read_in_pages(AuditTrail::page_records_max);
  ASSERT_GE(whole.size(), 31U);
  EXPECT_EQ(std::set(whole.begin(), whole.end()).size(), whole.size());
  expect_law(
      [&] {
        const auto size = *rc::gen::inRange<std::int64_t>(1, 45);
        RC_ASSERT((read_in_pages(size) == whole));
      },
      40);
}

}  // namespace
}  // namespace sluice::audit
