#include "connections/connect_text.h"

#include "calls/call_text.h"
#include "identity/plan.h"

namespace sluice::connections {
namespace {

[[nodiscard]] ConnectError refused_by_server(const catalog::Vendor& vendor,
                                             const oauth::OAuthError& error,
                                             const std::string& redirect_uri) {
  const std::string code = error.refusal ? error.refusal->error : "";
  // RFC 7591 section 3.2.2; the person cannot mend it, and support needs the exact address.
  if (code == "invalid_redirect_uri") {
    if (!vendor.approval.empty())
      return {ConnectReason::redirect_refused, vendor.name +
                                                   " does not accept this server's address yet. " +
                                                   approval_text(vendor, redirect_uri)};
    return {ConnectReason::redirect_refused,
            vendor.name + " does not accept this server's address. Ask " + vendor.name +
                "'s support to allow " + redirect_uri +
                ", or have your operator register a client there."};
  }
  // RFC 6749 section 5.2: the code has expired or was used, and a new one costs one press.
  if (code == "invalid_grant") {
    return {ConnectReason::code_expired,
            vendor.name +
                " did not accept the sign-in: it took too long or was used "
                "before. Press Connect again."};
  }
  if (code == "invalid_client" || code == "unauthorized_client") {
    return {ConnectReason::client_refused,
            vendor.name +
                " does not know this server as a client any more. Press "
                "Connect again; if it stays, the operator has to register it."};
  }
  return {ConnectReason::vendor_refused,
          vendor.name + " refused the request" + (code.empty() ? "" : " (" + code + ")") +
              ". Press Connect again; if it stays, tell your operator."};
}

}  // namespace

ConnectError key_error(const catalog::Vendor& vendor, const calls::CallError& error) {
  const std::string kept = " Nothing was stored or replaced.";
  if (error.kind == calls::CallError::Kind::needs_reconnect) {
    return {ConnectReason::key_refused,
            vendor.name + " does not accept this key." + kept +
                " Check that it is whole, of this account and allowed to read, and "
                "enter it again."};
  }
  return {ConnectReason::key_not_tested, "The key could not be tested: " + error.detail + kept};
}

ConnectError open_server_error(const catalog::Vendor& vendor, const calls::CallError& error) {
  const std::string kept = " Nothing was stored or replaced.";
  if (error.kind == calls::CallError::Kind::needs_reconnect) {
    return {ConnectReason::vendor_refused,
            vendor.name +
                "'s server asks for a sign-in, though it was reviewed as one that asks "
                "for none." +
                kept + " Tell your operator: its row is out of date."};
  }
  const bool down = error.kind == calls::CallError::Kind::vendor_down;
  return {down ? ConnectReason::vendor_down : ConnectReason::vendor_refused, error.detail + kept};
}

std::string approval_text(const catalog::Vendor& vendor, const std::string& redirect_uri) {
  if (vendor.approval.empty()) return {};
  return vendor.approval + " The redirect address of this server is " + redirect_uri + ".";
}

std::string setup_text(const catalog::Vendor& vendor, const std::string& redirect_uri) {
  const std::string what = vendor.operator_setup.empty()
                               ? vendor.name + " takes only clients that were registered by hand."
                               : vendor.operator_setup;
  return what + " The redirect address of this server is " + redirect_uri +
         " and the client id goes into sluice.toml as vendors." + vendor.slug + ".client_id.";
}

ConnectError issuer_error(const catalog::Vendor& vendor) {
  return {ConnectReason::other_issuer,
          vendor.name +
              "'s server sends its sign-in to another place than the one that was reviewed, so "
              "nobody was sent there and no secret was shown. Tell your operator: either " +
              vendor.name + " moved its sign-in, or something stands in between."};
}

ConnectError registration_error(const catalog::Vendor& vendor, const std::string& scope) {
  return {ConnectReason::widened_to_writing,
          vendor.name + " registered this server for more than reading (" +
              calls::scopes_in_words(scope) + "), so nothing was asked of it. Tell your operator."};
}

ConnectError grant_error(const catalog::Vendor& vendor, const std::string& scope, bool revoked) {
  const std::string end =
      revoked ? "and was given back. Press Connect again and choose read-only access there."
              : "and could not be given back: remove Sluice's access at " + vendor.name +
                    " by hand. Then press Connect again and choose read-only access there.";
  return {ConnectReason::write_granted, vendor.name + " granted more than reading (" +
                                            calls::scopes_in_words(scope) +
                                            "), so the access was not kept " + end};
}

ConnectError only_writing_error(const catalog::Vendor& vendor) {
  return {ConnectReason::only_writing_scopes,
          vendor.name +
              " offers no access that only reads, so it was not asked for any. Tell your "
              "operator."};
}

ConnectError plan_error(const catalog::Vendor& vendor) {
  return {ConnectReason::plan_required,
          "Connecting " + vendor.name + " needs the " +
              std::string(identity::display_name(identity::lowest_plan_with<identity::Mcp>())) +
              " plan or above."};
}

ConnectError egress_error(const catalog::Vendor& vendor) {
  return {ConnectReason::refused_address,
          "The address of " + vendor.name +
              " is not one that this server may reach. Tell your operator."};
}

ConnectError connect_error(const catalog::Vendor& vendor, const oauth::OAuthError& error,
                           const std::string& redirect_uri) {
  switch (error.failure) {
    case oauth::OAuthFailure::refused_address: return egress_error(vendor);
    case oauth::OAuthFailure::unreachable:
      return {ConnectReason::vendor_down,
              calls::no_answer_text(vendor.name, error.transport) + " Nothing was changed."};
    case oauth::OAuthFailure::http_status:
      return {ConnectReason::vendor_error,
              calls::status_text(vendor.name, error.status) + " Nothing was changed."};
    case oauth::OAuthFailure::bad_document:
      if (error.reason == oauth::OAuthReason::not_json) {
        return {ConnectReason::vendor_document,
                vendor.name +
                    " answered with a web page or something else that is no "
                    "JSON. Nothing was changed; try again in a few minutes."};
      }
      return {ConnectReason::vendor_document,
              vendor.name + " answered with something that cannot be trusted (" +
                  std::string(to_text(error.reason)) +
                  "). Nothing was changed; tell your operator."};
    case oauth::OAuthFailure::refused_by_server:
      return refused_by_server(vendor, error, redirect_uri);
    case oauth::OAuthFailure::not_supported:
      return {ConnectReason::operator_setup, setup_text(vendor, redirect_uri)};
  }
  return {ConnectReason::vendor_error, vendor.name + " could not be connected. Try again."};
}

ConnectError callback_error(const catalog::Vendor& vendor, const oauth::CallbackError& error) {
  switch (error.fault) {
    case oauth::CallbackFault::refused:
      if (error.error == "access_denied") {
        return {ConnectReason::consent_refused,
                "Access was not granted at " + vendor.name +
                    ", so nothing was connected. Press Connect when you want "
                    "to try again."};
      }
      return {ConnectReason::vendor_refused,
              vendor.name + " ended the sign-in (" + error.error + "). Press Connect again."};
    case oauth::CallbackFault::wrong_issuer:
    case oauth::CallbackFault::missing_issuer:
      return {ConnectReason::mismatch,
              "The answer did not come from where the sign-in began, so it was not used. Press "
              "Connect again; if it stays, tell your operator."};
    case oauth::CallbackFault::unreadable:
    case oauth::CallbackFault::no_state:
    case oauth::CallbackFault::wrong_state:
    case oauth::CallbackFault::no_code:
      return {ConnectReason::unreadable,
              "The answer of " + vendor.name +
                  " could not be read, so nothing was connected. Press Connect "
                  "again."};
  }
  return {ConnectReason::unreadable, "Nothing was connected. Press Connect again."};
}

}  // namespace sluice::connections
