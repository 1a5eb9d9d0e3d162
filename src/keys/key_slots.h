#pragma once
#include "base/random.h"
#include "base/secret.h"
#include "base/strong_id.h"
#include "keys/key_source.h"

#include <cstddef>
#include <expected>
#include <filesystem>
#include <memory>
#include <optional>
#include <string_view>

namespace sluice::keys {

using SlotId = StrongId<struct SlotTag>;

// 32 random bytes per credential, kept outside the database and its backups. Without the slot the
// ciphertext does not open, so overwriting the slot deletes every copy of it at once: free pages,
// write-ahead log, backups.
class KeySlots {
 public:
  static constexpr std::size_t slot_bytes = 32;
  // The slots stay: they are files, not memory.
  virtual ~KeySlots() = default;
  // A fresh slot, on disk when this returns.
  [[nodiscard]] virtual std::expected<SlotId, KeyError> make() = 0;
  // Nothing when there is no such slot (any more).
  [[nodiscard]] virtual std::optional<Secret> read(SlotId slot) const = 0;
  // Overwrites, syncs, removes. A slot that is already gone is no error.
  [[nodiscard]] virtual std::expected<void, KeyError> erase(SlotId slot) = 0;
};

// `source` is file:DIR (made 0700 when absent); `vault:` is refused with a sentence.
[[nodiscard]] std::expected<std::unique_ptr<KeySlots>, KeyError> open_key_slots(
    std::string_view source, Random& random);

}  // namespace sluice::keys
