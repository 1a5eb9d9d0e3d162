// Catalog rows: a mistake is an error with a line, never an exception, and an accepted row fits
// together.
#include "catalog/embedded.h"
#include "catalog/row_check.h"
#include "catalog/row_reader.h"
#include "check.h"

#include <algorithm>
#include <fstream>
#include <sstream>

// The schema from its file: the other files that the product embeds have no part in this.
std::string_view sluice::catalog::embedded_file(std::string_view name) {
  static const std::string schema = [name] {
    std::ifstream file(std::string(SLUICE_CATALOG_DIR "/") + std::string(name));
    return (std::ostringstream() << file.rdbuf()).str();
  }();
  return schema;
}

int sluice::fuzz::check(std::string_view bytes) {
  using fuzz::require;
  const std::string_view input = bytes;
  const auto lines = static_cast<std::size_t>(std::ranges::count(input, '\n')) + 1;
  const auto document = catalog::read_row_document("row.yaml", input);
  const auto vendor = catalog::read_row("row.yaml", input);
  if (!document) {
    require(!vendor, "a row is a document");
    require(document.error().line <= lines + 1, "an error is on a line of the file");
    return 0;
  }
  const auto again = catalog::read_row_document("row.yaml", input);
  require(again && again->root == document->root, "a document reads the same the second time");
  if (vendor) {
    require(catalog::row_issues(*vendor).empty(), "an accepted row fits together");
    require(!vendor->slug.empty(), "a vendor has a name");
    return 0;
  }
  require(!vendor.error().empty(), "a refusal has a reason");
  for (const catalog::RowError& error : vendor.error())
    require(error.line <= lines + 1 && !error.message.empty(), "an error is on a line of the file");
  return 0;
}
