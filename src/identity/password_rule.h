#pragma once
#include "base/secret.h"

#include <string_view>

namespace sluice::identity {

// Whether somebody who guesses would try it early: a well-known word with whatever stands around
// it, nothing but digits, the same few signs again and again, or hardly more than the e-mail
// address or the organization's name. For people who choose one; an operator's choice is his own.
[[nodiscard]] bool is_guessable(const Secret& password, std::string_view email,
                                std::string_view organization);

}  // namespace sluice::identity
