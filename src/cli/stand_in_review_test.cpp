#include "cli/stand_in_review.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sluice::cli {
namespace {

using catalog::Verdict;
using testing::ElementsAre;
using testing::IsEmpty;

// A row of one entry over list_orders, with a tool more that writes.
catalog::Vendor row() {
  catalog::Vendor vendor;
  vendor.slug = "acme";
  vendor.tools.emplace_back().name = "list_orders";
  vendor.tools.back().verdict = Verdict::read;
  vendor.tools.emplace_back().name = "cancel_order";
  vendor.tools.back().verdict = Verdict::write;
  vendor.entries.emplace_back().name = "orders";
  vendor.entries.back().tool = "list_orders";
  return vendor;
}

std::vector<std::string> findings(const catalog::Vendor& vendor, std::string_view answered,
                                  std::string_view listed) {
  const auto world = sandbox::World::load(answered);
  const auto tools = sandbox::ToolDefinitions::load(listed);
  EXPECT_TRUE(world && tools);
  return review_stand_in(vendor, *world, *tools);
}

constexpr std::string_view world =
    R"({"vendor": "acme", "tools": {"list_orders": {"kind": "list"}}})";
constexpr std::string_view tools = R"({"tools": [
  {"access": "read", "definition": {"name": "list_orders"}},
  {"access": "write", "definition": {"name": "cancel_order"}}]})";

TEST(StandInReview, finds_nothing_where_both_know_the_same) {
  EXPECT_THAT(findings(row(), world, tools), IsEmpty());
}

TEST(StandInReview, finds_tools_that_only_one_of_them_knows) {
  EXPECT_THAT(findings(row(), world, R"({"tools": [
      {"access": "read", "definition": {"name": "list_orders"}},
      {"access": "read", "definition": {"name": "list_parcels"}}]})"),
              ElementsAre("list_parcels is listed, and the row does not know it"));
  EXPECT_THAT(findings(row(), world, R"({"tools": []})"),
              ElementsAre("list_orders is a read of the row, and the stand-in does not list it",
                          "list_orders has sample data, and is not listed"));
}

TEST(StandInReview, finds_a_read_that_writes_in_the_stand_in) {
  EXPECT_THAT(findings(row(), world, R"({"tools": [
      {"access": "write", "definition": {"name": "list_orders"}},
      {"access": "write", "definition": {"name": "cancel_order"}}]})"),
              ElementsAre("list_orders is a read of the row, and writes in the stand-in"));
  // One that runs operations reads by some of them.
  EXPECT_THAT(findings(row(), world, R"({"tools": [
      {"access": "write", "operations": {"key": "{method}"}, "definition": {"name": "list_orders"}},
      {"access": "write", "definition": {"name": "cancel_order"}}]})"),
              IsEmpty());
}

TEST(StandInReview, finds_an_entry_whose_tool_has_no_sample_data) {
  EXPECT_THAT(findings(row(), R"({"vendor": "acme", "tools": {}})", tools),
              ElementsAre("the entry orders asks list_orders, which has no sample data"));
}

}  // namespace
}  // namespace sluice::cli
