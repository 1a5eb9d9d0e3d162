#pragma once
#include "analytics/meaning/meaning.h"

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace sluice::analytics {

// Which entries can be joined to one entry without multiplying its rows, and how far away each
// is: 0 for itself, 1 for a join inside the vendor, 2 for one to another vendor by a shared
// meaning ("company.domain").
class Reach {
 public:
  Reach(const std::vector<VendorMeaning>& vendors, std::size_t vendor, const catalog::Entry& from);

  // Nothing when it cannot be reached.
  [[nodiscard]] std::optional<int> distance(const catalog::Entry* entry) const;

 private:
  void visit(const std::vector<VendorMeaning>& vendors, std::size_t vendor,
             const catalog::Entry& entry, int distance);
  std::unordered_map<const catalog::Entry*, int> distances_;
};

[[nodiscard]] const catalog::Field* find_field(const catalog::Entry& entry, std::string_view name);
[[nodiscard]] const catalog::Entry* find_entry(const VendorMeaning& vendor, std::string_view name);
[[nodiscard]] const catalog::Measure* find_measure(const catalog::Entry& entry,
                                                   std::string_view name);

}  // namespace sluice::analytics
