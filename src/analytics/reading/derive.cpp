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
    // A percent sign, a plus, a comparison or a number sign says something; commas and stops do
    // not.
    const bool says = word.text == "%" || word.text == ">" || word.text == "<" ||
                      word.text == "#" || word.text == "+";
    return says ? Weight::content : Weight::nothing;
  }
  if (scene.grammar.is(WordList::harmless, word.text)) return Weight::nothing;
  if (scene.grammar.is(WordList::light, word.text)) return Weight::light;
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

[[nodiscard]] bool may_follow(const Placed& piece, const Path& path) {
  if (piece.after.empty()) return true;
  return path.last &&
         std::find(piece.after.begin(), piece.after.end(), *path.last) != piece.after.end();
}

[[nodiscard]] Path with_piece(const Path& path, const Placed& piece, std::size_t index) {
  Path next = path;
  next.cost += piece.cost;
  next.pieces.push_back(index);
  // A courtesy between two pieces does not part them.
  if (piece.make != Make::filler) next.last = piece.make;
  return next;
}

// "With their value", "the top 10 items by sales": whether the counted vendor calls something by
// this word alone, be it out of reach of what is counted.
[[nodiscard]] bool names_something(const AnchorView& view, std::size_t word) {
  if (!view.fields(word).empty()) return true;
  // "Did people make more reports": who acts is no name of a field.
  const Scene& scene = view.scene();
  return !scene.grammar.is(WordList::speakers, scene.words, word) &&
         names_field_of(scene, view.anchor().what.vendor, word);
}

// Leaving a word out is always possible, so that every question has a parse; what it may have
// carried is paid for.
[[nodiscard]] Path without_word(const AnchorView& view, const Path& path, std::size_t word) {
  Path next = path;
  // What is counted took its words before anything else: it is a piece of its own.
  if (view.is_taken(word)) {
    next.last = Make::counted;
    return next;
  }
  // A light word that names something here may have been meant so.
  constexpr double named_here = 0.45;
  switch (weight_of(view.scene(), word)) {
    case Weight::nothing: next.cost += harmless_cost; break;
    case Weight::light:
      next.cost += names_something(view, word) ? named_here : light_cost;
      next.light.push_back(word);
      break;
    case Weight::content:
      next.cost += unexplained_cost;
      next.unexplained.push_back(word);
      next.last.reset();
      break;
  }
  return next;
}

[[nodiscard]] Parse parse_of(const Path& path, const std::vector<Placed>& pieces) {
  Parse parse;
  parse.cost = path.cost;
  parse.unexplained = path.unexplained;
  parse.light = path.light;
  for (const std::size_t index : path.pieces)
    parse.pieces.push_back(pieces[index]);
  return parse;
}

}  // namespace

std::vector<Parse> derive(const AnchorView& view, const std::vector<Placed>& pieces) {
  const std::size_t size = view.scene().words.size();
  std::vector<std::vector<std::size_t>> starting(size);
  for (std::size_t i = 0; i < pieces.size(); ++i)
    if (!view.is_taken(pieces[i].first)) starting[pieces[i].first].push_back(i);
  // Word by word: a way to a place needs only the ways to the places before it.
  std::vector<std::vector<Path>> at(size + 1);
  at[0].push_back({});
  for (std::size_t word = 0; word < size; ++word) {
    for (const Path& path : at[word]) {
      for (const std::size_t index : starting[word])
        if (may_follow(pieces[index], path))
          keep_best(at[pieces[index].end], with_piece(path, pieces[index], index));
      keep_best(at[word + 1], without_word(view, path, word));
    }
  }
  std::vector<Parse> out;
  for (const Path& path : at[size]) {
    if (out.size() == parses_max) break;
    out.push_back(parse_of(path, pieces));
  }
  return out;
}

}  // namespace sluice::analytics
