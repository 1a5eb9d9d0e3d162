#pragma once
#include "base/clock.h"
#include "base/random.h"
#include "crypto/key_ring.h"
#include "storage/database.h"

#include <expected>
#include <filesystem>
#include <string>
#include <string_view>

namespace sluice::keys {

// Why a ring or a slot cannot be used.
struct KeyError {
  std::string detail;  // What happened and what to do, for the operator; never key material.
  bool exists_already = false;  // The file that was to be made.
};

// A key ring is one Fernet key a line; the first is the primary, the others are retired ones.
constexpr std::size_t key_file_bytes_max = 4096;

// `source` is one of
//   file:PATH         owner-only (0600 or 0400), owned by the user that runs the program
//   fd:N              an inherited file descriptor, read to its end and closed
//   credential:NAME   $CREDENTIALS_DIRECTORY/NAME, as systemd passes it
// `command:` and `vault:` are refused with a sentence: they are not built yet. A key is never
// read from the environment: /proc shows that to every process of the user.
[[nodiscard]] std::expected<crypto::KeyRing, KeyError> load_key_ring(std::string_view source);

// Makes a new key file, 0600; refuses to touch one that exists.
[[nodiscard]] std::expected<void, KeyError> make_key_file(const std::filesystem::path& file,
                                                          Random& random);
// Puts a fresh primary in front of the keys of the file: written beside it, fsynced, renamed.
[[nodiscard]] std::expected<void, KeyError> add_primary_key(const std::filesystem::path& file,
                                                            Random& random);

// Recognises a wrong master key at start, before a row is touched: the ring must hold a key that
// this data was written with (or the data is new). Remembers the primary's name.
[[nodiscard]] std::expected<void, KeyError> check_key_ring(const storage::Database& database,
                                                           const crypto::KeyRing& ring,
                                                           const Clock& clock);

// The same question without an answer in the data: for looking only.
[[nodiscard]] bool opens_data(const storage::Database& database, const crypto::KeyRing& ring);

}  // namespace sluice::keys
