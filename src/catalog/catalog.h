#pragma once
#include "catalog/row_document.h"
#include "catalog/vendor.h"

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::catalog {

// Every vendor that this server knows: the embedded rows and those the operator added. Made once
// in main, then only read; handed down by reference.
class Catalog {
 public:
  // The rows in the binary, with the words of the sample organization (catalog/glossary/): on data
  // that do not hold them they match nothing. Both are tested, so a mistake is a broken build.
  [[nodiscard]] static Catalog embedded();
  // The same, with every *.yaml of the operator's folder on top (a slug may not repeat an embedded
  // one). A folder that does not exist is empty.
  [[nodiscard]] static std::expected<Catalog, std::vector<RowError>> with_folder(
      const std::string& folder);
  // Only these: for tests.
  [[nodiscard]] static Catalog of(std::vector<Vendor> vendors);

  [[nodiscard]] const Vendor* find(std::string_view slug) const noexcept;
  [[nodiscard]] std::span<const Vendor> all() const noexcept { return vendors_; }
  // The knowledge-base article as Markdown; empty for an operator's row.
  [[nodiscard]] static std::string_view article(const Vendor& vendor);

 private:
  explicit Catalog(std::vector<Vendor> vendors);
  std::vector<Vendor> vendors_;  // By slug.
};

}  // namespace sluice::catalog
