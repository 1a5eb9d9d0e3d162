#include "oauth/reason_text.h"

namespace sluice::oauth {

std::string_view to_text(OAuthReason reason) {
  switch (reason) {
    case OAuthReason::address_literal: return "address_literal";
    case OAuthReason::bad_client_id: return "bad_client_id";
    case OAuthReason::bad_client_secret: return "bad_client_secret";
    case OAuthReason::bad_token: return "bad_token";
    case OAuthReason::duplicate_member: return "duplicate_member";
    case OAuthReason::endpoint_sets_our_parameter: return "endpoint_sets_our_parameter";
    case OAuthReason::fragment: return "fragment";
    case OAuthReason::http_status: return "http_status";
    case OAuthReason::issuer_mismatch: return "issuer_mismatch";
    case OAuthReason::metadata_unavailable: return "metadata_unavailable";
    case OAuthReason::missing_member: return "missing_member";
    case OAuthReason::negative_lifetime: return "negative_lifetime";
    case OAuthReason::no_authorization_server: return "no_authorization_server";
    case OAuthReason::no_bearer_header: return "no_bearer_header";
    case OAuthReason::no_code_grant: return "no_code_grant";
    case OAuthReason::no_code_response: return "no_code_response";
    case OAuthReason::no_registration: return "no_registration";
    case OAuthReason::no_s256: return "no_s256";
    case OAuthReason::no_secret: return "no_secret";
    case OAuthReason::no_server_metadata: return "no_server_metadata";
    case OAuthReason::no_usable_client_authentication: return "no_usable_client_authentication";
    case OAuthReason::not_an_https_url: return "not_an_https_url";
    case OAuthReason::not_an_object: return "not_an_object";
    case OAuthReason::not_json: return "not_json";
    case OAuthReason::own_origin: return "own_origin";
    case OAuthReason::port: return "port";
    case OAuthReason::private_name: return "private_name";
    case OAuthReason::query: return "query";
    case OAuthReason::redirect_uris_changed: return "redirect_uris_changed";
    case OAuthReason::redirected: return "redirected";
    case OAuthReason::refused_address: return "refused_address";
    case OAuthReason::refused_by_server: return "refused_by_server";
    case OAuthReason::registration_refused: return "registration_refused";
    case OAuthReason::resource_mismatch: return "resource_mismatch";
    case OAuthReason::revocation_failed: return "revocation_failed";
    case OAuthReason::secret_already_expired: return "secret_already_expired";
    case OAuthReason::token_type: return "token_type";
    case OAuthReason::too_large: return "too_large";
    case OAuthReason::too_long: return "too_long";
    case OAuthReason::too_many_authorization_servers: return "too_many_authorization_servers";
    case OAuthReason::too_many_entries: return "too_many_entries";
    case OAuthReason::unreachable: return "unreachable";
    case OAuthReason::unregistration_failed: return "unregistration_failed";
    case OAuthReason::unusable_authentication_method: return "unusable_authentication_method";
    case OAuthReason::wrong_type: return "wrong_type";
  }
  return {};
}

// One sentence for each, so it is longer than a screen. NOLINTNEXTLINE(readability-function-size)
std::string_view explain(OAuthReason reason) {
  switch (reason) {
    case OAuthReason::address_literal:
      return "The document gives an address by number instead of by name, which may lie inside "
             "this "
             "network, so it was not asked. Tell the vendor.";
    case OAuthReason::bad_token:
      return "The token is longer than 32 KiB or holds characters that no token has, so it was not "
             "kept. "
             "Connect again; tell the vendor if it stays.";
    case OAuthReason::endpoint_sets_our_parameter:
      return "The document gives an address that decides what is ours to ask for. Tell the vendor.";
    case OAuthReason::issuer_mismatch:
      return "The document speaks of another issuer than the one it was asked of, so nothing was "
             "sent. Do "
             "not sign in there; ask the vendor which issuer is right.";
    case OAuthReason::missing_member:
      return "The document lacks a part that it must have. Tell the vendor.";
    case OAuthReason::no_authorization_server:
      return "The document names nobody who could grant access. Ask the vendor how to sign in.";
    case OAuthReason::no_code_grant:
      return "The server offers no sign-in by authorization code. Ask the vendor.";
    case OAuthReason::no_code_response:
      return "The server offers no sign-in by authorization code. Ask the vendor.";
    case OAuthReason::no_s256:
      return "The server does not say that it checks proof keys (PKCE, S256), without which a code "
             "could "
             "be stolen. Ask the vendor to support it.";
    case OAuthReason::no_usable_client_authentication:
      return "The server knows no way to recognise this program. Ask the vendor for a client id.";
    case OAuthReason::not_an_https_url:
      return "The document gives something else than an https address, so it was not opened. Tell "
             "the "
             "vendor.";
    case OAuthReason::own_origin:
      return "The document leads back to this very server, so it was not asked. Tell the vendor.";
    case OAuthReason::port:
      return "The document gives an address on a port other than 443 and 8443, so it was not "
             "asked. Tell "
             "the vendor.";
    case OAuthReason::private_name:
      return "The document gives an address that only exists inside a private network, so it was "
             "not "
             "asked. Tell the vendor.";
    case OAuthReason::redirected:
      return "The server sends its clients to another address, which is not followed. Tell the "
             "vendor.";
    case OAuthReason::resource_mismatch:
      return "The document speaks of another server than the one it was asked of, so nothing was "
             "sent. "
             "Check the server's address.";
    case OAuthReason::token_type:
      return "The token is of a kind that is not used here. Tell the vendor.";
    case OAuthReason::too_many_authorization_servers:
      return "The document names more than 16 servers that could grant access, so none was asked. "
             "Tell the "
             "vendor.";
    case OAuthReason::too_many_entries:
      return "A list in the document has more than 1,000 entries, so it was not used. Tell the "
             "vendor.";
    case OAuthReason::wrong_type:
      return "A part of the document is of the wrong kind. Tell the vendor.";
    case OAuthReason::bad_client_id:
    case OAuthReason::bad_client_secret:
    case OAuthReason::duplicate_member:
    case OAuthReason::fragment:
    case OAuthReason::http_status:
    case OAuthReason::metadata_unavailable:
    case OAuthReason::negative_lifetime:
    case OAuthReason::no_bearer_header:
    case OAuthReason::no_registration:
    case OAuthReason::no_secret:
    case OAuthReason::no_server_metadata:
    case OAuthReason::not_an_object:
    case OAuthReason::not_json:
    case OAuthReason::query:
    case OAuthReason::redirect_uris_changed:
    case OAuthReason::refused_address:
    case OAuthReason::refused_by_server:
    case OAuthReason::registration_refused:
    case OAuthReason::revocation_failed:
    case OAuthReason::secret_already_expired:
    case OAuthReason::too_large:
    case OAuthReason::too_long:
    case OAuthReason::unreachable:
    case OAuthReason::unregistration_failed:
    case OAuthReason::unusable_authentication_method:
      return "The document is not acceptable, so it was not used. Tell the vendor.";
  }
  return {};
}

}  // namespace sluice::oauth
