#include "analytics/asking/left_out_accounts.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

// Whether the others can be read all the same.
[[nodiscard]] bool is_of_the_account(RunError::Kind kind) {
  switch (kind) {
    case RunError::Kind::not_connected:
    case RunError::Kind::tool_not_allowed:
    case RunError::Kind::vendor_error:
    case RunError::Kind::unreadable:
    case RunError::Kind::tool_failed:
    case RunError::Kind::needs_reconnect:
    case RunError::Kind::cannot_open: return true;
    case RunError::Kind::no_exchange_rate:
    case RunError::Kind::plan_invalid:
    case RunError::Kind::needs_parameter:
    case RunError::Kind::deadline:
    case RunError::Kind::too_much_data:
    case RunError::Kind::internal: return false;
  }
  return false;
}

}  // namespace

bool LeftOutAccounts::add(const PlannedFetch& fetch, const RunError& error) {
  const VendorMeaning* vendor = meaning_.vendor(fetch.vendor);
  if (vendor == nullptr || fetch.account.empty() || !is_of_the_account(error.kind)) return false;
  left_out_.insert(to_text(fetch.connection));
  const auto asked = accounts_within(*vendor, plan_.filters);
  const bool any = std::ranges::any_of(
      asked, [&](const Account* account) { return !left_out_.contains(account_value(*account)); });
  if (!any) return false;
  RunError said = error;
  said.vendor_name = name_with_account(*vendor, fetch.account);
  caveats_.insert("This is incomplete: it leaves out the " + vendor->vendor->name + " account " +
                  fetch.account + ". " + sentence_of(said));
  return true;
}

}  // namespace sluice::analytics
