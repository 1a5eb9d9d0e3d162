#pragma once
#include <openssl/crypto.h>

#include <concepts>
#include <functional>
#include <iosfwd>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace sluice {

// What may leave Secret::use(): nothing, a number, a flag, an enum. A string, view, pointer or
// coroutine could carry the plaintext out, so none of them qualifies.
template <class T>
concept CarriesNoPlaintext = std::is_void_v<T> || std::is_arithmetic_v<T> || std::is_enum_v<T>;

// Plaintext that must not outlive its use: a token, an API key, a code verifier.
// Moves but never copies, is never printed, and is wiped when it dies.
class Secret {
 public:
  // Takes the text over and wipes the caller's buffer.
  [[nodiscard]] static Secret take(std::string&& text) {
    Secret secret(text);
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
    return secret;
  }
  // Moving takes the one buffer along; nothing of the text stays where it came from.
  Secret(Secret&&) noexcept = default;
  Secret& operator=(Secret&& other) noexcept {
    if (this != &other) {
      wipe();
      bytes_ = std::move(other.bytes_);
    }
    return *this;
  }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;
  ~Secret() { wipe(); }

  // The only way to the plaintext; synchronous, so that no secret lives across a suspension.
  template <std::invocable<std::string_view> Use>
    requires CarriesNoPlaintext<std::invoke_result_t<Use, std::string_view>>
  auto use(Use&& use) const {
    return std::invoke(std::forward<Use>(use), std::string_view(bytes_.data(), bytes_.size()));
  }
  // Whether there is a secret at all says nothing about it.
  [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }
  friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

 private:
  explicit Secret(std::string_view text) : bytes_(text.begin(), text.end()) {}
  void wipe() noexcept { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }
  std::vector<char> bytes_;  // Sized once: it never reallocates, so no stray copy is left behind.
};

}  // namespace sluice
