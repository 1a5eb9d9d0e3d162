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

namespace sluice::cli {

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
// `key_source` as keys.source ("file:PATH"); empty: file:DIRECTORY/master.key. Slots as the
// server's default, DIRECTORY/slots. `random` outlives the result.
[[nodiscard]] std::expected<OpenData, std::string> open_data(const std::string& directory,
                                                             const std::string& key_source,
                                                             const Clock& clock, Random& random);

// Where the master key lies when nothing else was said.
[[nodiscard]] std::filesystem::path default_key_file(const std::string& directory);

}  // namespace sluice::cli
