#include "catalog/catalog.h"

#include "catalog/embedded.h"
#include "catalog/glossary.h"
#include "catalog/row_digest.h"
#include "catalog/row_reader.h"

#include <algorithm>
#include <cassert>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

namespace sluice::catalog {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view glossary_folder = "glossary/";
constexpr std::string_view shared_folder = "shared/";  // Of no vendor: see concepts.h.

// What the build made of catalog/*.yaml. It is part of the binary, and its sources are tested.
Json embedded_value(const EmbeddedFile& file) {
  auto value = parse_json(file.text);
  assert(value);
  return *std::move(value);
}

std::vector<Vendor> embedded_vendors() {
  std::vector<Vendor> vendors;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.ends_with(".yaml") || file.name.starts_with(glossary_folder) ||
        file.name.starts_with(shared_folder))
      continue;
    vendors.push_back(vendor_from_checked(embedded_value(file)));
  }
  return vendors;
}

std::string content_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return std::move(text).str();
}

// What tells an operator's row from the one in the binary, if there is one.
RowOrigin origin_of(const fs::path& path, const Vendor& vendor) {
  RowOrigin origin{.file = path.string(),
                   .digest = row_digest(content_of(path)).value_or(""),
                   .overridden = built_in_digest(vendor.slug),
                   .article = content_of(path.parent_path() / (vendor.slug + ".md"))};
  return origin;
}

std::vector<fs::path> row_files(const std::string& folder) {
  std::vector<fs::path> files;
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored))
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  std::ranges::sort(files);
  return files;
}

}  // namespace

Catalog::Catalog(std::vector<Vendor> vendors) : vendors_(std::move(vendors)) {
  std::ranges::sort(vendors_, {}, &Vendor::slug);
}

Catalog Catalog::embedded() {
  return Catalog(embedded_vendors());
}

Catalog Catalog::of_sample() {
  std::vector<Vendor> vendors = embedded_vendors();
  for (const EmbeddedFile& file : embedded_files())
    if (file.name.starts_with(glossary_folder))
      apply_checked_glossary(vendors, embedded_value(file));
  return Catalog(std::move(vendors));
}

std::expected<Catalog, std::vector<RowError>> Catalog::with_folder(Catalog rows,
                                                                   const std::string& folder) {
  std::vector<Vendor> vendors = std::move(rows.vendors_);
  std::vector<RowError> errors;
  for (const fs::path& path : row_files(folder)) {
    auto vendor = read_row(path.string(), content_of(path));
    if (!vendor) {
      std::ranges::move(vendor.error(), std::back_inserter(errors));
      continue;
    }
    const auto taken = std::ranges::find(vendors, vendor->slug, &Vendor::slug);
    const auto other = taken == vendors.end() ? std::nullopt : taken->origin;
    if (other) {
      errors.push_back(
          {path.string(), 1, "the slug \"" + vendor->slug + "\" is taken by " + other->file});
      continue;
    }
    vendor->origin = origin_of(path, *vendor);
    if (taken == vendors.end()) {
      vendors.push_back(*std::move(vendor));
    } else {
      *taken = *std::move(vendor);
    }
  }
  for (const fs::path& path : row_files(folder + "/" + std::string(glossary_folder)))
    std::ranges::move(apply_glossary(vendors, path.string(), content_of(path)),
                      std::back_inserter(errors));
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return Catalog(std::move(vendors));
}

std::expected<Catalog, std::vector<RowError>> Catalog::with_row(Catalog rows,
                                                                const std::string& file) {
  auto vendor = read_row(file, content_of(file));
  if (!vendor) return std::unexpected(std::move(vendor.error()));
  vendor->origin = origin_of(file, *vendor);
  std::vector<Vendor> vendors = std::move(rows.vendors_);
  std::erase_if(vendors, [&](const Vendor& other) { return other.slug == vendor->slug; });
  vendors.push_back(*std::move(vendor));
  return Catalog(std::move(vendors));
}

Catalog Catalog::of(std::vector<Vendor> vendors) {
  return Catalog(std::move(vendors));
}

const Vendor* Catalog::find(std::string_view slug) const noexcept {
  const auto found = std::ranges::find(vendors_, slug, &Vendor::slug);
  return found == vendors_.end() ? nullptr : &*found;
}

std::string_view Catalog::article(const Vendor& vendor) {
  if (vendor.origin && !vendor.origin->article.empty()) return vendor.origin->article;
  constexpr std::string_view folder = "docs/";
  const std::string_view path = vendor.article;
  return path.starts_with(folder) ? embedded_file(path.substr(folder.size())) : std::string_view{};
}

}  // namespace sluice::catalog
