#pragma once
#include "base/secret.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::oauth {

// A form (application/x-www-form-urlencoded) some of whose values are secrets: it is put together
// once, in a buffer of the right size, so that no earlier copy stays in memory.
class SecretForm {
 public:
  void add(std::string name, std::string value) {
    fields_.emplace_back(std::move(name), Secret::take(std::move(value)));
  }
  void add(std::string name, const Secret& value);
  // The whole body; the fields keep their secrets, so it can be made once more.
  [[nodiscard]] Secret encode() const;

 private:
  std::vector<std::pair<std::string, Secret>> fields_;
};

// base64(form(id) ":" form(secret)), what follows "Basic " (RFC 6749, section 2.3.1).
[[nodiscard]] Secret basic_credentials(std::string_view client_id, const Secret& client_secret);

// A second Secret with the same text, for a value that is sent and kept.
[[nodiscard]] Secret copy_secret(const Secret& secret);

}  // namespace sluice::oauth
