#include "analytics/reading/asking_part.h"

#include "analytics/language/text_words.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

// Words [first, end) of one sentence.
struct Sentence {
  std::size_t first = 0;
  std::size_t end = 0;
};

[[nodiscard]] bool ends_sentence(const std::vector<TextWord>& words, std::size_t at) {
  const std::string& text = words[at].text;
  if (!words[at].sign || (text != "." && text != ";" && text != "?" && text != "!")) return false;
  // "v8.56" and "web.app" go on.
  return at + 1 == words.size() || !words[at + 1].joined;
}

[[nodiscard]] std::vector<Sentence> sentences_of(const std::vector<TextWord>& words) {
  std::vector<Sentence> sentences;
  std::size_t first = 0;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (!ends_sentence(words, at) && at + 1 != words.size()) continue;
    if (at > first || !words[at].sign) sentences.push_back({first, at + 1});
    first = at + 1;
  }
  return sentences;
}

// Background may be left out only where no word of it could change the answer.
class Parts {
 public:
  Parts(const Grammar& grammar, const Lexicon& lexicon, std::string_view text)
      : grammar_(grammar), lexicon_(lexicon), text_(text), words_(split_words(text)) {}

  [[nodiscard]] std::vector<AskingPart> find() {
    out_.push_back({std::string(text_), "", 0});
    const auto sentences = sentences_of(words_);
    for (std::size_t first = 0; first < sentences.size(); ++first)
      for (std::size_t last = sentences.size(); last-- > first;)
        between(sentences, first, last);
    return std::move(out_);
  }

 private:
  // Sentences first to last alone.
  void between(const std::vector<Sentence>& sentences, std::size_t first, std::size_t last) {
    constexpr double before = 0.2;
    constexpr double behind = 0.3;
    double cost = 0;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      if (i >= first && i <= last) continue;
      if (binds(sentences[i]) || asks(sentences[i]) || (i > last && says_something(sentences[i])))
        return;
      cost += i < first ? before : behind;
    }
    const std::size_t begin = sentences[first].first;
    const std::size_t end = sentences[last].end;
    const bool shorter = first > 0 || last + 1 < sentences.size();
    if (shorter && asks({begin, end}) && !points_back(begin, end)) push(begin, end, cost);
    // "To prepare the meeting, how many ...".
    constexpr double clause = 0.2;
    for (std::size_t at = begin; at + 1 < end; ++at) {
      const std::string& sign = words_[at].text;
      if (!words_[at].sign || (sign != "," && sign != ":")) continue;
      if (!begins_ask(at + 1) || says_something({begin, at}) || binds({begin, at}) ||
          points_back(at + 1, end))
        continue;
      push(at + 1, end, cost + clause);
    }
  }

  void push(std::size_t begin, std::size_t end, double cost) {
    if (out_.size() == asking_parts_max) return;
    const std::size_t from = words_[begin].offset;
    const std::size_t to = words_[end - 1].offset + words_[end - 1].length;
    out_.push_back({std::string(text_.substr(from, to - from)),
                    std::string(text_.substr(0, from)) + std::string(text_.substr(to)), cost});
  }

  [[nodiscard]] bool binds(Sentence part) const {
    for (std::size_t at = part.first; at < part.end; ++at)
      if (grammar_.is(WordList::binding, words_[at].text)) return true;
    return false;
  }

  [[nodiscard]] bool points_back(std::size_t begin, std::size_t end) const {
    for (std::size_t at = begin; at < end; ++at)
      if (grammar_.is(WordList::anaphora, words_[at].text)) return true;
    return false;
  }

  // A word of the catalog, a number, or a time.
  [[nodiscard]] bool says_something(Sentence part) const {
    for (std::size_t at = part.first; at < part.end; ++at) {
      const TextWord& word = words_[at];
      if (word.sign || word.stop || grammar_.is(WordList::light, word.text)) continue;
      if (word.number || lexicon_.knows(word.stem)) return true;
    }
    return false;
  }

  [[nodiscard]] bool asks(Sentence part) const {
    for (std::size_t at = part.first; at < part.end; ++at)
      if (begins_ask(at)) return true;
    return false;
  }

  // "How many", "show me": the grammar lists what a question begins with.
  [[nodiscard]] bool begins_ask(std::size_t at) const {
    return std::any_of(grammar_.asks().begin(), grammar_.asks().end(), [&](const Phrase& phrase) {
      for (std::size_t i = 0; i < phrase.size(); ++i)
        if (at + i >= words_.size() || words_[at + i].text != phrase[i].word) return false;
      return true;
    });
  }

  const Grammar& grammar_;
  const Lexicon& lexicon_;
  std::string_view text_;
  std::vector<TextWord> words_;
  std::vector<AskingPart> out_;
};

}  // namespace

std::vector<AskingPart> asking_parts(const Grammar& grammar, const Lexicon& lexicon,
                                     std::string_view text) {
  return Parts(grammar, lexicon, text).find();
}

}  // namespace sluice::analytics
