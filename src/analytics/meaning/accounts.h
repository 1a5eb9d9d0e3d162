#pragma once
#include "analytics/meaning/meaning.h"
#include "base/json.h"

#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::analytics {

// Several connections of one vendor are one source whose rows carry the account that they come
// from: every entry has one field more, whose values are the connections. Its values are their ids,
// so that a pinned plan goes on meaning the same account under another name; people say and see
// the names. With one connection nothing of it is there.
inline constexpr std::string_view account_field = "connected_account";
// Where the field is read: beside what the rows were asked with, and never sent.
inline constexpr std::string_view account_argument = "sluice_account";

[[nodiscard]] bool is_account(const catalog::Field& field);
[[nodiscard]] bool has_accounts(const VendorMeaning& vendor);
[[nodiscard]] std::string account_value(const Account& account);

// A field that tells rows apart inside one account alone, as ids do: two accounts may hold the same
// one. What means the same everywhere (an e-mail address, a domain) is the same across them.
[[nodiscard]] bool is_of_one_account(const VendorMeaning& vendor, const catalog::Field& field);

// The vendor as the catalog has it, with the field of these accounts in each entry.
[[nodiscard]] catalog::Vendor with_accounts(const catalog::Vendor& vendor,
                                            const std::vector<Account>& accounts);

// The vendors made by with_accounts() lately, so that questions of an organization share one and
// with it what was indexed for it. Found by ids and names together: nobody is given another's.
// Thread-safe. All vendors are of one catalog, which outlives it.
class AccountVendors {
 public:
  // Kept; of more, the one that was not asked for longest goes.
  static constexpr std::size_t kept_max = 32;

  [[nodiscard]] std::shared_ptr<const catalog::Vendor> of(const catalog::Vendor& vendor,
                                                          const std::vector<Account>& accounts);

 private:
  struct Key {
    const catalog::Vendor* vendor = nullptr;
    std::vector<std::pair<ConnectionId, std::string>> accounts;
    friend bool operator==(const Key&, const Key&) = default;
  };
  std::mutex mutex_;
  std::vector<std::pair<Key, std::shared_ptr<const catalog::Vendor>>> kept_;  // Asked last, last.
};

// Those of the vendor's accounts that the filters leave: what is not asked about is not asked.
// Empty where they leave none, as after the named one was disconnected.
[[nodiscard]] std::vector<const Account*> accounts_within(const VendorMeaning& vendor,
                                                          const std::vector<Filter>& filters);
// The vendors of a plan that groups by accounts, shows them or names some.
[[nodiscard]] std::set<std::string> vendors_told_apart(const QueryPlan& plan);
// "Stripe (Acme Europe)", or the vendor's name alone where there is one account.
[[nodiscard]] std::string name_with_account(const VendorMeaning& vendor, std::string_view account);

}  // namespace sluice::analytics
