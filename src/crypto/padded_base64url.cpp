#include "crypto/padded_base64url.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstdint>

namespace sluice::crypto {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::uint32_t invalid = 64;

constexpr auto values = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(invalid);
  for (std::size_t at = 0; at < alphabet.size(); ++at)
    table[static_cast<unsigned char>(alphabet[at])] = static_cast<std::uint8_t>(at);
  return table;
}();

std::uint32_t value_of(char letter) {
  return values[static_cast<unsigned char>(letter)];
}

// Four letters to a number of 24 bits; `invalid` in any of them shows in the second value.
struct Group {
  std::uint32_t bits;
  bool valid;
};
Group read_group(std::string_view four) {
  const std::uint32_t a = value_of(four[0]);
  const std::uint32_t b = value_of(four[1]);
  const std::uint32_t c = value_of(four[2]);
  const std::uint32_t d = value_of(four[3]);
  return {(a << 18) | (b << 12) | (c << 6) | d, ((a | b | c | d) & invalid) == 0};
}

}  // namespace

std::string to_padded_base64url(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');  // OpenSSL writes a NUL at the end.
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                  reinterpret_cast<const unsigned char*>(bytes.data()),
                  static_cast<int>(bytes.size()));
  text.pop_back();
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

std::optional<std::string> from_padded_base64url(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  if (text.ends_with("==")) {
    padding = 2;
  } else if (text.ends_with('=')) {
    padding = 1;
  }
  std::string bytes(text.size() / 4 * 3, '\0');
  bool valid = true;
  for (std::size_t at = 0; at < text.size(); at += 4) {
    std::array<char, 4> last{};
    std::string_view four = text.substr(at, 4);
    if (padding != 0 && at + 4 == text.size()) {
      std::ranges::copy(four, last.begin());
      std::fill_n(last.rbegin(), padding, 'A');  // Zero bits, checked below to have been zero.
      four = {last.data(), last.size()};
    }
    const Group group = read_group(four);
    valid = valid && group.valid;
    bytes[at / 4 * 3] = static_cast<char>(group.bits >> 16);
    bytes[at / 4 * 3 + 1] = static_cast<char>(group.bits >> 8);
    bytes[at / 4 * 3 + 2] = static_cast<char>(group.bits);
  }
  // The bits that the padding drops must be zero, or a second spelling would exist.
  for (std::size_t rest = 0; rest < padding; ++rest)
    valid = valid && bytes[bytes.size() - 1 - rest] == '\0';
  if (!valid) {
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return std::nullopt;
  }
  bytes.resize(bytes.size() - padding);
  return bytes;
}

}  // namespace sluice::crypto
