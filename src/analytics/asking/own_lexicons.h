#pragma once
#include "analytics/asking/own_value_repository.h"
#include "analytics/meaning/lexicon.h"
#include "catalog/vendor.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace sluice::analytics {

// The indexes of own values of the organizations that asked lately, so that a question does not
// read and index them again while nothing changed. An index is found by the repository of the
// organization that asks and by nothing else, so that nobody reads by another's values.
// Thread-safe. All vendors are of one catalog, which outlives it.
class OwnLexicons {
 public:
  // Indexes kept; of more, the one that was not asked for longest goes.
  static constexpr std::size_t kept_max = 32;

  // Of the values of these vendors, in their order; null where none are known. Blocks.
  [[nodiscard]] std::shared_ptr<const LexiconIndex> of(const OwnValueRepository& values,
                                                       const std::vector<VendorMeaning>& vendors);
  [[nodiscard]] std::size_t size() const;

 private:
  struct Key {
    OrganizationId organization;
    std::vector<std::pair<VendorKey, std::int64_t>> versions;
    friend bool operator==(const Key&, const Key&) = default;
  };
  using Kept = std::pair<Key, std::shared_ptr<const LexiconIndex>>;

  mutable std::mutex mutex_;
  std::vector<Kept> kept_;  // Asked last, last.
};

}  // namespace sluice::analytics
