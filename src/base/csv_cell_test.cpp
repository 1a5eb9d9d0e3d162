#include "base/csv_cell.h"

#include "base/json.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sluice {
namespace {

TEST(CsvCell, is_no_formula_for_any_case_of_the_corpus) {
  std::ifstream file(SLUICE_SOURCE_DIR "/tests/corpora/export-cells.json");
  const Json cells = Json::parse(file);
  EXPECT_GE(cells.size(), 30U);
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
}  // namespace sluice
