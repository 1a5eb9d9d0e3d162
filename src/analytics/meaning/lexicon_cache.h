#pragma once
#include "analytics/meaning/lexicon.h"

#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace sluice::analytics {

// The indexes of the sets of vendors that were asked lately, so that a question does not build its
// own: with 39 vendors that takes longer than to read it. Organizations with the same vendors share
// one, because it holds rows of the catalog and nothing of theirs; what an organization connects
// or disconnects makes another set, and a vendor of several accounts is one organization's alone.
// Thread-safe. All vendors are of one catalog, which outlives it, or own themselves.
class LexiconCache {
 public:
  // Sets kept; of more, the one that was not asked for longest goes.
  static constexpr std::size_t kept_max = 32;

  [[nodiscard]] std::shared_ptr<const LexiconIndex> of(const std::vector<VendorMeaning>& vendors);
  [[nodiscard]] std::size_t size() const;

 private:
  // In their order: terms say places in it. An address is a vendor's own while this is kept.
  using Key = std::vector<VendorKey>;

  mutable std::mutex mutex_;
  std::vector<std::pair<Key, std::shared_ptr<const LexiconIndex>>> kept_;  // Asked last, last.
};

}  // namespace sluice::analytics
