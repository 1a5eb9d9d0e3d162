#pragma once
#include "analytics/plan/query_plan.h"
#include "base/strong_id.h"
#include "catalog/vendor.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

// One connection to a vendor, as a question reads through it.
struct Account {
  ConnectionId connection{};
  std::string name;
  Json parameters = Json::object();
  bool needs_reconnect = false;
};

// One vendor as a question is planned and run against it: what the catalog says it means, and what
// is known of the organization's own connections. The planner and the run take the same type, so
// that neither can see a vendor that the other does not.
struct VendorMeaning {
  // Never null; of the catalog, which outlives the call, or `own`.
  const catalog::Vendor* vendor = nullptr;
  // What was filled in when connecting: "${connection.NAME}"; of several connections the first's.
  Json parameters = Json::object();
  bool needs_reconnect = false;        // It was connected, and only the user can renew that.
  std::vector<Account> accounts = {};  // Oldest first. Of a vendor's rows without them: none.
  std::shared_ptr<const catalog::Vendor> own = nullptr;  // With several accounts (accounts.h).
};

// What tells vendors apart in a cache. It holds what its address is of, where no catalog does.
struct VendorKey {
  const catalog::Vendor* vendor = nullptr;
  std::shared_ptr<const catalog::Vendor> own;
  friend bool operator==(const VendorKey&, const VendorKey&) = default;
};
[[nodiscard]] inline VendorKey key_of(const VendorMeaning& vendor) {
  return {vendor.vendor, vendor.own};
}

// Looks names of plans up in the rows of the connected vendors.
class Meaning {
 public:
  explicit Meaning(std::vector<VendorMeaning> vendors) : vendors_(std::move(vendors)) {}

  [[nodiscard]] const std::vector<VendorMeaning>& vendors() const noexcept { return vendors_; }
  [[nodiscard]] const VendorMeaning* vendor(std::string_view slug) const;
  [[nodiscard]] const catalog::Entry* entry(const Reference& reference) const;
  [[nodiscard]] const catalog::Field* field(const Reference& reference) const;

 private:
  std::vector<VendorMeaning> vendors_;
};

[[nodiscard]] const catalog::Field* field_named(const catalog::Entry& entry, std::string_view name);
// Of the entry, or made ad hoc ("count", "sum:amount"); nothing when the name is neither.
[[nodiscard]] std::optional<catalog::Measure> measure_named(const catalog::Entry& entry,
                                                            std::string_view name);
// The name of the same measure of a length of time in another unit: "in_minutes:build_time".
[[nodiscard]] std::string name_in_unit(std::string_view unit, std::string_view measure);
// Whether the measure is the state at an instant ("MRR"), or made of such states alone ("ARR").
[[nodiscard]] bool is_state(const catalog::Entry& entry, const catalog::Measure& measure);
// Whether the numbers of two groups, or of two buckets, make that of both together.
[[nodiscard]] bool adds_over_groups(const catalog::Measure& measure);
// Whether the numbers of two groups at one time do: a state does as well, over its groups alone.
[[nodiscard]] bool adds_at_one_time(const catalog::Measure& measure);
// "Average amount" for "average:amount", the label, or the name in words.
[[nodiscard]] std::string label_of(const catalog::Measure& measure);
[[nodiscard]] std::string label_of(const catalog::Field& field);

}  // namespace sluice::analytics
