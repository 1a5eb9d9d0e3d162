#include "authoring/row_review.h"

#include "authoring/call_review.h"
#include "authoring/meaning_review.h"
#include "catalog/glossary.h"
#include "catalog/row_reader.h"

#include <algorithm>
#include <utility>

namespace sluice::authoring {

std::vector<catalog::RowIssue> review_issues(const catalog::Vendor& vendor) {
  std::vector<catalog::RowIssue> issues;
  review_calls(vendor, issues);
  review_meaning(vendor, issues);
  return issues;
}

std::vector<catalog::RowError> mistakes_in_row(const std::string& file, std::string_view text) {
  const auto document = catalog::read_row_document(file, text);
  if (!document) return {document.error()};
  auto vendor = catalog::vendor_from(*document);
  if (!vendor) return std::move(vendor.error());
  std::vector<catalog::RowError> errors;
  for (const catalog::RowIssue& issue : review_issues(*vendor))
    errors.push_back({file, document->line_of(issue.path), issue.path + ": " + issue.message});
  return errors;
}

std::vector<catalog::RowError> mistakes_in_glossary(std::vector<catalog::Vendor> rows,
                                                    const std::string& file,
                                                    std::string_view text) {
  const auto document = catalog::read_row_document(file, text);
  if (!document) return {document.error()};
  std::vector<catalog::Vendor> extended = rows;
  auto errors = catalog::apply_glossary(extended, file, text);
  if (!errors.empty()) return errors;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!document->root.contains(rows[i].slug)) continue;
    // What is wrong with the row itself is for its own author.
    const auto known = review_issues(rows[i]);
    for (const catalog::RowIssue& issue : review_issues(extended[i])) {
      if (std::ranges::find(known, issue) != known.end()) continue;
      const std::string place = catalog::place_in_glossary(rows[i], issue.path);
      errors.push_back({file, document->line_of(place),
                        (place == rows[i].slug ? issue.path : place) + ": " + issue.message});
    }
  }
  return errors;
}

}  // namespace sluice::authoring
