#include "connections/connect_error.h"

namespace sluice::connections {
namespace {

[[nodiscard]] ConnectReason reason_of(vault::VaultError error) {
  switch (error) {
    case vault::VaultError::gone: return ConnectReason::gone;
    case vault::VaultError::superseded: return ConnectReason::superseded;
    case vault::VaultError::cannot_open: return ConnectReason::cannot_open;
    case vault::VaultError::slot_failed: return ConnectReason::slot_failed;
  }
  return ConnectReason::cannot_open;
}

}  // namespace

std::string_view to_text(ConnectReason reason) {
  switch (reason) {
    case ConnectReason::cannot_open: return "cannot_open";
    case ConnectReason::client_refused: return "client_refused";
    case ConnectReason::code_expired: return "code_expired";
    case ConnectReason::consent_refused: return "consent_refused";
    case ConnectReason::expired: return "expired";
    case ConnectReason::first_list_failed: return "first_list_failed";
    case ConnectReason::gone: return "gone";
    case ConnectReason::invalid_input: return "invalid_input";
    case ConnectReason::key_not_tested: return "key_not_tested";
    case ConnectReason::key_refused: return "key_refused";
    case ConnectReason::mismatch: return "mismatch";
    case ConnectReason::nothing_found: return "nothing_found";
    case ConnectReason::only_writing_scopes: return "only_writing_scopes";
    case ConnectReason::operator_setup: return "operator_setup";
    case ConnectReason::other_issuer: return "other_issuer";
    case ConnectReason::plan_required: return "plan_required";
    case ConnectReason::redirect_refused: return "redirect_refused";
    case ConnectReason::refused_address: return "refused_address";
    case ConnectReason::slot_failed: return "slot_failed";
    case ConnectReason::slot_kept: return "slot_kept";
    case ConnectReason::storage_failed: return "storage_failed";
    case ConnectReason::superseded: return "superseded";
    case ConnectReason::unknown_connection: return "unknown_connection";
    case ConnectReason::unknown_vendor: return "unknown_vendor";
    case ConnectReason::unreadable: return "unreadable";
    case ConnectReason::vendor_document: return "vendor_document";
    case ConnectReason::vendor_down: return "vendor_down";
    case ConnectReason::vendor_error: return "vendor_error";
    case ConnectReason::vendor_refused: return "vendor_refused";
    case ConnectReason::widened_to_writing: return "widened_to_writing";
    case ConnectReason::write_granted: return "write_granted";
  }
  return {};
}

ConnectError vault_error(vault::VaultError error) {
  return {reason_of(error), std::string(vault::user_text(error))};
}

}  // namespace sluice::connections
