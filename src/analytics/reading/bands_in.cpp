#include "analytics/reading/bands_in.h"

#include "analytics/reading/phrases.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace sluice::analytics {
namespace {

constexpr double without_end = std::numeric_limits<double>::infinity();

// What one phrase says: from `low` to `high`, either of which may be open.
struct Band {
  std::size_t end = 0;  // Behind its last word.
  double low = -without_end;
  double high = without_end;
  bool rest = false;  // "And above": from where the band before ends.
};

// "10-50k": the thousands are said once, for both.
[[nodiscard]] bool shares_thousands(const Scene& scene, std::size_t first, std::size_t end) {
  const auto ends_in_k = [&](const TextWord& word) {
    const std::string_view written(scene.text.data() + word.offset, word.length);
    return word.number && (written.ends_with('k') || written.ends_with('K'));
  };
  std::size_t numbers = 0;
  bool last = false;
  bool before = false;
  for (std::size_t at = first; at < end; ++at) {
    if (!scene.words[at].number) continue;
    before = before || last;
    last = ends_in_k(scene.words[at]);
    ++numbers;
  }
  constexpr std::size_t pair = 2;
  return numbers == pair && last && !before;
}

[[nodiscard]] std::optional<Band> band_of(const Scene& scene, const GrammarRule& rule,
                                          std::size_t at, const PhraseMatch& match) {
  const auto& said = match.captured.quantities;
  Band band;
  band.end = match.end;
  band.rest = rule.of == "rest";
  if (band.rest) return band;
  if (said.empty()) return std::nullopt;
  if (rule.of == "below") {
    band.high = said.front().value;
  } else if (rule.of == "from") {
    band.low = said.front().value;
  } else {
    if (said.size() < 2) return std::nullopt;
    constexpr double thousand = 1000;
    band.low = said[0].value;
    band.high = said[1].value;
    if (shares_thousands(scene, at, match.end) && band.low * thousand < band.high)
      band.low *= thousand;
    if (!(band.low < band.high)) return std::nullopt;
  }
  return band;
}

// The longest band that begins at a word.
[[nodiscard]] std::optional<Band> band_at(const Scene& scene, std::size_t at) {
  std::optional<Band> best;
  for (const GrammarRule& rule : scene.grammar.rules()) {
    if (rule.make != Make::band) continue;
    for (const Phrase& phrase : rule.phrases)
      for (const PhraseMatch& match : match_phrase(scene, nullptr, phrase, at)) {
        const auto band = band_of(scene, rule, at, match);
        if (band && (!best || band->end > best->end)) best = band;
      }
  }
  return best;
}

// "199, 200": whole numbers name the last one inside and the first one of the next band.
[[nodiscard]] bool touches(const Band& before, const Band& next) {
  const bool whole = std::floor(before.high) == before.high;
  return before.high == next.low || (whole && before.high + 1 == next.low);
}

// Between two bands: commas and words that carry nothing.
[[nodiscard]] std::size_t next_band(const Scene& scene, std::size_t at) {
  constexpr std::size_t between_max = 3;
  for (std::size_t skipped = 0; skipped < between_max && at < scene.words.size(); ++skipped) {
    if (!scene.grammar.is(WordList::band_links, scene.words[at].text)) break;
    ++at;
  }
  return at;
}

// The lower edge of each band is the upper one of the band before.
[[nodiscard]] std::vector<double> edges_of(const std::vector<Band>& bands) {
  std::vector<double> edges;
  for (const Band& band : bands)
    if (band.low != -without_end) edges.push_back(band.low);
  if (bands.back().high != without_end) edges.push_back(bands.back().high);
  return edges;
}

}  // namespace

namespace {

// The bands that stand beside each other from here on; none where two of them do not touch.
[[nodiscard]] std::vector<Band> bands_from(const Scene& scene, std::size_t at) {
  std::vector<Band> bands;
  while (at < scene.words.size()) {
    auto band = band_at(scene, at);
    if (!band || (band->rest && bands.empty())) break;
    if (band->rest) band->low = bands.back().high;
    // Nothing goes on behind a band without an end, and only the first has no beginning.
    if (!bands.empty() && (band->low == -without_end || bands.back().high == without_end)) break;
    if (!bands.empty() && !touches(bands.back(), *band)) return {};
    bands.push_back(*band);
    at = next_band(scene, band->end);
  }
  return bands;
}

[[nodiscard]] bool are_usable(const std::vector<double>& edges) {
  return edges.size() <= band_edges_max &&
         std::ranges::adjacent_find(edges, std::ranges::greater_equal()) == edges.end() &&
         std::ranges::all_of(edges, [](double edge) { return std::abs(edge) <= band_edge_max; });
}

}  // namespace

std::vector<Placed> bands_in(const Scene& scene) {
  std::vector<Placed> out;
  for (std::size_t first = 0; first < scene.words.size(); ++first) {
    const std::vector<Band> bands = bands_from(scene, first);
    constexpr std::size_t several = 2;
    if (bands.size() < several) continue;
    const std::vector<double> edges = edges_of(bands);
    if (!are_usable(edges)) continue;
    constexpr double said = 0.05;
    out.push_back({first, bands.back().end, InBands{edges}, Make::band, "band", said, {}});
    first = bands.back().end - 1;
  }
  return out;
}

}  // namespace sluice::analytics
