#pragma once
#include "base/secret.h"
#include "crypto/fernet.h"

#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::crypto {

// The key that all credential keys are derived from. Lives in sodium_malloc memory: locked, out of
// core dumps, between guard pages, read-only.
class MasterKey {
 public:
  // The text has the form of a Fernet key.
  [[nodiscard]] static std::expected<MasterKey, FernetKeyError> parse(const Secret& text);

  // HKDF-SHA-256(this, salt, info) -> a Fernet key.
  [[nodiscard]] FernetKey derive(std::string_view salt, std::string_view info) const;
  // Names the key without telling it (an HMAC of a fixed text, 16 hexadecimal digits).
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  struct Free {
    void operator()(unsigned char* bytes) const;
  };
  explicit MasterKey(const FernetKey& key);
  std::unique_ptr<unsigned char, Free> bytes_;
  std::string name_;
};

// Seals with the primary, opens with any. Loaded at start and constant from then on.
class KeyRing {
 public:
  KeyRing(MasterKey primary, std::vector<MasterKey> retired);
  [[nodiscard]] const MasterKey& primary() const noexcept { return keys_.front(); }
  // All keys, the primary first.
  [[nodiscard]] const std::vector<MasterKey>& keys() const noexcept { return keys_; }

 private:
  std::vector<MasterKey> keys_;
};

}  // namespace sluice::crypto
