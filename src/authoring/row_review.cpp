#include "authoring/row_review.h"

#include "authoring/call_review.h"
#include "authoring/meaning_review.h"
#include "catalog/row_reader.h"

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

}  // namespace sluice::authoring
