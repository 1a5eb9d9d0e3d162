#include "server/connect_problem.h"

#include "server/problems.h"

namespace sluice::server {

net::ServerResponse connect_problem(const connections::ConnectError& error) {
  using Reason = connections::ConnectReason;
  const Json extra = {{"reason", to_text(error.reason)}};
  switch (error.reason) {
    case Reason::plan_required: return net::problem(plan_required, error.detail, extra);
    case Reason::unknown_vendor:
    case Reason::unknown_connection: return net::problem(not_found, error.detail, extra);
    case Reason::slot_kept: return net::problem(slot_kept, error.detail, extra);
    case Reason::invalid_input:
    case Reason::operator_setup: return net::problem(invalid_input, error.detail, extra);
    case Reason::cannot_open:
    case Reason::client_refused:
    case Reason::code_expired:
    case Reason::consent_refused:
    case Reason::expired:
    case Reason::first_list_failed:
    case Reason::gone:
    case Reason::key_not_tested:
    case Reason::key_refused:
    case Reason::mismatch:
    case Reason::nothing_found:
    case Reason::only_writing_scopes:
    case Reason::other_issuer:
    case Reason::redirect_refused:
    case Reason::refused_address:
    case Reason::slot_failed:
    case Reason::storage_failed:
    case Reason::superseded:
    case Reason::unreadable:
    case Reason::vendor_document:
    case Reason::vendor_down:
    case Reason::vendor_error:
    case Reason::vendor_refused:
    case Reason::widened_to_writing:
    case Reason::write_granted: break;
  }
  return net::problem(vendor_failed, error.detail, extra);
}

}  // namespace sluice::server
