#pragma once
#include "base/clock.h"
#include "base/random.h"
#include "storage/database.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::identity {

// Counts failed attempts per account and address together, and per address (docs/limits: sign-in).
// Never per account alone: then anybody could keep its owner out by guessing. Private to identity/.
class SignInLimit {
 public:
  SignInLimit(const storage::Database& database, const Clock& clock, Random& random)
      : database_(database), clock_(clock), random_(random) {}

  // One attempt that was counted, to be handed back when it succeeds.
  struct Attempt {
    std::string account_here;  // This account from this address.
    std::string address;
    std::uint64_t id = 0;
  };
  // Counted as failed from now on. Nothing when either limit is reached and its back-off is not
  // over: the password is then not even looked at.
  [[nodiscard]] std::optional<Attempt> begin(std::string_view email, std::string_view address);
  // It was the right password: what failed for the account here is forgotten, what failed for
  // others from the same address is not.
  void succeed(const Attempt& attempt);

 private:
  const storage::Database& database_;
  const Clock& clock_;
  Random& random_;
};

// How long the next attempt has to wait after the last failure, with so many of them in the window:
// a minute, doubled by each failure beyond the limit, and never more than the window.
[[nodiscard]] std::chrono::minutes sign_in_back_off(std::int64_t failures, int failures_max);

}  // namespace sluice::identity
