#include "analytics/meaning/near_words.h"

#include "base/text_distance.h"

#include <algorithm>
#include <utility>

namespace sluice::analytics {

std::vector<std::string> near_words(const Lexicon& lexicon, const TextWord& word) {
  constexpr std::size_t letters_for_one = 4;
  constexpr std::size_t letters_for_two = 8;
  if (word.text.size() < letters_for_one) return {};
  const std::size_t allowed = word.text.size() >= letters_for_two ? 2 : 1;
  const std::string own = stem_of(word.text);
  std::vector<std::pair<std::size_t, std::string>> found;
  for (const auto& [stem, spelling] : lexicon.spellings()) {
    if (spelling.size() < letters_for_one || spelling.front() != word.text.front()) continue;
    const std::size_t distance =
        std::min(text_distance(word.text, spelling), text_distance(own, stem));
    if (distance > 0 && distance <= allowed) found.emplace_back(distance, spelling);
  }
  std::ranges::sort(found);
  std::vector<std::string> words;
  for (auto& [distance, spelling] : found)
    words.push_back(std::move(spelling));
  return words;
}

std::vector<std::string> words_as_near(const Lexicon& lexicon, const TextWord& word) {
  const std::string own = stem_of(word.text);
  const std::size_t distance = text_distance(own, word.stem);
  std::vector<std::string> words;
  for (const auto& [stem, spelling] : lexicon.spellings())
    if (stem != word.stem && stem.size() == word.stem.size() && stem.front() == own.front() &&
        text_distance(own, stem) == distance)
      words.push_back(spelling);
  std::ranges::sort(words);
  return words;
}

}  // namespace sluice::analytics
