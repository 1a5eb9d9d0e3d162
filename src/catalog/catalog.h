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
  // The rows in the binary. They are tested, so a mistake is a broken build.
  [[nodiscard]] static Catalog embedded();
  // The same with the words of the sample organization (catalog/glossary/): for the sandbox alone,
  // since no real organization's plans, people or events are called so.
  [[nodiscard]] static Catalog of_sample();
  // `rows` with every *.yaml of the operator's folder on top (two of them may not have one slug; a
  // row of the binary with that slug is overridden, see RowOrigin), and the organization's own
  // words in its glossary/*.yaml. A folder that does not exist is empty.
  [[nodiscard]] static std::expected<Catalog, std::vector<RowError>> with_folder(
      Catalog rows, const std::string& folder);
  // `rows` with the one of this file in the place of the one with its slug.
  [[nodiscard]] static std::expected<Catalog, std::vector<RowError>> with_row(
      Catalog rows, const std::string& file);
  // Only these: for tests.
  [[nodiscard]] static Catalog of(std::vector<Vendor> vendors);

  // Null when there is none. What is returned lives as long as the catalog.
  [[nodiscard]] const Vendor* find(std::string_view slug) const noexcept;
  [[nodiscard]] std::span<const Vendor> all() const noexcept { return vendors_; }
  // The knowledge-base article as Markdown: of an operator's row the one beside it, else that of
  // the built-in row which it overrides; may be empty.
  [[nodiscard]] static std::string_view article(const Vendor& vendor);

 private:
  explicit Catalog(std::vector<Vendor> vendors);
  std::vector<Vendor> vendors_;  // By slug.
};

}  // namespace sluice::catalog
