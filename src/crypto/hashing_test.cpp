#include "crypto/hashing.h"

#include "base/base64.h"
#include "crypto/key_ring.h"
#include "crypto/password.h"
#include "crypto/pkce.h"

#include <gtest/gtest.h>

namespace sluice::crypto {
namespace {

std::string from_hex(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size(); at += 2)
    bytes.push_back(static_cast<char>(std::stoi(std::string(text.substr(at, 2)), nullptr, 16)));
  return bytes;
}

std::string hkdf_hex(std::string_view key, std::string_view salt, std::string_view info,
                     std::size_t length) {
  std::string hex;
  hkdf_sha256(key, salt, info, length).use([&](std::string_view bytes) { hex = to_hex(bytes); });
  return hex;
}

TEST(Hashing, sha256_is_that_of_fips_180) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Hashing, hmac_is_that_of_rfc_4231_case_2) {
  EXPECT_EQ(to_hex(as_text(hmac_sha256("Jefe", "what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Hashing, hkdf_is_that_of_rfc_5869_cases_1_and_3) {
  const std::string key = from_hex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
  EXPECT_EQ(
      hkdf_hex(key, from_hex("000102030405060708090a0b0c"), from_hex("f0f1f2f3f4f5f6f7f8f9"), 42),
      "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  EXPECT_EQ(hkdf_hex(key, "", "", 42),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Hashing, comparison_sees_length_and_content) {
  EXPECT_TRUE(equal_in_constant_time("same", "same"));
  EXPECT_FALSE(equal_in_constant_time("same", "sane"));
  EXPECT_FALSE(equal_in_constant_time("same", "same "));
}

TEST(Pkce, challenge_is_that_of_rfc_7636_appendix_b) {
  EXPECT_EQ(pkce_challenge(Secret::take("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TEST(Pkce, a_verifier_has_43_characters) {
  SeededRandom random(1);
  const PkcePair pair = make_pkce_pair(random);
  EXPECT_EQ(pair.verifier.use([](std::string_view text) { return text.size(); }), 43U);
  EXPECT_EQ(pair.challenge, pkce_challenge(pair.verifier));
}

TEST(Password, matches_itself_and_nothing_else) {
  const std::string hash = hash_password(Secret::take("correct horse battery"));
  EXPECT_TRUE(hash.starts_with("$argon2id$v=19$m=32768,t=3,p=1$"));
  EXPECT_TRUE(password_matches(Secret::take("correct horse battery"), hash));
  EXPECT_FALSE(password_matches(Secret::take("correct horse batterz"), hash));
}

TEST(MasterKey, derives_another_key_for_another_row) {
  SeededRandom random(5);
  const MasterKey master = *MasterKey::parse(FernetKey::generate_text(random));
  const std::string slot(32, 's');
  const std::string token = fernet_encrypt(master.derive(slot, "v1|1|2|access_token|1"),
                                           Secret::take("secret"), Instant{}, random);
  EXPECT_TRUE(fernet_decrypt(master.derive(slot, "v1|1|2|access_token|1"), token));
  EXPECT_FALSE(fernet_decrypt(master.derive(slot, "v1|1|3|access_token|1"), token));
  EXPECT_FALSE(fernet_decrypt(master.derive(std::string(32, 't'), "v1|1|2|access_token|1"), token));
}

TEST(MasterKey, has_a_name_that_stays) {
  const auto name = [] {
    return MasterKey::parse(Secret::take("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4="))->name();
  };
  EXPECT_EQ(name().size(), 16U);
  EXPECT_EQ(name(), name());
}

}  // namespace
}  // namespace sluice::crypto
