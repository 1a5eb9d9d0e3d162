#pragma once
#include "base/clock.h"
#include "catalog/catalog.h"
#include "sandbox/world_files.h"
#include "storage/temporary_folder.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::simulation {

// One vendor of each era, both with everything that an authorization server can have.
inline constexpr std::array<std::string_view, 2> vendor_slugs{"stripe", "linear"};
inline constexpr std::size_t organization_count = 3;
inline constexpr std::size_t people_per_organization = 2;
inline constexpr std::string_view password = "a long enough password";
// The instant at which every run begins.
inline constexpr Instant beginning{std::chrono::hours(24 * 365 * 56)};

[[nodiscard]] std::string email_of(std::size_t person);
[[nodiscard]] std::string organization_name(std::size_t organization);
[[nodiscard]] inline std::size_t organization_of_person(std::size_t person) {
  return person / people_per_organization;
}

// The sandbox's own data with few rows and few tools: what a tool answers is tested elsewhere.
class SmallWorldFiles final : public sandbox::WorldFiles {
 public:
  SmallWorldFiles();
  [[nodiscard]] std::optional<std::string> read(std::string_view name) const override;

 private:
  std::map<std::string, std::string, std::less<>> files_;
};

// What all runs begin with, made once: a data directory with three organizations of two people,
// the catalog, the vendors' data. Each run takes a copy of the directory.
class TemplateWorld {
 public:
  TemplateWorld();
  [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_.path(); }
  [[nodiscard]] const catalog::Catalog& catalog() const noexcept { return catalog_; }
  [[nodiscard]] const sandbox::WorldFiles& files() const noexcept { return files_; }

 private:
  storage::TemporaryFolder folder_;
  catalog::Catalog catalog_ = catalog::Catalog::embedded();
  SmallWorldFiles files_;
};

}  // namespace sluice::simulation
