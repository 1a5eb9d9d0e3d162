#include "analytics/asking/run_faults.h"

#include "analytics/computing/workbook.h"

#include <gtest/gtest.h>

// What a person is told depends on the kind of a fault, whatever its texts say.
namespace sluice::analytics {
namespace {

using Kind = CompileFault::Kind;

TEST(RunFaults, an_entry_that_nobody_connected_is_no_invalid_plan) {
  EXPECT_EQ(kind_of(Kind::not_connected), RunError::Kind::not_connected);
  EXPECT_EQ(kind_of(Kind::unknown_field), RunError::Kind::plan_invalid);
}

TEST(RunFaults, an_empty_field_of_the_connection_is_named_to_the_person) {
  EXPECT_EQ(kind_of(Kind::parameter_empty), RunError::Kind::needs_parameter);
  EXPECT_EQ(to_text({Kind::parameter_empty, "Site", "Desk"}), "\"Site\" of Desk is not filled in");
}

TEST(RunFaults, a_name_that_reads_like_another_fault_does_not_become_one) {
  const CompileFault fault{Kind::unknown_measure, "orders", "x is not connected"};
  EXPECT_TRUE(to_text(fault).ends_with("is not connected"));
  EXPECT_EQ(kind_of(fault.kind), RunError::Kind::plan_invalid);
}

TEST(RunFaults, a_workbook_keeps_the_first_of_several_faults) {
  const Meaning meaning({});
  Workbook book(meaning, {});
  EXPECT_FALSE(book.fault());
  EXPECT_EQ(book.fail({Kind::unknown_field, "orders", "size"}).sql, "NULL");
  EXPECT_EQ(book.fail({Kind::circular_fields, {}, {}}).sql, "NULL");
  EXPECT_EQ(book.fault(), (CompileFault{Kind::unknown_field, "orders", "size"}));
}

}  // namespace
}  // namespace sluice::analytics
