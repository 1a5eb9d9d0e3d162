#include "identity/identity_error.h"

namespace sluice::identity {

std::string_view reason(IdentityError error) {
  switch (error) {
    case IdentityError::wrong_credentials: return "wrong_credentials";
    case IdentityError::too_many_attempts: return "too_many_attempts";
    case IdentityError::email_taken: return "email_taken";
    case IdentityError::sign_up_refused: return "sign_up_refused";
    case IdentityError::too_many_sign_ups: return "too_many_sign_ups";
    case IdentityError::email_malformed: return "email_malformed";
    case IdentityError::name_missing: return "name_missing";
    case IdentityError::name_too_long: return "name_too_long";
    case IdentityError::password_guessable: return "password_guessable";
    case IdentityError::password_too_short: return "password_too_short";
    case IdentityError::password_too_long: return "password_too_long";
    case IdentityError::organization_name_missing: return "organization_name_missing";
    case IdentityError::slug_taken: return "slug_taken";
    case IdentityError::slug_malformed: return "slug_malformed";
    case IdentityError::unknown_organization: return "unknown_organization";
    case IdentityError::unknown_timezone: return "unknown_timezone";
    case IdentityError::unknown_currency: return "unknown_currency";
    case IdentityError::unknown_week_start: return "unknown_week_start";
    case IdentityError::rates_missing: return "rates_missing";
    case IdentityError::invitation_invalid: return "invitation_invalid";
    case IdentityError::not_a_member: return "not_a_member";
    case IdentityError::not_permitted: return "not_permitted";
    case IdentityError::last_owner: return "last_owner";
    case IdentityError::unknown_id: return "unknown_id";
  }
  return {};
}

std::string_view user_text(IdentityError error) {
  switch (error) {
    case IdentityError::wrong_credentials:
      return "The e-mail address or the password is wrong. Check both and try again.";
    case IdentityError::too_many_attempts:
      return "Too many attempts to sign in from here have failed. Wait a few minutes, then try "
             "again; after 15 minutes all of them are forgotten.";
    case IdentityError::email_taken:
      return "This e-mail address has an account already. Sign in instead.";
    case IdentityError::sign_up_refused:
      return "No account could be made with these details. If you have one already, sign in "
             "instead; else use another e-mail address.";
    case IdentityError::too_many_sign_ups:
      return "Too many accounts were made here within a short time. Wait 15 minutes, then try "
             "again.";
    case IdentityError::email_malformed:
      return "This is no e-mail address. Write it as name@example.com.";
    case IdentityError::name_missing:
      return "The name is missing. Enter the name that others will see.";
    case IdentityError::name_too_long: return "The name is too long. Use at most 100 characters.";
    case IdentityError::password_guessable:
      return "This password is among the first that are guessed. Use a few words that do not "
             "belong together.";
    case IdentityError::password_too_short:
      return "The password is too short. Use at least 10 characters; a few words will do.";
    case IdentityError::password_too_long:
      return "The password is too long. Use at most 1,000 characters.";
    case IdentityError::organization_name_missing:
      return "The organization's name is missing or longer than 200 characters.";
    case IdentityError::slug_taken:
      return "Another organization has this short name. Choose another one.";
    case IdentityError::slug_malformed:
      return "A short name has up to 40 lower-case letters, digits and hyphens inside.";
    case IdentityError::unknown_organization: return "There is no such organization.";
    case IdentityError::unknown_timezone:
      return "This time zone is not known. Use an IANA name such as America/New_York.";
    case IdentityError::unknown_currency:
      return "A currency is its ISO 4217 code in lower case, such as usd, and a rate is a number "
             "above zero.";
    case IdentityError::unknown_week_start: return "A week starts on monday or on sunday.";
    case IdentityError::rates_missing:
      return "Another currency needs its own exchange rates, in the same change: those that stand "
             "say what things are worth in the old one. Send exchange_rates, empty ({}) where "
             "every amount is in the new currency.";
    case IdentityError::invitation_invalid:
      return "This invitation was used already or has expired. Ask for a new one.";
    case IdentityError::not_a_member: return "You are not a member of this organization.";
    case IdentityError::not_permitted:
      return "Your role does not allow this. Ask an administrator.";
    case IdentityError::last_owner:
      return "An organization needs an owner. Name another owner first, then try again.";
    case IdentityError::unknown_id: return "There is no such entry.";
  }
  return {};
}

}  // namespace sluice::identity
