#include "catalog/catalog.h"

#include "catalog/row_reader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace sluice::catalog {
namespace {

std::string row_text(const std::string& name) {
  std::ostringstream text;
  text << std::ifstream(std::string(SLUICE_SOURCE_DIR) + "/catalog/" + name).rdbuf();
  return std::move(text).str();
}

TEST(Catalog, every_embedded_row_is_right) {
  for (const std::string name :
       {"stripe.yaml", "hubspot.yaml", "linear.yaml", "github.yaml", "posthog.yaml"}) {
    const auto vendor = read_row(name, row_text(name));
    if (vendor) continue;
    for (const RowError& error : vendor.error())
      ADD_FAILURE() << to_text(error);
  }
}

}  // namespace
}  // namespace sluice::catalog
