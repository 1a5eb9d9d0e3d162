#include "calls/refresh_text.h"

namespace sluice::calls {

using vault::Connection;

std::unexpected<CallError> reconnect_needed(const Connection& connection) {
  return std::unexpected(CallError{
      CallError::Kind::needs_reconnect,
      connection.row().name_in_sentences +
          " no longer accepts the access it granted: it was revoked there, or it ended. Press "
          "Reconnect in Data sources."});
}

std::unexpected<CallError> not_connected() {
  return std::unexpected(CallError{CallError::Kind::not_connected,
                                   "The data source was disconnected in the meantime."});
}

std::unexpected<CallError> renewed_too_often(const Connection& connection) {
  return std::unexpected(
      CallError{CallError::Kind::vendor_down,
                connection.row().name_in_sentences +
                    " ended the access it had just renewed, three times within a minute. Wait a "
                    "minute and ask again; if it stays, press Reconnect in Data sources."});
}

std::unexpected<CallError> not_recorded() {
  return std::unexpected(
      CallError{CallError::Kind::not_recorded,
                "The audit trail cannot be written, so nothing was asked of the vendor. Tell your "
                "operator: the disk may be full."});
}

std::unexpected<CallError> not_renewed(const Connection& connection) {
  return std::unexpected(
      CallError{CallError::Kind::vendor_down,
                connection.row().name_in_sentences +
                    " does not renew its access at the moment. The connection is kept; try again "
                    "in a few minutes."});
}

std::string refused_detail(const oauth::OAuthError& error) {
  return "The vendor refuses to renew the access it granted" +
         (error.refusal ? " (" + error.refusal->error + ")" : std::string()) + ". Press Reconnect.";
}

}  // namespace sluice::calls
