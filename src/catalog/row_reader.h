#pragma once
#include "catalog/row_document.h"
#include "catalog/vendor.h"

#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::catalog {

// One row file to one vendor: read, checked against catalog/row.schema.json, then against itself
// (row_check.h). All mistakes that can be told apart are reported, each with its line.
[[nodiscard]] std::expected<Vendor, std::vector<RowError>> read_row(std::string file,
                                                                    std::string_view text);

// The steps of it: the schema that rows obey, and the conversion of a document that obeys it.
[[nodiscard]] const Json& row_schema();
[[nodiscard]] std::expected<Vendor, std::vector<RowError>> vendor_from(const RowDocument& document);
// A row that was checked before: those in the binary, whose sources the tests check. Nothing is
// checked again, because every command of the program reads them.
[[nodiscard]] Vendor vendor_from_checked(const Json& root);

}  // namespace sluice::catalog
