#include "crypto/fernet.h"

#include "base/base64.h"
#include "base/json.h"
#include "base/time_format.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace sluice::crypto {
namespace {

const std::string corpora = SLUICE_SOURCE_DIR "/tests/corpora/";

std::string read_file(const std::string& path) {
  const std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<Json> read_lines(const std::string& path) {
  std::ifstream file(path);
  std::vector<Json> lines;
  for (std::string line; std::getline(file, line);)
    lines.push_back(Json::parse(line));
  return lines;
}

FernetKey key_from(const Json& text) {
  auto key = FernetKey::parse(Secret::take(text.get<std::string>()));
  EXPECT_TRUE(key) << "the corpus has a bad key";
  return std::move(*key);
}

bool holds(const Secret& secret, std::string_view expected) {
  return secret.use([&](std::string_view text) { return text == expected; });
}

Freshness freshness_of(const Json& vector) {
  return {std::chrono::seconds(vector.at("ttl_sec").get<int>()),
          parse_rfc3339(vector.at("now").get<std::string>()).value_or(Instant{})};
}

TEST(Fernet, makes_the_published_token) {
  for (const Json& vector : Json::parse(read_file(corpora + "fernet-official/generate.json"))) {
    std::array<unsigned char, 16> iv{};
    for (std::size_t at = 0; at < iv.size(); ++at)
      iv.at(at) = vector.at("iv").at(at).get<unsigned char>();
    const auto now = parse_rfc3339(vector.at("now").get<std::string>()).value_or(Instant{});
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    EXPECT_EQ(fernet_encrypt_with_iv(key_from(vector.at("secret")),
                                     Secret::take(vector.at("src").get<std::string>()),
                                     static_cast<std::uint64_t>(seconds), iv),
              vector.at("token").get<std::string>());
  }
}

TEST(Fernet, opens_the_published_token) {
  for (const Json& vector : Json::parse(read_file(corpora + "fernet-official/verify.json"))) {
    const FernetKey key = key_from(vector.at("secret"));
    const auto opened = fernet_decrypt(std::span(&key, 1), vector.at("token").get<std::string>(),
                                       freshness_of(vector));
    ASSERT_TRUE(opened);
    EXPECT_TRUE(holds(*opened, vector.at("src").get<std::string>()));
  }
}

TEST(Fernet, refuses_every_published_invalid_token) {
  const Json vectors = Json::parse(read_file(corpora + "fernet-official/invalid.json"));
  EXPECT_EQ(vectors.size(), 8U);
  for (const Json& vector : vectors) {
    const FernetKey key = key_from(vector.at("secret"));
    EXPECT_FALSE(fernet_decrypt(std::span(&key, 1), vector.at("token").get<std::string>(),
                                freshness_of(vector)))
        << vector.at("desc");
  }
}

TEST(Fernet, decides_every_case_of_the_corpus_as_expected) {
  const std::vector<Json> lines = read_lines(corpora + "fernet.jsonl");
  EXPECT_GE(lines.size(), 49U);
  for (const Json& line : lines) {
    std::vector<FernetKey> ring;
    for (const Json& key : line.at("keys"))
      ring.push_back(key_from(key));
    std::optional<Freshness> freshness;
    if (!line.at("ttl_sec").is_null())
      freshness = {std::chrono::seconds(line.at("ttl_sec").get<int>()),
                   Instant(std::chrono::seconds(line.at("now").get<std::int64_t>()))};
    const auto opened = fernet_decrypt(ring, line.at("token").get<std::string>(), freshness);
    const auto expected = line.at("expect").get<std::string>();
    if (expected != "either") EXPECT_EQ(opened.has_value(), expected == "accept") << line;
    if (opened && line.contains("plaintext_b64"))
      EXPECT_TRUE(
          holds(*opened, from_base64(line.at("plaintext_b64").get<std::string>()).value_or("?")));
  }
}

TEST(Fernet, has_one_spelling_for_each_token) {
  for (const Json& line : read_lines(corpora + "fernet.jsonl")) {
    if (line.at("expect") != "either") continue;
    const FernetKey key = key_from(line.at("keys").at(0));
    EXPECT_EQ(fernet_decrypt(key, line.at("token").get<std::string>()).error(),
              FernetError::malformed)
        << line.at("desc");
  }
}

TEST(Fernet, refuses_every_bad_key_of_the_corpus) {
  for (const Json& line : read_lines(corpora + "fernet-key.jsonl"))
    EXPECT_FALSE(FernetKey::parse(Secret::take(line.at("key").get<std::string>())))
        << line.at("desc");
}

TEST(Fernet, opens_what_it_sealed_at_every_length_and_refuses_any_flipped_bit) {
  SeededRandom random(7);
  const Secret text = FernetKey::generate_text(random);
  const FernetKey key = *FernetKey::parse(text);
  for (std::size_t length = 0; length < 70; ++length) {
    const std::string plaintext = random.bytes(length);
    const std::string token =
        fernet_encrypt(key, Secret::take(std::string(plaintext)), Instant{}, random);
    const auto opened = fernet_decrypt(key, token);
    ASSERT_TRUE(opened) << length;
    EXPECT_TRUE(holds(*opened, plaintext));
    for (std::size_t at = 0; at < token.size(); ++at) {
      std::string changed = token;
      changed[at] = static_cast<char>(changed[at] ^ (1 << (random.id() % 8)));
      EXPECT_FALSE(fernet_decrypt(key, changed)) << length << " at " << at;
    }
  }
}

TEST(Fernet, opens_with_a_retired_key_of_the_ring) {
  SeededRandom random(3);
  std::vector<FernetKey> ring;
  for (int made = 0; made < 3; ++made)
    ring.push_back(*FernetKey::parse(FernetKey::generate_text(random)));
  const std::string token = fernet_encrypt(ring[2], Secret::take("old"), Instant{}, random);
  EXPECT_TRUE(fernet_decrypt(ring, token));
  EXPECT_EQ(fernet_decrypt(std::span(ring).first(2), token).error(), FernetError::not_authentic);
}

}  // namespace
}  // namespace sluice::crypto
