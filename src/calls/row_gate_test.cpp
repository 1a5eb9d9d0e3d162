#include "calls/row_gate.h"

#include "calls/call_rules.h"
#include "catalog/catalog.h"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace sluice::calls {
namespace {

const catalog::Catalog& rows() {
  static const catalog::Catalog catalog = catalog::Catalog::embedded();
  return catalog;
}

// The arguments as they leave, or "REASON: DETAIL".
Json text_of(const std::expected<Json, Denial>& judged) {
  return judged ? *judged : Json(judged.error().reason + ": " + judged.error().detail);
}

void expect_judged_alike(const RowGate& gate, const catalog::Vendor& vendor,
                         const std::string& tool) {
  const std::vector<Json> arguments{Json::object(), {{"limit", 10}}, {{"query", "a:b"}},
                                    Json::array(),  {{"x", 1}},      nullptr};
  for (const Json& proposed : arguments) {
    const ProposedCall call{tool, proposed};
    const Json once = text_of(check_call(vendor, call, {}));
    EXPECT_EQ(text_of(gate.judge(call, {})), once) << vendor.slug << " " << tool;
    EXPECT_EQ(text_of(gate.judge(call, {})), once) << vendor.slug << " " << tool;
  }
}

TEST(RowGate, judges_as_a_single_call_is_judged_the_first_time_and_every_time) {
  for (const catalog::Vendor& vendor : rows().all()) {
    const RowGate gate(vendor);
    for (const catalog::Tool& tool : vendor.tools)
      expect_judged_alike(gate, vendor, tool.name);
    const ProposedCall unknown{"no_such_tool"};
    EXPECT_EQ(text_of(gate.judge(unknown, {})), text_of(check_call(vendor, unknown, {})));
  }
}

TEST(RowGate, compares_names_byte_by_byte) {
  const RowGate gate(*rows().find("stripe"));
  EXPECT_TRUE(gate.judge({"list_invoices"}, {}));
  for (const std::string& name :
       {std::string("list_invoices\0", 14), std::string("list_invoices\0x", 15),
        std::string("list_invoices "), std::string(" list_invoices"), std::string("List_invoices"),
        std::string("list_invoices\n"), std::string("list_invoice"), std::string()})
    EXPECT_FALSE(gate.judge({name}, {})) << name;
}

TEST(RowGate, admits_what_the_chosen_server_has_and_nothing_of_another_one) {
  catalog::Vendor vendor;
  vendor.name = "Example";
  catalog::Parameter server;
  server.name = "server";
  server.type = catalog::Parameter::Type::choice;
  server.choices = server.choice_labels = {"rows", "logs"};
  vendor.parameters = {server};
  for (const char* name : {"rows", "logs"}) {
    catalog::Tool tool;
    tool.name = std::string("list_") + name;
    tool.verdict = catalog::Verdict::read;
    tool.input = {{"type", "object"}, {"properties", Json::object()}};
    vendor.tools.push_back(std::move(tool));
    vendor.endpoints.push_back({.url = std::string("https://") + name + ".example.com",
                                .when = std::string("server=") + name,
                                .tools = {std::string("list_") + name}});
  }
  const RowGate gate(vendor);
  EXPECT_TRUE(gate.judge({"list_rows"}, {{"server", "rows"}}));
  const auto refused = gate.judge({"list_rows"}, {{"server", "logs"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().reason, "not_served");
  EXPECT_TRUE(refused.error().detail.contains("\"rows\"")) << refused.error().detail;
}

TEST(RowGate, of_two_tools_with_one_name_the_first_is_meant) {
  catalog::Vendor vendor;
  vendor.name = "example";
  catalog::Tool write;
  write.name = "run";
  write.verdict = catalog::Verdict::write;
  catalog::Tool read = write;
  read.verdict = catalog::Verdict::read;
  vendor.tools = {write, read};
  EXPECT_FALSE(RowGate(vendor).judge({"run"}, {}));
  EXPECT_FALSE(check_call(vendor, {"run"}, {}));
}

TEST(RowGate, several_threads_may_ask_for_a_tool_that_was_not_made_ready) {
  const catalog::Vendor& vendor = *rows().find("stripe");
  const RowGate gate(vendor);
  std::atomic<int> admitted = 0;
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i)
      threads.emplace_back([&] {
        for (const catalog::Tool& tool : vendor.tools)
          admitted += gate.judge({tool.name}, {}).has_value() ? 1 : 0;
      });
  }
  int alone = 0;
  for (const catalog::Tool& tool : vendor.tools)
    alone += check_call(vendor, {tool.name}, {}).has_value() ? 1 : 0;
  EXPECT_GT(alone, 0);
  EXPECT_EQ(admitted, 4 * alone);
}

}  // namespace
}  // namespace sluice::calls
