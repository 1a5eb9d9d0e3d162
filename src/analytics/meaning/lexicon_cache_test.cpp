#include "analytics/meaning/lexicon_cache.h"

#include "catalog/catalog_fixture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace sluice::analytics {
namespace {

[[nodiscard]] std::vector<VendorMeaning> meanings(const catalog::Catalog& catalog) {
  std::vector<VendorMeaning> vendors;
  for (const catalog::Vendor& vendor : catalog.all())
    vendors.push_back({.vendor = &vendor});
  return vendors;
}

TEST(LexiconCache, builds_an_index_once_for_the_same_vendors) {
  const catalog::Catalog catalog = catalog::golden_vendors();
  LexiconCache cache;
  const auto vendors = meanings(catalog);
  const auto once = cache.of(vendors);
  EXPECT_EQ(cache.of(meanings(catalog)), once);
  EXPECT_EQ(cache.size(), 1U);
}

// Terms say their vendor by its place: another order, or one vendor less, is another index.
TEST(LexiconCache, takes_other_vendors_or_another_order_for_another_set) {
  const catalog::Catalog catalog = catalog::golden_vendors();
  LexiconCache cache;
  auto vendors = meanings(catalog);
  const auto all = cache.of(vendors);
  std::ranges::reverse(vendors);
  EXPECT_NE(cache.of(vendors), all);
  vendors.pop_back();
  const auto fewer = cache.of(vendors);
  EXPECT_NE(fewer, all);
  EXPECT_LT(fewer->terms.size(), all->terms.size());
}

TEST(LexiconCache, forgets_the_set_that_was_not_asked_for_longest) {
  const catalog::Catalog catalog = catalog::golden_vendors();
  const auto vendors = meanings(catalog);
  LexiconCache cache;
  const std::vector<VendorMeaning> first{vendors[0]};
  const auto kept = cache.of(first);
  std::vector<VendorMeaning> growing{vendors[1]};
  for (std::size_t i = 0; i < LexiconCache::kept_max; ++i) {
    static_cast<void>(cache.of(growing));
    growing.push_back(vendors[i % vendors.size()]);
  }
  EXPECT_EQ(cache.size(), LexiconCache::kept_max);
  EXPECT_NE(cache.of(first), kept);
}

TEST(LexiconCache, gives_what_is_found_without_it) {
  const catalog::Catalog catalog = catalog::golden_vendors();
  const auto vendors = meanings(catalog);
  LexiconCache cache;
  const auto words = split_words("open deals by owner in HubSpot last quarter");
  const std::vector<bool> masked(words.size(), false);
  const Lexicon own(vendors);
  const Lexicon shared(vendors, cache.of(vendors));
  EXPECT_EQ(shared.find(words, masked).size(), own.find(words, masked).size());
  EXPECT_GT(own.find(words, masked).size(), 3U);
}

}  // namespace
}  // namespace sluice::analytics
