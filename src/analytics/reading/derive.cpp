#include "analytics/reading/derive.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {
namespace {

constexpr std::size_t beam = 8;
constexpr double harmless_cost = 0.01;
constexpr double light_cost = 0.15;
constexpr double unexplained_cost = 4;

// A way from the first word to some word: the pieces so far, by index.
struct Path {
  double cost = 0;
  std::vector<std::size_t> pieces;
  std::vector<std::size_t> unexplained;
  std::vector<std::size_t> light;
  std::optional<Make> last;  // Kind of the piece before, small words between left out.
};

enum class Weight { nothing, light, content };

[[nodiscard]] Weight weight_of(const Scene& scene, std::size_t at) {
  const TextWord& word = scene.words[at];
  if (word.sign) {
    // A percent sign, a comparison or a number sign says something; commas and stops do not.
    const bool says = word.text == "%" || word.text == ">" || word.text == "<" || word.text == "#";
    return says ? Weight::content : Weight::nothing;
  }
  if (scene.grammar.is_harmless(word.text)) return Weight::nothing;
  if (scene.grammar.is_light(word.text)) return Weight::light;
  return Weight::content;
}

// Keeps the cheapest ways to a place, best first; of equal ones the earlier stays in front.
void keep_best(std::vector<Path>& paths, Path path) {
  const auto worse = std::find_if(paths.begin(), paths.end(),
                                  [&](const Path& each) { return each.cost > path.cost; });
  if (worse == paths.end() && paths.size() == beam) return;
  paths.insert(worse, std::move(path));
  if (paths.size() > beam) paths.pop_back();
}

}  // namespace

std::vector<Parse> derive(const AnchorView& view, const std::vector<Placed>& pieces) {
  const Scene& scene = view.scene();
  const std::size_t size = scene.words.size();
  std::vector<std::vector<std::size_t>> starting(size);
  for (std::size_t i = 0; i < pieces.size(); ++i)
    starting[pieces[i].first].push_back(i);
  std::vector<std::vector<Path>> at(size + 1);
  at[0].push_back({});
  for (std::size_t word = 0; word < size; ++word) {
    for (const Path& path : at[word]) {
      if (view.is_taken(word)) {
        Path next = path;
        next.last = Make::counted;
        keep_best(at[word + 1], std::move(next));
        continue;
      }
      for (const std::size_t index : starting[word]) {
        const Placed& piece = pieces[index];
        if (!piece.after.empty() && (!path.last || std::find(piece.after.begin(), piece.after.end(),
                                                             *path.last) == piece.after.end()))
          continue;
        Path next = path;
        next.cost += piece.cost;
        next.pieces.push_back(index);
        if (piece.make != Make::filler) next.last = piece.make;
        keep_best(at[piece.end], std::move(next));
      }
      Path next = path;
      // "With their value": a light word that names something here may have been meant so.
      constexpr double named_here = 0.45;
      const bool named = !view.fields(word).empty();
      switch (weight_of(scene, word)) {
        case Weight::nothing: next.cost += harmless_cost; break;
        case Weight::light:
          next.cost += named ? named_here : light_cost;
          next.light.push_back(word);
          break;
        case Weight::content:
          next.cost += unexplained_cost;
          next.unexplained.push_back(word);
          next.last.reset();
          break;
      }
      keep_best(at[word + 1], std::move(next));
    }
  }
  std::vector<Parse> out;
  for (const Path& path : at[size]) {
    Parse parse;
    parse.cost = path.cost;
    parse.unexplained = path.unexplained;
    parse.light = path.light;
    for (const std::size_t index : path.pieces)
      parse.pieces.push_back(pieces[index]);
    out.push_back(std::move(parse));
    if (out.size() == parses_max) break;
  }
  return out;
}

}  // namespace sluice::analytics
