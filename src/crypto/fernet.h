#pragma once
#include "base/clock.h"
#include "base/random.h"
#include "base/secret.h"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace sluice::crypto {

// Future time stamps are tolerated this far where a time to live is asked for (Fernet spec).
constexpr std::chrono::seconds fernet_clock_skew{60};

// An all-zero key is one that somebody forgot to make.
enum class FernetKeyError { malformed, all_zero };

// 16 bytes that sign and 16 that encrypt. Moves, never copies; wiped at its end.
class FernetKey {
 public:
  static constexpr std::size_t size_bytes = 32;
  // From base64url text with padding, 44 characters; strict: nothing else around or inside.
  [[nodiscard]] static std::expected<FernetKey, FernetKeyError> parse(const Secret& text);
  // From exactly 32 bytes, as HKDF makes them.
  [[nodiscard]] static FernetKey from_bytes(const Secret& bytes);
  // A fresh one, as text: what a key file holds.
  [[nodiscard]] static Secret generate_text(Random& random);

  FernetKey(FernetKey&& other) noexcept;
  FernetKey& operator=(FernetKey&& other) noexcept;
  FernetKey(const FernetKey&) = delete;
  FernetKey& operator=(const FernetKey&) = delete;
  ~FernetKey();

  // Views into the key: no longer than it lives, and never copied into anything.
  [[nodiscard]] std::string_view signing_half() const noexcept;
  [[nodiscard]] std::string_view encryption_half() const noexcept;

 private:
  FernetKey() = default;
  std::array<unsigned char, size_bytes> bytes_{};
};

// Why a token does not open. Nobody outside is told which: the one text for them is "cannot be
// decrypted".
enum class FernetError {
  malformed,      // Not strict base64url, too short, wrong version, bad block count or padding.
  not_authentic,  // No key of the ring made this.
  expired,
  from_the_future,
};
// Stable, for the log and `sluice check fernet`.
[[nodiscard]] std::string_view reason(FernetError error);

// Tokens at rest have no time to live: an old connection must not die of age.
struct Freshness {
  std::chrono::seconds time_to_live;
  Instant now;
};

// Encrypts with a random IV; `now` is the token's time stamp. github.com/fernet/spec.
[[nodiscard]] std::string fernet_encrypt(const FernetKey& key, const Secret& plaintext, Instant now,
                                         Random& random);
// With the IV given: for the published vectors.
[[nodiscard]] std::string fernet_encrypt_with_iv(const FernetKey& key, const Secret& plaintext,
                                                 std::uint64_t unix_seconds,
                                                 std::span<const unsigned char, 16> iv);

// Opens with the first key of the ring that made the token (primary first). The HMAC is checked
// before anything is decrypted.
[[nodiscard]] std::expected<Secret, FernetError> fernet_decrypt(
    std::span<const FernetKey> ring, std::string_view token,
    std::optional<Freshness> freshness = std::nullopt);
[[nodiscard]] std::expected<Secret, FernetError> fernet_decrypt(const FernetKey& key,
                                                                std::string_view token);

}  // namespace sluice::crypto
