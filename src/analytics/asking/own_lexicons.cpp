#include "analytics/asking/own_lexicons.h"

#include <algorithm>

namespace sluice::analytics {

std::shared_ptr<const LexiconIndex> OwnLexicons::of(const OwnValueRepository& values,
                                                    const std::vector<VendorMeaning>& vendors) {
  Key key{.organization = values.access().organization(), .versions = {}};
  OwnValueVersions versions = values.versions();
  for (const VendorMeaning& vendor : vendors)
    key.versions.emplace_back(key_of(vendor), versions[vendor.vendor->slug]);
  {
    const std::scoped_lock lock(mutex_);
    const auto found = std::ranges::find(kept_, key, &Kept::first);
    if (found != kept_.end()) {
      std::rotate(found, found + 1, kept_.end());
      return kept_.back().second;
    }
  }
  // Read and built outside of the lock. What is learnt between the two reads is indexed under the
  // older version, and once more under its own.
  auto index = own_index_of(vendors, values.list());
  const std::scoped_lock lock(mutex_);
  // Older versions of the same vendors are asked for no more.
  std::erase_if(kept_, [&](const Kept& kept) {
    return kept.first.organization == key.organization &&
           std::ranges::equal(kept.first.versions, key.versions, {},
                              &decltype(key.versions)::value_type::first,
                              &decltype(key.versions)::value_type::first);
  });
  if (kept_.size() == kept_max) kept_.erase(kept_.begin());
  kept_.emplace_back(std::move(key), index);
  return index;
}

std::size_t OwnLexicons::size() const {
  const std::scoped_lock lock(mutex_);
  return kept_.size();
}

}  // namespace sluice::analytics
