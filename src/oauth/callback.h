#pragma once
#include "base/secret.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::oauth {

inline constexpr std::size_t callback_bytes_max = std::size_t{16} * 1024;
inline constexpr std::size_t code_bytes_max = std::size_t{8} * 1024;

// Why there is no code. Everything but `refused` was found by us and quotes nobody.
enum class CallbackFault {
  unreadable,      // Too long, broken escapes, or a parameter given twice.
  no_state,        // Nothing says which request this answers.
  wrong_state,     // Not the state of the request it is held against.
  wrong_issuer,    // RFC 9207: another server answered. Nothing it says is shown.
  missing_issuer,  // The server promised `iss` and did not send it.
  refused,         // The server sent `error`: the user said no, or the server did.
  no_code,
};
[[nodiscard]] std::string_view to_text(CallbackFault fault);  // A stable code.

struct CallbackError {
  CallbackFault fault;
  std::string error;        // Only with `refused`: the server's code, e.g. "access_denied".
  std::string description;  // Only with `refused`: untrusted text, at most 200 characters.
};

// The parameters of a redirect back to us (RFC 6749, section 4.1.2), each at most once.
class Callback {
 public:
  // `query` as it stands in the address, without "?".
  [[nodiscard]] static std::expected<Callback, CallbackError> read(std::string_view query);

  // The key of the pending authorization; the caller takes that out of its store, once.
  [[nodiscard]] const std::string& state() const noexcept { return state_; }

  // Whom the pending authorization went to.
  struct Expected {
    std::string_view state;
    std::string_view issuer;
    bool iss_parameter_supported = false;
  };
  // The authorization code, after state and issuer were compared byte for byte, in that order, and
  // before anything else the server said is looked at.
  [[nodiscard]] std::expected<Secret, CallbackError> take_code(const Expected& expected) &&;

 private:
  Callback() = default;
  std::string state_;
  std::optional<std::string> issuer_;
  std::optional<std::string> error_;
  std::string description_;
  Secret code_ = Secret::take({});
};

}  // namespace sluice::oauth
