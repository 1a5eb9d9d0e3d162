#include "app/open_data.h"

#include "keys/key_source.h"

#include <system_error>
#include <utility>

namespace sluice::app {

std::filesystem::path default_key_file(const std::string& directory) {
  return std::filesystem::path(directory) / "master.key";
}

std::string slots_source(const std::string& directory, const std::string& configured) {
  if (!configured.empty()) return configured;
  // Absolute, so that "." and a slash at the end lead to the same neighbour.
  std::filesystem::path data = std::filesystem::absolute(directory).lexically_normal();
  if (!data.has_filename()) data = data.parent_path();
  std::error_code error;
  const std::filesystem::path inside = data / "slots";
  const bool in_use = std::filesystem::is_directory(inside, error);
  return "file:" + (in_use ? inside.string() : data.string() + "-slots");
}

std::expected<std::unique_ptr<storage::Database>, std::string> open_database(
    const std::string& directory) {
  std::error_code error;
  if (!std::filesystem::exists(std::filesystem::path(directory) / "control.db", error))
    return std::unexpected("There is no data in " + directory +
                           ". Name the server's data directory with --data DIR.");
  auto database = storage::Database::open(directory);
  if (!database) return std::unexpected(database.error().detail);
  return std::move(*database);
}

std::expected<OpenData, std::string> open_data(const std::string& directory,
                                               const std::string& key_source,
                                               const std::string& slots_place, const Clock& clock,
                                               Random& random) {
  auto database = open_database(directory);
  if (!database) return std::unexpected(database.error());
  auto ring = keys::load_key_ring(
      key_source.empty() ? "file:" + default_key_file(directory).string() : key_source);
  if (!ring) return std::unexpected(ring.error().detail);
  if (const auto known = keys::check_key_ring(**database, *ring, clock); !known)
    return std::unexpected(known.error().detail);
  auto slots = keys::open_key_slots(slots_source(directory, slots_place), random);
  if (!slots) return std::unexpected(slots.error().detail);
  return OpenData{std::move(*database), std::move(*ring), std::move(*slots)};
}

}  // namespace sluice::app
