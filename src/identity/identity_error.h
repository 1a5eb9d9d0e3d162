#pragma once
#include <string>
#include <string_view>

namespace sluice::identity {

// Every refusal of this folder. A caller turns it into an answer by reason() and user_text(), and
// never by comparing texts.
enum class IdentityError {
  wrong_credentials,  // Also for an unknown account: nobody learns which e-mails exist.
  too_many_attempts,  // docs/limits: sign-in.
  email_taken,
  sign_up_refused,    // E-mail taken, said to whoever comes: nobody learns which exist.
  too_many_sign_ups,  // docs/limits: sign-up.
  email_malformed,
  name_missing,
  name_too_long,
  password_too_short,
  password_too_long,
  password_guessable,
  organization_name_missing,
  slug_taken,
  slug_malformed,
  unknown_organization,
  unknown_timezone,
  unknown_currency,
  unknown_week_start,
  rates_missing,       // Another currency, and none of the rates that it needs.
  invitation_invalid,  // Unknown, used or expired: one answer for all three.
  not_a_member,
  not_permitted,
  last_owner,  // An organization keeps at least one owner.
  unknown_id,
};

[[nodiscard]] std::string_view reason(IdentityError error);     // Stable, for machines.
[[nodiscard]] std::string_view user_text(IdentityError error);  // What happened and what to do.

}  // namespace sluice::identity
