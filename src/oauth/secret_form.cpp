#include "oauth/secret_form.h"

#include "base/base64.h"
#include "net/http_text.h"

namespace sluice::oauth {
namespace {

constexpr std::size_t encoded_growth_max = 3;  // "%XX" for one byte.

}  // namespace

Secret copy_secret(const Secret& secret) {
  Secret copy = Secret::take({});
  secret.use([&](std::string_view text) { copy = Secret::take(std::string(text)); });
  return copy;
}

void SecretForm::add(std::string name, const Secret& value) {
  fields_.emplace_back(std::move(name), copy_secret(value));
}

Secret SecretForm::encode() const {
  std::size_t size = 0;
  for (const auto& [name, value] : fields_) {
    size += 2 + encoded_growth_max * name.size();
    value.use([&](std::string_view text) { size += encoded_growth_max * text.size(); });
  }
  std::string body;
  body.reserve(size);
  for (const auto& [name, value] : fields_) {
    value.use([&](std::string_view text) { net::append_form_field(body, name, text); });
  }
  return Secret::take(std::move(body));
}

Secret basic_credentials(std::string_view client_id, const Secret& client_secret) {
  Secret credentials = Secret::take({});
  client_secret.use([&](std::string_view text) {
    std::string pair;
    pair.reserve(encoded_growth_max * (client_id.size() + text.size()) + 1);
    net::append_percent_encoded(pair, client_id);
    pair.push_back(':');
    net::append_percent_encoded(pair, text);
    credentials = Secret::take(to_base64(pair));
    const Secret wiped = Secret::take(std::move(pair));
  });
  return credentials;
}

}  // namespace sluice::oauth
