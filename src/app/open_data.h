#pragma once
#include "base/clock.h"
#include "base/random.h"
#include "crypto/key_ring.h"
#include "keys/key_slots.h"
#include "storage/database.h"

#include <expected>
#include <filesystem>
#include <memory>
#include <string>

namespace sluice::app {

inline constexpr auto default_data_directory = "./sluice-data";

// A data directory as commands beside the server use it. The directory must exist: only `serve`
// and `demo`, and `organization add` for the first set-up, make one.
[[nodiscard]] std::expected<std::unique_ptr<storage::Database>, std::string> open_database(
    const std::string& directory);

// The same with the key ring (checked against the data) and the key slots.
struct OpenData {
  std::unique_ptr<storage::Database> database;
  crypto::KeyRing ring;
  std::unique_ptr<keys::KeySlots> slots;
};
// `key_source` as keys.source ("file:PATH"); empty: file:DIRECTORY/master.key. `slots` as
// keys.slots; empty: as the server has it. `random` outlives the result.
[[nodiscard]] std::expected<OpenData, std::string> open_data(const std::string& directory,
                                                             const std::string& key_source,
                                                             const std::string& slots,
                                                             const Clock& clock, Random& random);

// Where the key slots are when keys.slots is `configured`, or empty: beside the data directory, so
// that no backup of the one holds the other; in it where an older version has put some.
[[nodiscard]] std::string slots_source(const std::string& directory, const std::string& configured);

// Where the master key lies when nothing else was said.
[[nodiscard]] std::filesystem::path default_key_file(const std::string& directory);

}  // namespace sluice::app
