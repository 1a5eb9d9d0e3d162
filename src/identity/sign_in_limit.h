#pragma once
#include "base/clock.h"
#include "base/random.h"
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice::identity {

// Counts attempts per account and per address (docs/limits: sign-in). Private to identity/.
class SignInLimit {
 public:
  SignInLimit(const storage::Database& database, const Clock& clock, Random& random)
      : database_(database), clock_(clock), random_(random) {}

  struct Attempt {
    std::string account;
    std::string address;
    std::uint64_t id = 0;
  };
  // Counted as failed from now on. Nothing when either limit is reached: the password is then not
  // even looked at.
  [[nodiscard]] std::optional<Attempt> begin(std::string_view email, std::string_view address);
  // It was the right password: the account's failures are forgotten, the address's others are not.
  void succeed(const Attempt& attempt);

 private:
  const storage::Database& database_;
  const Clock& clock_;
  Random& random_;
};

}  // namespace sluice::identity
