#include "base/test_laws.h"
#include "crypto/fernet.h"
#include "crypto/padded_base64url.h"

namespace sluice::crypto {
namespace {

using testing::expect_law;

[[nodiscard]] FernetKey any_key() {
  return FernetKey::from_bytes(Secret::take(
      *rc::gen::container<std::string>(FernetKey::size_bytes, rc::gen::arbitrary<char>())));
}

[[nodiscard]] bool opens_as(const FernetKey& key, std::string_view token, std::string_view text) {
  const auto opened = fernet_decrypt(key, token);
  return opened && opened->use([text](std::string_view plain) { return plain == text; });
}

TEST(FernetLaw, a_token_opens_with_its_key_as_what_was_sealed) {
  expect_law([](const std::string& text) {
    const FernetKey key = any_key();
    SeededRandom random(*rc::gen::arbitrary<std::uint64_t>());
    const Instant now{std::chrono::seconds(*rc::gen::inRange(0, 2'000'000'000))};
    const std::string token = fernet_encrypt(key, Secret::take(std::string(text)), now, random);
    RC_ASSERT(opens_as(key, token, text));
  });
}

TEST(FernetLaw, a_token_with_one_bit_changed_does_not_open) {
  expect_law([](const std::string& text) {
    const FernetKey key = any_key();
    SeededRandom random(7);
    const std::string token =
        fernet_encrypt(key, Secret::take(std::string(text)), Instant{}, random);
    std::string bytes = from_padded_base64url(token).value_or("");
    const auto at = *rc::gen::inRange<std::size_t>(0, bytes.size());
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << *rc::gen::inRange(0, 8)));
    RC_ASSERT(!fernet_decrypt(key, to_padded_base64url(bytes)).has_value());
  });
}

TEST(FernetLaw, another_key_opens_nothing) {
  expect_law([](const std::string& text) {
    const FernetKey key = any_key();
    const FernetKey other = FernetKey::from_bytes(Secret::take(std::string(32, 'k')));
    SeededRandom random(7);
    const std::string token =
        fernet_encrypt(key, Secret::take(std::string(text)), Instant{}, random);
    const auto opened = fernet_decrypt(other, token);
    RC_ASSERT(!opened.has_value());
    RC_ASSERT(opened.error() == FernetError::not_authentic);
  });
}

}  // namespace
}  // namespace sluice::crypto
