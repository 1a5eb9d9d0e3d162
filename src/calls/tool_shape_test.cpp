#include "calls/definition_judgement.h"
#include "catalog/catalog.h"
#include "mcp/definition.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

namespace sluice::calls {
namespace {

const catalog::Catalog& rows() {
  static const catalog::Catalog catalog = catalog::Catalog::embedded();
  return catalog;
}

Json sandbox_tools(const std::string& vendor) {
  std::ifstream file(std::string(SLUICE_SOURCE_DIR) + "/sandbox/tools/" + vendor + ".json");
  return Json::parse(file)["tools"];
}

// Two clicks stay two clicks: what the vendors were seen to list is admitted without a person. The
// sandbox lists the captured definitions, and where a row carries a shape, it is theirs.
TEST(ToolShape, every_read_that_was_captured_is_admitted_and_has_the_shape_of_its_row) {
  std::size_t shapes = 0;
  for (const catalog::Vendor& vendor : rows().all()) {
    for (const Json& listed : sandbox_tools(vendor.slug)) {
      const std::string definition = listed["definition"].dump();
      const catalog::Tool* tool = vendor.find_tool(listed["definition"]["name"].get<std::string>());
      if (tool == nullptr || !tool->callable()) continue;
      const DefinitionJudgement judgement = judge_definition(&vendor, definition);
      EXPECT_EQ(judgement.word, DefinitionJudgement::Word::allow)
          << vendor.slug << " " << tool->name << ": " << judgement.detail;
      if (tool->shape.empty()) continue;
      ++shapes;
      EXPECT_EQ(mcp::definition_shape(definition).value_or(""), tool->shape)
          << vendor.slug << " " << tool->name;
    }
  }
  EXPECT_GT(shapes, 150U);
}

}  // namespace
}  // namespace sluice::calls
