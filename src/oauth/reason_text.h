#pragma once
#include <string_view>

namespace sluice::oauth {

// What exactly was wrong with an authorization server or with a document of it. Closed; compared as
// such, and written by its name where a machine or the log reads it.
enum class OAuthReason {
  address_literal,
  bad_client_id,
  bad_client_secret,
  bad_token,
  duplicate_member,
  endpoint_sets_our_parameter,
  fragment,
  http_status,
  issuer_mismatch,
  metadata_unavailable,
  missing_member,
  negative_lifetime,
  no_authorization_server,
  no_bearer_header,
  no_code_grant,
  no_code_response,
  no_registration,
  no_s256,
  no_secret,
  no_server_metadata,
  no_usable_client_authentication,
  not_an_https_url,
  not_an_object,
  not_json,
  own_origin,
  port,
  private_name,
  query,
  redirect_uris_changed,
  redirected,
  refused_address,
  refused_by_server,
  registration_refused,
  resource_mismatch,
  revocation_failed,
  secret_already_expired,
  token_type,
  too_large,
  too_long,
  too_many_authorization_servers,
  too_many_entries,
  unreachable,
  unregistration_failed,
  unusable_authentication_method,
  wrong_type,
};

// The name of the enumerator: stable.
[[nodiscard]] std::string_view to_text(OAuthReason reason);

// What it means and what to do about it, for the log and the operator; a sentence that fits every
// document where there is no special one. Quotes nobody.
[[nodiscard]] std::string_view explain(OAuthReason reason);

}  // namespace sluice::oauth
