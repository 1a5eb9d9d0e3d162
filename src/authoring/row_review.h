#pragma once
#include "catalog/row_check.h"
#include "catalog/row_document.h"
#include "catalog/vendor.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::authoring {

// Every mistake of a row file: those that keep it from being loaded (catalog/row_reader.h), or else
// those with which it loads and cannot work (row_issues below). For authors; a server loads rows
// without the second half.
[[nodiscard]] std::vector<catalog::RowError> mistakes_in_row(const std::string& file,
                                                             std::string_view text);

// What a row that fits together still gets wrong: a call of an entry that the row's own tool would
// refuse (with its arguments, each, pushdowns, groups and pages, by the very gate of calls/), and
// what call_review.h and meaning_review.h say. Each with a path as catalog/row_check.h has it.
[[nodiscard]] std::vector<catalog::RowIssue> review_issues(const catalog::Vendor& vendor);

// Every mistake of an organization's glossary, which adds to these rows: those that keep it from
// being loaded (catalog/glossary.h), or else the calls and the meaning of what it adds, as above.
[[nodiscard]] std::vector<catalog::RowError> mistakes_in_glossary(std::vector<catalog::Vendor> rows,
                                                                  const std::string& file,
                                                                  std::string_view text);

}  // namespace sluice::authoring
