#pragma once
#include "vault/credential_vault.h"

#include <string>
#include <string_view>

namespace sluice::connections {

// Why connecting did not work. Closed: routes and pages tell reasons apart by this and never by a
// sentence.
enum class ConnectReason {
  cannot_open,
  client_refused,
  code_expired,
  consent_refused,
  expired,
  first_list_failed,
  gone,
  invalid_input,
  key_not_tested,
  key_refused,
  mismatch,
  nothing_found,
  only_writing_scopes,
  operator_setup,
  other_issuer,
  plan_required,
  redirect_refused,
  refused_address,
  slot_failed,
  slot_kept,
  storage_failed,
  superseded,
  unknown_connection,
  unknown_vendor,
  unreadable,
  vendor_document,
  vendor_down,
  vendor_error,
  vendor_refused,
  widened_to_writing,
  write_granted,
};

// The name of the enumerator: stable, for the page and the audit trail.
[[nodiscard]] std::string_view to_text(ConnectReason reason);

struct ConnectError {
  ConnectReason reason = ConnectReason::vendor_error;
  std::string detail;  // A sentence that says what to do.
};

// The vault could not keep or open what it was given.
[[nodiscard]] ConnectError vault_error(vault::VaultError error);

}  // namespace sluice::connections
