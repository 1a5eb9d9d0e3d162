#include "cli/guard_fernet.h"

#include "base/base64.h"
#include "crypto/fernet.h"

#include <utility>
#include <vector>

namespace sluice::cli {
namespace {

OrderedJson refusal(std::string_view reason, std::string_view detail) {
  return {
      {"verdict", "refuse"}, {"reason", reason}, {"detail", detail}, {"plaintext_b64", nullptr}};
}

std::string_view detail_of(crypto::FernetError error) {
  switch (error) {
    case crypto::FernetError::malformed: return "The text is not a Fernet token.";
    case crypto::FernetError::not_authentic: return "None of the keys made this token.";
    case crypto::FernetError::expired: return "The token is older than its time to live.";
    case crypto::FernetError::from_the_future:
      return "The token's time stamp is more than a minute in the future.";
  }
  return {};
}

struct Input {
  std::string token;
  std::vector<std::string> keys;
  std::optional<crypto::Freshness> freshness;
};

std::expected<Input, std::string> read_input(std::string_view line) {
  const auto json = parse_json(line);
  if (!json) return std::unexpected(json.error());
  auto token = text_member(*json, "token");
  const Json& keys = member(*json, "keys");
  if (!token || !keys.is_array())
    return std::unexpected("needs \"token\" (text) and \"keys\" (a list of texts)");
  Input input{std::move(*token), {}, std::nullopt};
  for (const Json& key : keys) {
    if (!key.is_string()) return std::unexpected("\"keys\" must be a list of texts");
    input.keys.push_back(key.get<std::string>());
  }
  // Without a time to live a token does not age: so the vault uses it.
  if (member(*json, "ttl_sec").is_null()) return input;
  const auto seconds = integer_member(*json, "ttl_sec");
  const auto now = integer_member(*json, "now");
  if (!seconds || !now)
    return std::unexpected("\"ttl_sec\" and, with it, \"now\" must be whole numbers of seconds");
  input.freshness = {std::chrono::seconds(*seconds), Instant(std::chrono::seconds(*now))};
  return input;
}

std::expected<OrderedJson, std::string> judge(std::string_view line) {
  auto input = read_input(line);
  if (!input) return std::unexpected(input.error());
  std::vector<crypto::FernetKey> ring;
  for (std::string& text : input->keys) {
    auto key = crypto::FernetKey::parse(Secret::take(std::move(text)));
    if (!key)
      return refusal("bad_key", key.error() == crypto::FernetKeyError::all_zero
                                    ? "A key is all zeros."
                                    : "A key is not 32 bytes as padded base64url text.");
    ring.push_back(std::move(*key));
  }
  const auto opened = crypto::fernet_decrypt(ring, input->token, input->freshness);
  if (!opened) return refusal(crypto::reason(opened.error()), detail_of(opened.error()));
  OrderedJson answer{{"verdict", "allow"}, {"reason", "authentic"}, {"detail", "The token opens."}};
  opened->use([&](std::string_view plaintext) { answer["plaintext_b64"] = to_base64(plaintext); });
  return answer;
}

}  // namespace

Guard make_fernet_guard() {
  return judge;
}

}  // namespace sluice::cli
