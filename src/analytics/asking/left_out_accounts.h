#pragma once
#include "analytics/asking/run.h"
#include "analytics/computing/fetch_plan.h"
#include "analytics/meaning/accounts.h"

#include <map>
#include <set>
#include <string>

namespace sluice::analytics {

// The accounts of a vendor with several that could not be read in one run. What was read of them
// counts nowhere, and the answer says which they are: a number of the others alone must not look
// like that of all.
class LeftOutAccounts {
 public:
  // Both outlive it.
  LeftOutAccounts(const Meaning& meaning, const QueryPlan& plan) : meaning_(meaning), plan_(plan) {}

  // False: the run cannot go on without what failed. It was the vendor's only account, or the last
  // of those that are asked, or not the account's fault.
  [[nodiscard]] bool add(const PlannedFetch& fetch, const RunError& error);
  [[nodiscard]] bool holds(const PlannedFetch& fetch) const {
    return left_out_.contains(to_text(fetch.connection));
  }
  [[nodiscard]] bool empty() const noexcept { return left_out_.empty(); }
  // As rows carry them (account_value).
  [[nodiscard]] const std::set<std::string>& values() const noexcept { return left_out_; }
  [[nodiscard]] const std::set<std::string>& caveats() const noexcept { return caveats_; }

 private:
  const Meaning& meaning_;
  const QueryPlan& plan_;
  std::set<std::string> left_out_;
  std::set<std::string> caveats_;
};

}  // namespace sluice::analytics
