#include "vault/credential_envelope.h"

#include "base/json.h"
#include "base/random.h"
#include "crypto/fernet.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sluice::vault {
namespace {

const CredentialOwner owner{"7", "9", "access_token", 3};

TEST(CredentialEnvelope, gives_back_any_bytes) {
  SeededRandom random(9);
  for (std::size_t length = 0; length < 300; ++length) {
    const std::string value = random.bytes(length);
    const auto opened = unwrap(owner, wrap(owner, Secret::take(std::string(value))));
    if (!opened) FAIL() << length;
    EXPECT_TRUE(opened->use([&](std::string_view text) { return text == value; })) << length;
  }
}

TEST(CredentialEnvelope, belongs_to_one_owner) {
  const Secret envelope = wrap(owner, Secret::take("value"));
  EXPECT_FALSE(unwrap({"8", "9", "access_token", 3}, envelope));
  EXPECT_FALSE(unwrap({"7", "8", "access_token", 3}, envelope));
  EXPECT_FALSE(unwrap({"7", "9", "refresh_token", 3}, envelope));
  EXPECT_FALSE(unwrap({"7", "9", "access_token", 4}, envelope));
}

TEST(CredentialEnvelope, refuses_what_is_not_exactly_one_flat_object) {
  for (const auto* text :
       {"", "{}", "value", "[]", R"({"v":1,"o":"7","c":"9","f":"access_token","g":3})",
        R"({"v":1,"o":"7","c":"9","f":"access_token","g":3,"s":"x"} )"
        "x",
        R"({"v":1,"o":"7","c":"9","f":"access_token","g":3,"s":"x",)",
        R"({"v":2,"o":"7","c":"9","f":"access_token","g":3,"s":"x"})",
        R"({"v":1,"o":7,"c":"9","f":"access_token","g":3,"s":"x"})",
        R"({"v":1,"o":"7","c":"9","f":"access_token","g":3,"s":"x","s":"y"})",
        R"({"v":1,"o":"7","c":"9","f":"access_token","g":3,"s":"x","n":"y"})",
        R"({"v":1,"o":"7","c":"9","f":"access_token","g":3,"s":"\u12"})"})
    EXPECT_FALSE(unwrap(owner, Secret::take(text))) << text;
}

TEST(CredentialEnvelope, decides_every_row_of_the_corpus_as_expected) {
  std::ifstream file(SLUICE_SOURCE_DIR "/tests/corpora/fernet-row-binding.jsonl");
  int cases = 0;
  for (std::string line; std::getline(file, line); ++cases) {
    const Json one = Json::parse(line);
    const Json& row = one.at("row");
    const auto key = crypto::FernetKey::parse(Secret::take(one.at("key").get<std::string>()));
    const auto envelope = crypto::fernet_decrypt(*key, one.at("token").get<std::string>());
    ASSERT_TRUE(envelope) << one.at("desc");
    const auto value = unwrap({row.at("org").get<std::string>(), row.at("conn").get<std::string>(),
                               row.at("field").get<std::string>(), row.at("gen").get<int>()},
                              *envelope);
    EXPECT_EQ(value.has_value(), one.at("expect") == "accept") << one.at("desc");
  }
  EXPECT_GE(cases, 6);
}

}  // namespace
}  // namespace sluice::vault
