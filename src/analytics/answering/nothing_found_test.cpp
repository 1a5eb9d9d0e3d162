#include "analytics/answering/nothing_found.h"

#include "catalog/catalog_fixture.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::analytics {
namespace {

using testing::HasSubstr;

class NothingFound : public testing::Test {
 protected:
  NothingFound() { plan_.measures = {{"linear", "issues", "issues_created"}}; }
  // What is doubted; empty: nothing is an answer.
  [[nodiscard]] std::string doubt(bool partial = false) const {
    std::vector<VendorMeaning> vendors;
    for (const catalog::Vendor& vendor : catalog_.all())
      vendors.push_back({.vendor = &vendor});
    return doubt_of_nothing(plan_, Meaning(std::move(vendors)), partial).value_or("");
  }

  catalog::Catalog catalog_ = catalog::golden_vendors();
  QueryPlan plan_;
};

TEST_F(NothingFound, is_an_answer_where_all_that_was_said_is_known) {
  EXPECT_EQ(doubt(), "");
  plan_.filters = {
      {.field = {"linear", "issues", "priority"}, .op = FilterOp::eq, .values = {"Urgent"}}};
  plan_.dimensions = {{{"linear", "issues", "team"}, {}, {}}};
  EXPECT_EQ(doubt(), "");
}

TEST_F(NothingFound, in_a_part_of_the_rows_says_nothing) {
  EXPECT_THAT(doubt(true), HasSubstr("not all could"));
}

TEST_F(NothingFound, under_a_name_that_nobody_knows_is_doubted_by_the_name) {
  plan_.filters = {
      {.field = {"linear", "issues", "title"}, .op = FilterOp::contains, .values = {"Quillwater"}}};
  EXPECT_THAT(doubt(), HasSubstr("Quillwater"));
}

TEST_F(NothingFound, by_what_another_source_has_is_doubted) {
  plan_.filters = {
      {.field = {"stripe", "subscriptions", "status"}, .op = FilterOp::eq, .values = {"canceled"}}};
  EXPECT_THAT(doubt(), HasSubstr("in Stripe"));
  plan_.filters.clear();
  plan_.dimensions = {{{"stripe", "subscriptions", "plan"}, {}, {}}};
  EXPECT_THAT(doubt(), HasSubstr("nothing to group"));
}

TEST_F(NothingFound, of_rows_without_something_is_doubted) {
  plan_.filters = {{.field = {"linear", "issues", "team"}, .op = FilterOp::is_null, .values = {}}};
  EXPECT_THAT(doubt(), HasSubstr("No row is without"));
}

}  // namespace
}  // namespace sluice::analytics
