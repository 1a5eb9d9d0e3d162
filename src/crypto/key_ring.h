#pragma once
#include "base/secret.h"
#include "crypto/fernet.h"

#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
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

// Seals with the primary, opens with any. A ring that was read from a file follows the file: keys
// that a rotation beside the running program put there are learned when a ciphertext needs one
// (docs/adr/0004). Nothing is ever taken out, so a reference to a key stays good. Thread-safe.
class KeyRing {
 public:
  // Reads the keys anew, the primary first; nothing when they cannot be read.
  using Source = std::function<std::optional<std::vector<MasterKey>>()>;

  KeyRing(MasterKey primary, std::vector<MasterKey> retired, Source source = {});
  // Good as long as the ring; after look_again() another one may be the primary.
  [[nodiscard]] const MasterKey& primary() const;
  // All keys, the primary first.
  [[nodiscard]] std::vector<std::reference_wrapper<const MasterKey>> keys() const;
  // What `attempt` gives for the first key that it gives something for; when there is none, the
  // source is read once more.
  template <class Attempt>
  [[nodiscard]] std::invoke_result_t<Attempt, const MasterKey&> first_that_opens(
      const Attempt& attempt) const {
    do {
      for (const MasterKey& key : keys()) {
        if (auto value = attempt(key)) return value;
      }
    } while (look_again());
    return {};
  }
  // Reads the source again. True when there is a key that was not known. A set of keys without the
  // primary in use is another ring, put there by mistake, and changes nothing.
  bool look_again() const;

 private:
  struct Keys;
  struct Free {
    void operator()(Keys* keys) const;
  };
  std::unique_ptr<Keys, Free> keys_;
};

}  // namespace sluice::crypto
