#pragma once
#include <string>
#include <string_view>

namespace sluice {

// One cell of a CSV or TSV file, quoted where it must be. A text that a spreadsheet would take for
// a formula gets an apostrophe in front. The pages have the same rule (web/src/lib/format/cell.ts);
// tests/corpora/export-cells.json holds for both.
[[nodiscard]] std::string to_csv_cell(std::string_view text);

}  // namespace sluice
