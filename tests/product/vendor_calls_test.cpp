// One vendor after the other, each with a product and a sandbox of its own: connected through the
// real flow, every read called, every other tool tried. The vendor's own log says what arrived.
// `vendor.SLUG` of tests/product/CMakeLists.txt runs one of them, then asks the vendor's questions.
#include "fitting_arguments.h"
#include "world_test.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace sluice::app {
namespace {

using catalog::Tool;

[[nodiscard]] Json read_file(const std::string& path) {
  std::ifstream file(std::string(SLUICE_SOURCE_DIR) + "/" + path);
  return Json::parse(file);
}

// Whom the sandbox stands in for, in the order of its own list.
[[nodiscard]] std::vector<std::string> stand_ins() {
  std::vector<std::string> slugs;
  for (const Json& vendor : read_file("sandbox/vendors.json")["vendors"])
    slugs.push_back(vendor["slug"].get<std::string>());
  return slugs;
}

// Every name that is no reviewed read: of the row, of the vendor's own list, and bent ones.
[[nodiscard]] std::vector<std::string> forbidden_names(const catalog::Vendor& row) {
  std::vector<std::string> names{"", "delete_everything", "tools/call"};
  for (const Tool& tool : row.tools) {
    names.push_back(tool.name);
    names.push_back(tool.name + " ");
    names.push_back("create_" + tool.name);
  }
  for (const Json& tool : read_file("sandbox/tools/" + row.slug + ".json")["tools"])
    names.push_back(tool["definition"]["name"].get<std::string>());
  std::erase_if(names, [&](const std::string& name) {
    const Tool* tool = row.find_tool(name);
    return tool != nullptr && tool->callable();
  });
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

class VendorCalls : public WorldTest, public testing::WithParamInterface<std::string> {
 protected:
  void SetUp() override {
    settings.vendors = {GetParam()};
    WorldTest::SetUp();
  }
  [[nodiscard]] std::expected<std::string, calls::CallError> call_with(const std::string& tool,
                                                                       const Json& arguments) {
    return run(product().caller().call(ada(), id_of(GetParam()), tool, arguments,
                                       Deadline::in(std::chrono::seconds(20))));
  }
  // The tool calls that reached the vendor, and how many of them were no reads in its own eyes.
  [[nodiscard]] std::vector<std::string> arrived() {
    const Json log = sandbox("GET", "/_sandbox/calls");
    EXPECT_EQ(member(member(log, "counts"), "write_calls"), 0);
    std::vector<std::string> names;
    for (const Json& received : member(log, "calls"))
      if (text_member(received, "method") == "tools/call")
        names.push_back(text_member(received, "tool").value_or(""));
    return names;
  }
};

TEST_P(VendorCalls, reads_arrive_and_nothing_else_does) {
  connect(GetParam());
  forget_requests();
  const catalog::Vendor* row = product().catalog().find(GetParam());
  ASSERT_NE(row, nullptr);
  std::vector<std::string> sent;
  for (const Tool& tool : row->tools) {
    if (!tool.callable()) continue;
    for (const Json& arguments : catalog::fitting_arguments(tool)) {
      const auto result = call_with(tool.name, arguments);
      // The stand-in may know nothing under "x": then the vendor has refused, and was asked.
      EXPECT_TRUE(result || result.error().kind == calls::CallError::Kind::vendor_refused)
          << tool.name << " " << arguments.dump() << ": " << result.error().detail;
      sent.push_back(tool.name);
    }
  }
  EXPECT_FALSE(sent.empty());
  EXPECT_EQ(arrived(), sent);
}

TEST_P(VendorCalls, what_is_no_read_is_refused_before_a_byte_leaves) {
  connect(GetParam());
  forget_requests();
  const catalog::Vendor* row = product().catalog().find(GetParam());
  ASSERT_NE(row, nullptr);
  for (const std::string& name : forbidden_names(*row)) {
    const auto result = call_with(name, Json::object());
    ASSERT_FALSE(result) << name;
    EXPECT_EQ(result.error().kind, calls::CallError::Kind::tool_not_allowed)
        << name << ": " << result.error().detail;
  }
  EXPECT_EQ(arrived(), std::vector<std::string>());
}

INSTANTIATE_TEST_SUITE_P(Vendors, VendorCalls, testing::ValuesIn(stand_ins()),
                         [](const testing::TestParamInfo<std::string>& vendor) {
                           std::string name = vendor.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace sluice::app
