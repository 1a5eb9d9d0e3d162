#include "analytics/reading/two_questions.h"

#include "base/text.h"

namespace sluice::analytics {

std::vector<std::string> questions_in(const Grammar& grammar, std::string_view text) {
  const std::vector<TextWord> words = split_words(text);
  std::vector<std::size_t> begins;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (grammar.phrase_at(PhraseList::asks, words, at) == 0) continue;
    const bool first = begins.empty();
    const bool linked =
        at > 0 && (grammar.is(WordList::question_links, words, at - 1) || words[at - 1].sign);
    if (first || linked) begins.push_back(at);
    if (begins.size() == questions_max) break;
  }
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const std::size_t from = words[begins[i]].offset;
    std::size_t end = i + 1 < begins.size() ? begins[i + 1] : words.size();
    while (end > begins[i] &&
           (words[end - 1].sign ||
            (i + 1 < begins.size() && grammar.is(WordList::question_links, words, end - 1))))
      --end;
    if (end == begins[i]) continue;
    const std::size_t to = words[end - 1].offset + words[end - 1].length;
    parts.emplace_back(text.substr(from, to - from));
  }
  return parts;
}

std::vector<std::string> marked_questions(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t begin = 0; begin < text.size() && parts.size() < questions_max;) {
    const std::size_t mark = text.find('?', begin);
    if (mark == std::string_view::npos) break;
    std::string_view sentence = text.substr(begin, mark - begin);
    begin = mark + 1;
    // What stands in front of it is told, not asked.
    for (const std::string_view ends : {". ", "! ", "\n"})
      if (const std::size_t end = sentence.rfind(ends); end != std::string_view::npos)
        sentence.remove_prefix(end + ends.size());
    const std::vector<TextWord> words = split_words(sentence);
    std::size_t first = 0;
    while (first < words.size() &&
           (words[first].sign || Grammar::english().is(WordList::question_links, words, first)))
      ++first;
    if (first < words.size())
      parts.push_back(upper_first(sentence.substr(words[first].offset)) + "?");
  }
  constexpr std::size_t several = 2;
  return parts.size() < several ? std::vector<std::string>() : parts;
}

}  // namespace sluice::analytics
