// Fernet: what is sealed opens and stays the same, what opens has one spelling, and nothing else
// opens.
#include "base/wiping.h"
#include "check.h"
#include "crypto/fernet.h"
#include "crypto/padded_base64url.h"

#include <array>

namespace sluice::fuzz {
namespace {

using crypto::FernetKey;

const FernetKey& key() {
  static const FernetKey key = FernetKey::from_bytes(Secret::take(std::string(32, 'k')));
  return key;
}

std::string plain(const Secret& secret) {
  std::string text;
  secret.use([&](std::string_view bytes) { text = bytes; });
  return text;
}

// The token that the same key, time and IV make of the same words.
std::string sealed_again(std::string_view token, const Secret& opened) {
  const std::string raw = crypto::from_padded_base64url(token).value_or("");
  std::uint64_t seconds = 0;
  for (std::size_t i = 1; i < 9; ++i)
    seconds = (seconds << 8U) | static_cast<unsigned char>(raw[i]);
  std::array<unsigned char, 16> iv{};
  for (std::size_t i = 0; i < iv.size(); ++i)
    iv[i] = static_cast<unsigned char>(raw[9 + i]);
  return crypto::fernet_encrypt_with_iv(key(), opened, seconds, iv);
}

void check_token(std::string_view token) {
  const auto bytes = crypto::from_padded_base64url(token);
  if (bytes) require(crypto::to_padded_base64url(*bytes) == token, "bytes have one spelling");
  const auto opened = crypto::fernet_decrypt(key(), token);
  if (!opened) return;
  require(sealed_again(token, *opened) == token, "an opened token seals to the same bytes");
}

void check_text(std::string_view text, unsigned choice) {
  std::array<unsigned char, 16> iv{};
  iv.fill(static_cast<unsigned char>(choice));
  const std::string words(text);
  std::string token =
      crypto::fernet_encrypt_with_iv(key(), Secret::take(std::string(words)), choice, iv);
  check_token(token);
  const auto opened = crypto::fernet_decrypt(key(), token);
  require(opened && plain(*opened) == words, "what was sealed opens");
  std::string raw = crypto::from_padded_base64url(token).value_or("");
  const std::size_t at = (choice * 131U + words.size() * 7U) % raw.size();
  raw[at] = static_cast<char>(raw[at] ^ (1 << (choice % 8)));
  require(!crypto::fernet_decrypt(key(), crypto::to_padded_base64url(raw)),
          "a flipped bit is noticed");
  require(!crypto::fernet_decrypt(key(), token.substr(0, token.size() - 1)), "a cut is noticed");
}

void check_key(std::string_view text) {
  const auto parsed = FernetKey::parse(Secret::take(std::string(text)));
  if (!parsed) return;
  const std::string bytes =
      std::string(parsed->signing_half()) + std::string(parsed->encryption_half());
  require(crypto::to_padded_base64url(bytes) == text, "a key has one spelling");
}

}  // namespace
}  // namespace sluice::fuzz

int sluice::fuzz::check(std::string_view bytes) {
  std::string_view input = bytes;
  check_token(input);
  check_key(input);
  const unsigned choice = take_choice(input);
  check_text(input, choice);
  return 0;
}
