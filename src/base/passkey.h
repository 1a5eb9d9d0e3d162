#pragma once

namespace sluice {

// A token only `Issuer` can make: a public function that asks for one has exactly one caller.
template <class Issuer>
class Passkey {
  friend Issuer;
  constexpr Passkey() noexcept {}  // Not `= default`, so that no one else can write `{}`.
};

}  // namespace sluice
