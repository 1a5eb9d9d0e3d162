#include "analytics/computing/column_names.h"

#include "catalog/catalog_fixture.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace sluice::analytics {
namespace {

class ColumnNames : public ::testing::Test {
 protected:
  // The names after they were told apart, of columns that began with these.
  [[nodiscard]] std::vector<std::string> told(const QueryPlan& plan,
                                              const std::vector<std::string>& names) const {
    std::vector<VendorMeaning> vendors;
    for (const catalog::Vendor& vendor : catalog_.all())
      vendors.push_back({.vendor = &vendor});
    std::vector<analyst::Column> columns;
    for (const std::string& name : names)
      columns.push_back({.name = name});
    tell_columns_apart(Meaning(vendors), plan, columns);
    std::vector<std::string> after;
    for (const analyst::Column& column : columns)
      after.push_back(column.name);
    return after;
  }

  catalog::Catalog catalog_ = catalog::golden_vendors();
};

using Names = std::vector<std::string>;

TEST_F(ColumnNames, the_name_of_joined_rows_is_called_by_their_noun) {
  QueryPlan plan;
  plan.frame = Frame::list;
  plan.measures = {{"hubspot", "deals", "count"}};
  plan.columns = {{"hubspot", "deals", "name"},
                  {"hubspot", "deals", "companies.name"},
                  {"hubspot", "deals", "amount"}};
  EXPECT_EQ(told(plan, {"name", "name", "amount"}), (Names{"name", "company", "amount"}));
  plan.columns[1] = {"hubspot", "companies", "country"};
  plan.columns[2] = {"stripe", "customers", "country"};
  EXPECT_EQ(told(plan, {"name", "country", "country"}),
            (Names{"name", "company.country", "customer.country"}));
}

TEST_F(ColumnNames, measures_of_one_name_have_their_vendor_in_front) {
  QueryPlan plan;
  plan.measures = {{"linear", "issues", "issues_closed"}, {"github", "issues", "issues_closed"}};
  EXPECT_EQ(told(plan, {"issues_closed", "issues_closed"}),
            (Names{"issues_closed", "github.issues_closed"}));
}

TEST_F(ColumnNames, names_that_differ_stay) {
  QueryPlan plan;
  plan.measures = {{"stripe", "invoices", "revenue"}};
  plan.dimensions = {{{"stripe", "customers", "name"}, {}, {}}};
  EXPECT_EQ(told(plan, {"name", "revenue"}), (Names{"name", "revenue"}));
}

}  // namespace
}  // namespace sluice::analytics
