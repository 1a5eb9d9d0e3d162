#include "analytics/meaning/lexicon_cache.h"

#include <algorithm>

namespace sluice::analytics {

std::shared_ptr<const LexiconIndex> LexiconCache::of(const std::vector<VendorMeaning>& vendors) {
  Key key;
  for (const VendorMeaning& vendor : vendors)
    key.push_back(key_of(vendor));
  {
    const std::scoped_lock lock(mutex_);
    const auto found = std::ranges::find(kept_, key, &decltype(kept_)::value_type::first);
    if (found != kept_.end()) {
      std::rotate(found, found + 1, kept_.end());
      return kept_.back().second;
    }
  }
  // Built outside of the lock: others need not wait, and two that build the same keep one.
  auto index = index_of(vendors);
  const std::scoped_lock lock(mutex_);
  const auto found = std::ranges::find(kept_, key, &decltype(kept_)::value_type::first);
  if (found != kept_.end()) return found->second;
  if (kept_.size() == kept_max) kept_.erase(kept_.begin());
  kept_.emplace_back(std::move(key), index);
  return index;
}

std::size_t LexiconCache::size() const {
  const std::scoped_lock lock(mutex_);
  return kept_.size();
}

}  // namespace sluice::analytics
