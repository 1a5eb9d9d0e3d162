#include "calls/row_drift.h"

#include "catalog/catalog_fixture.h"
#include "catalog/input_shape.h"
#include "mcp/definition.h"

#include <gtest/gtest.h>

namespace sluice::calls {
namespace {

constexpr const char* listed =
    R"({"name":"list_orders","description":"Orders.","inputSchema":{"type":"object",)"
    R"("properties":{"limit":{"type":"integer"}}},"annotations":{"readOnlyHint":true}})";

// A row with one read that is as the server lists it, and one tool that is never called.
catalog::Vendor row() {
  catalog::Vendor vendor;
  vendor.slug = "acme";
  catalog::Tool read;
  read.name = "list_orders";
  read.verdict = catalog::Verdict::read;
  read.input = *catalog::schema_from_shape({{"limit", "integer"}});
  read.shape = *mcp::definition_shape(listed);
  read.digest = *mcp::definition_digest(listed);
  catalog::Tool write;
  write.name = "cancel_order";
  write.verdict = catalog::Verdict::write;
  vendor.tools = {read, write};
  return vendor;
}

// "KIND TOOL" of each difference of a list that has the written tool too.
std::string drift(const std::string& definition) {
  std::string all;
  for (const ToolDrift& each : drift_of(row(), {definition, R"({"name":"cancel_order"})"}))
    all += std::string(all.empty() ? "" : ", ") + std::string(to_text(each.kind)) + " " + each.tool;
  return all;
}

std::string with(std::string_view from, std::string_view to) {
  return catalog::replaced(listed, from, to);
}

TEST(RowDrift, a_list_that_is_as_it_was_reviewed_has_none) {
  EXPECT_EQ(drift(listed), "");
}

TEST(RowDrift, tells_new_gone_and_changed_tools_apart) {
  EXPECT_EQ(drift(with("list_orders", "list_all")), "appeared list_all, gone list_orders");
  EXPECT_EQ(drift(with("\"limit\"", "\"count\"")), "arguments list_orders");
  EXPECT_EQ(drift(with("Orders.", "All orders.")), "definition list_orders");
  EXPECT_EQ(drift(with("\"readOnlyHint\":true", "\"destructiveHint\":true")),
            "definition list_orders, hints list_orders");
  // A read-only address does not list what writes.
  EXPECT_TRUE(drift_of(row(), {listed}).empty());
}

TEST(RowDrift, sees_without_a_digest_that_a_tool_does_not_take_what_the_row_sends) {
  catalog::Vendor vendor = row();
  vendor.tools.front().shape.clear();
  vendor.tools.front().digest.clear();
  vendor.tools.pop_back();
  EXPECT_TRUE(drift_of(vendor, {with("Orders.", "Other words.")}).empty());
  const std::string closed =
      with("\"limit\":{\"type\":\"integer\"}}", "\"count\":{}},\"additionalProperties\":false");
  ASSERT_EQ(drift_of(vendor, {closed}).size(), 1u);
  EXPECT_EQ(drift_of(vendor, {closed}).front().kind, ToolDrift::Kind::arguments);
  EXPECT_NE(drift_of(vendor, {closed}).front().detail, "");
}

TEST(RowDrift, is_kept_and_read_back_as_it_was) {
  const auto found = drift_of(row(), {with("list_orders", "list_all")});
  ASSERT_FALSE(found.empty());
  EXPECT_EQ(drift_from_json(drift_to_json(found)), found);
  EXPECT_TRUE(drift_from_json(Json::parse(R"([{"kind":"of_tomorrow","tool":"x"}])")).empty());
  EXPECT_TRUE(drift_from_json("broken").empty());
}

}  // namespace
}  // namespace sluice::calls
