#include "crypto/fernet.h"

#include "crypto/hashing.h"
#include "crypto/padded_base64url.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace sluice::crypto {
namespace {

// version (1) | time stamp (8) | IV (16) | ciphertext (16 n) | HMAC (32)
constexpr unsigned char fernet_version = 0x80;
constexpr std::size_t iv_offset = 9;
constexpr std::size_t iv_bytes = 16;
constexpr std::size_t ciphertext_offset = iv_offset + iv_bytes;
constexpr std::size_t block_bytes = 16;
constexpr std::size_t half_bytes = 16;
constexpr std::size_t token_bytes_min = ciphertext_offset + block_bytes + digest_bytes;
constexpr int time_stamp_bits = 64;

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

// Fetched once: a fetch per call costs more than the encryption.
const EVP_CIPHER* aes_128_cbc() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-128-CBC", nullptr);
  return cipher;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

CipherContext make_context() {
  CipherContext context(EVP_CIPHER_CTX_new());
  if (!context) std::abort();  // Out of memory.
  return context;
}

// Appends the ciphertext of `plaintext` to `token`, which ends with the IV.
void append_ciphertext(std::string& token, const FernetKey& key, std::string_view plaintext) {
  const CipherContext context = make_context();
  const std::size_t start = token.size();
  token.resize(start + (plaintext.size() / block_bytes + 1) * block_bytes);
  int written = 0;
  int last = 0;
  const bool encrypted =
      EVP_EncryptInit_ex2(context.get(), aes_128_cbc(), bytes_of(key.encryption_half()),
                          bytes_of(token) + iv_offset, nullptr) == 1 &&
      EVP_EncryptUpdate(context.get(), bytes_of(token) + start, &written, bytes_of(plaintext),
                        static_cast<int>(plaintext.size())) == 1 &&
      EVP_EncryptFinal_ex(context.get(), bytes_of(token) + start + written, &last) == 1;
  if (!encrypted) std::abort();  // A token with plaintext in it must never leave.
}

std::expected<Secret, FernetError> decrypt_body(const FernetKey& key, std::string_view body) {
  const std::string_view ciphertext = body.substr(ciphertext_offset);
  const CipherContext context = make_context();
  std::string plaintext(ciphertext.size() + block_bytes, '\0');
  int written = 0;
  int last = 0;
  const bool opened =
      EVP_DecryptInit_ex2(context.get(), aes_128_cbc(), bytes_of(key.encryption_half()),
                          bytes_of(body) + iv_offset, nullptr) == 1 &&
      EVP_DecryptUpdate(context.get(), bytes_of(plaintext), &written, bytes_of(ciphertext),
                        static_cast<int>(ciphertext.size())) == 1 &&
      EVP_DecryptFinal_ex(context.get(), bytes_of(plaintext) + written, &last) == 1;
  const auto length = static_cast<std::size_t>(written + last);
  // Wiped beyond its length too: there the padding block was.
  OPENSSL_cleanse(plaintext.data() + (opened ? length : 0),
                  plaintext.size() - (opened ? length : 0));
  if (!opened) return std::unexpected(FernetError::malformed);
  plaintext.resize(length);
  return Secret::take(std::move(plaintext));
}

std::uint64_t time_stamp_of(std::string_view raw) {
  std::uint64_t stamp = 0;
  for (std::size_t at = 1; at < iv_offset; ++at)
    stamp = (stamp << 8) | static_cast<unsigned char>(raw[at]);
  return stamp;
}

std::optional<FernetError> stale(std::uint64_t stamp, const Freshness& freshness) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(freshness.now).time_since_epoch();
  const auto now = static_cast<std::uint64_t>(std::max<std::int64_t>(0, seconds.count()));
  const auto skew = static_cast<std::uint64_t>(fernet_clock_skew.count());
  const auto lifetime =
      static_cast<std::uint64_t>(std::max<std::int64_t>(0, freshness.time_to_live.count()));
  if (stamp > now + skew) return FernetError::from_the_future;
  if (stamp <= now && now - stamp > lifetime) return FernetError::expired;
  return std::nullopt;
}

bool made_by(const FernetKey& key, std::string_view raw) {
  const std::string_view body = raw.substr(0, raw.size() - digest_bytes);
  const Digest expected = hmac_sha256(key.signing_half(), body);
  return equal_in_constant_time(as_text(expected), raw.substr(body.size()));
}

}  // namespace

std::expected<FernetKey, FernetKeyError> FernetKey::parse(const Secret& text) {
  FernetKey key;
  const bool well_formed = text.use([&](std::string_view letters) {
    std::optional<std::string> bytes = from_padded_base64url(letters);
    if (!bytes) return false;
    const bool right_size = bytes->size() == size_bytes;
    if (right_size) std::ranges::copy(*bytes, key.bytes_.begin());
    OPENSSL_cleanse(bytes->data(), bytes->size());
    return right_size;
  });
  if (!well_formed) return std::unexpected(FernetKeyError::malformed);
  // Never a key, always a file that was filled with zeros.
  if (std::ranges::count(key.bytes_, 0) == std::ptrdiff_t{size_bytes})
    return std::unexpected(FernetKeyError::all_zero);
  return key;
}

FernetKey FernetKey::from_bytes(const Secret& bytes) {
  FernetKey key;
  bytes.use([&](std::string_view raw) {
    if (raw.size() != size_bytes) std::abort();  // Derivation always gives 32.
    std::ranges::copy(raw, key.bytes_.begin());
  });
  return key;
}

Secret FernetKey::generate_text(Random& random) {
  std::string bytes = random.bytes(size_bytes);
  std::string text = to_padded_base64url(bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return Secret::take(std::move(text));
}

FernetKey::FernetKey(FernetKey&& other) noexcept : bytes_(other.bytes_) {
  OPENSSL_cleanse(other.bytes_.data(), other.bytes_.size());
}

FernetKey& FernetKey::operator=(FernetKey&& other) noexcept {
  if (this != &other) {
    bytes_ = other.bytes_;
    OPENSSL_cleanse(other.bytes_.data(), other.bytes_.size());
  }
  return *this;
}

FernetKey::~FernetKey() {
  OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

std::string_view FernetKey::signing_half() const noexcept {
  return {reinterpret_cast<const char*>(bytes_.data()), half_bytes};
}

std::string_view FernetKey::encryption_half() const noexcept {
  return {reinterpret_cast<const char*>(bytes_.data()) + half_bytes, half_bytes};
}

std::string_view reason(FernetError error) {
  switch (error) {
    case FernetError::malformed: return "malformed";
    case FernetError::not_authentic: return "not_authentic";
    case FernetError::expired: return "expired";
    case FernetError::from_the_future: return "from_the_future";
  }
  return {};
}

std::string fernet_encrypt_with_iv(const FernetKey& key, const Secret& plaintext,
                                   std::uint64_t unix_seconds,
                                   std::span<const unsigned char, 16> iv) {
  std::string token(1, static_cast<char>(fernet_version));
  for (int shift = time_stamp_bits - 8; shift >= 0; shift -= 8)
    token.push_back(static_cast<char>(unix_seconds >> shift));
  token.append(iv.begin(), iv.end());
  plaintext.use([&](std::string_view text) { append_ciphertext(token, key, text); });
  const Digest signature = hmac_sha256(key.signing_half(), token);
  token.append(as_text(signature));
  return to_padded_base64url(token);
}

std::string fernet_encrypt(const FernetKey& key, const Secret& plaintext, Instant now,
                           Random& random) {
  std::array<unsigned char, iv_bytes> iv{};
  random.fill(iv);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  return fernet_encrypt_with_iv(key, plaintext, static_cast<std::uint64_t>(seconds), iv);
}

std::expected<Secret, FernetError> fernet_decrypt(std::span<const FernetKey> ring,
                                                  std::string_view token,
                                                  std::optional<Freshness> freshness) {
  const std::optional<std::string> raw = from_padded_base64url(token);
  if (!raw || raw->size() < token_bytes_min ||
      static_cast<unsigned char>(raw->front()) != fernet_version)
    return std::unexpected(FernetError::malformed);
  if ((raw->size() - ciphertext_offset - digest_bytes) % block_bytes != 0)
    return std::unexpected(FernetError::malformed);
  const auto maker =
      std::ranges::find_if(ring, [&](const FernetKey& key) { return made_by(key, *raw); });
  if (maker == ring.end()) return std::unexpected(FernetError::not_authentic);
  if (freshness)
    if (const auto error = stale(time_stamp_of(*raw), *freshness)) return std::unexpected(*error);
  return decrypt_body(*maker, std::string_view(*raw).substr(0, raw->size() - digest_bytes));
}

std::expected<Secret, FernetError> fernet_decrypt(const FernetKey& key, std::string_view token) {
  return fernet_decrypt(std::span(&key, 1), token, std::nullopt);
}

}  // namespace sluice::crypto
