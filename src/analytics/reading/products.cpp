#include "analytics/reading/products.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

[[nodiscard]] bool is_connected(const Scene& scene, const catalog::Vendor& vendor) {
  const auto& connected = scene.context.connected;
  return std::any_of(connected.begin(), connected.end(),
                     [&](const VendorMeaning& one) { return one.vendor->slug == vendor.slug; });
}

// A word of a time, or of something that is connected.
[[nodiscard]] bool is_explained(const Scene& scene, std::size_t at) {
  const bool timed =
      std::any_of(scene.periods.begin(), scene.periods.end(), [&](const PeriodSpan& span) {
        return span.first <= at && at < span.end && !span.period.bare;
      });
  return timed || std::any_of(scene.matches.begin(), scene.matches.end(), [&](const Match& match) {
           return std::find(match.words.begin(), match.words.end(), at) != match.words.end();
         });
}

[[nodiscard]] bool names_at(const Scene& scene, std::size_t at, const catalog::Vendor& vendor) {
  const auto stems = stems_of(vendor.name);
  if (stems.empty() || at + stems.size() > scene.words.size()) return false;
  for (std::size_t i = 0; i < stems.size(); ++i)
    if (scene.words[at + i].stem != stems[i]) return false;
  return true;
}

}  // namespace

std::optional<NamedProduct> absent_product(const Scene& scene) {
  const auto& words = scene.words;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (is_explained(scene, at)) continue;
    const bool led = at > 0 && scene.grammar.is(WordList::product_leads, words, at - 1);
    if (scene.grammar.is(WordList::products, words[at].text) && (led || words[at].capital))
      return NamedProduct{scene.text.substr(words[at].offset, words[at].length), ""};
    // "In box" and "a square" are words; the vendor is written with a capital.
    if (!words[at].capital || (at == 0 && !led)) continue;
    for (const VendorMeaning& known : scene.context.catalog)
      if (!is_connected(scene, *known.vendor) && names_at(scene, at, *known.vendor))
        return NamedProduct{known.vendor->name, known.vendor->slug};
  }
  return std::nullopt;
}

}  // namespace sluice::analytics
