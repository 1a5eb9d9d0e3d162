#pragma once
#include "analytics/meaning/meaning.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace sluice::analytics {

// The entries that each shared meaning identifies ("company.domain"), with their vendors' places.
using JoinTargets =
    std::unordered_map<std::string, std::vector<std::pair<std::size_t, const catalog::Entry*>>>;
[[nodiscard]] JoinTargets join_targets(const std::vector<VendorMeaning>& vendors);

// Which entries can be joined to one entry without multiplying its rows, and how far away each
// is: 0 for itself, 1 for a join inside the vendor, 2 for one to another vendor by a shared
// meaning ("company.domain").
class Reach {
 public:
  Reach(const std::vector<VendorMeaning>& vendors, std::size_t vendor, const catalog::Entry& from);
  // With what is known of the vendors' joins, so that it need not be searched for.
  Reach(const std::vector<VendorMeaning>& vendors, const JoinTargets& targets, std::size_t vendor,
        const catalog::Entry& from);

  // Nothing when it cannot be reached.
  [[nodiscard]] std::optional<int> distance(const catalog::Entry* entry) const;

 private:
  void visit(const std::vector<VendorMeaning>& vendors, const JoinTargets& targets,
             std::size_t vendor, const catalog::Entry& entry, int distance);
  std::unordered_map<const catalog::Entry*, int> distances_;
};

// What was worked out for entries of some vendors, kept: each thing that a question may be counting
// asks for it. Thread-safe; one for each set of vendors, at most one Reach an entry.
class ReachCache {
 public:
  [[nodiscard]] std::shared_ptr<const Reach> of(const std::vector<VendorMeaning>& vendors,
                                                const JoinTargets& targets, std::size_t vendor,
                                                const catalog::Entry& from) const;

 private:
  mutable std::mutex mutex_;
  mutable std::unordered_map<const catalog::Entry*, std::shared_ptr<const Reach>> kept_;
};

[[nodiscard]] const catalog::Field* find_field(const catalog::Entry& entry, std::string_view name);
[[nodiscard]] const catalog::Entry* find_entry(const VendorMeaning& vendor, std::string_view name);
[[nodiscard]] const catalog::Measure* find_measure(const catalog::Entry& entry,
                                                   std::string_view name);

}  // namespace sluice::analytics
