#include "analytics/reading/asking_part.h"

#include "analytics/language/text_words.h"
#include "base/text.h"

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
  Parts(const Grammar& grammar, const Lexicon& lexicon, std::string_view text,
        const PeriodContext& period)
      : grammar_(grammar), lexicon_(lexicon), text_(text), words_(split_words(text)) {
    for (const FoundPeriod& found : find_periods(text, period))
      if (!found.bare) times_.push_back(found.offset);
    for (const Match& match : lexicon.find(words_, std::vector<bool>(words_.size(), false)))
      if (match.exact &&
          (match.term->kind == Term::Kind::entry || match.term->kind == Term::Kind::measure))
        rows_.push_back(match.first());
  }

  [[nodiscard]] std::vector<AskingPart> find() {
    out_.push_back({std::string(text_), "", 0});
    const auto sentences = sentences_of(words_);
    if (sentences.size() > asking_sentences_max) return std::move(out_);
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
    const std::size_t begin = sentences[first].first;
    const std::size_t end = sentences[last].end;
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      if (i >= first && i <= last) continue;
      if (!is_background(sentences[i], i < first) || says_when(sentences[i], {begin, end})) return;
      cost += i < first ? before : behind;
    }
    const bool shorter = first > 0 || last + 1 < sentences.size();
    if (shorter && asks({begin, end}) && !points_back(begin, end)) push(begin, end, cost);
    clauses(begin, end, cost);
  }

  // "To prepare the meeting, how many ...", "before the review I would like to know ...".
  void clauses(std::size_t begin, std::size_t end, double cost) {
    constexpr double clause = 0.2;
    for (std::size_t at = begin + 1; at + 1 < end && out_.size() < asking_parts_max; ++at) {
      if (!begins_ask(at) || points_back(at, end)) continue;
      const std::string& sign = words_[at - 1].text;
      // "..., so how many": what stands in front is only why it is asked.
      const bool so = grammar_.is(WordList::reason_links, sign);
      const bool parted =
          so || (words_[at - 1].sign && (sign == "," || sign == ":" || sign == "-"));
      const Sentence lead{begin, parted ? at - 1 : at};
      if (binds(lead) || says_when(lead, {at, end})) continue;
      const bool tells = parted && sign != "," &&
                         grammar_.is(WordList::speakers, words_[begin].text) && begins_question(at);
      if ((parted && !says_something(lead)) || tells || is_occasion(lead))
        push(at, end, cost + clause);
    }
  }

  // Told, mused about, or a question of yes or no in front of the one that is asked. Behind it,
  // only what is mused about or says nothing here may be left out.
  [[nodiscard]] bool is_background(Sentence part, bool in_front) const {
    if (binds(part)) return false;
    if (grammar_.phrase_at(PhraseList::musings, words_, part.first) > 0) return true;
    const TextWord& first = words_[part.first];
    if (!in_front) return !asks(part) && !says_something(part);
    if (grammar_.is(WordList::yes_or_no, first.text)) return words_[part.end - 1].text == "?";
    if (asks(part)) return false;
    return !says_something(part) || grammar_.is(WordList::speakers, first.text);
  }

  // "Before my review", "for the board meeting": what the answer is for.
  [[nodiscard]] bool is_occasion(Sentence lead) const {
    if (!grammar_.is(WordList::background_leads, words_[lead.first].text)) return false;
    if (grammar_.is(WordList::occasion_leads, words_[lead.first].text)) return true;
    for (std::size_t at = lead.first; at < lead.end; ++at)
      if (grammar_.is(WordList::occasions, words_[at].text)) return true;
    return false;
  }

  // A time that the rest does not name would be lost with the part.
  [[nodiscard]] bool says_when(Sentence part, Sentence rest) const {
    const auto times = [&](Sentence of) {
      return std::ranges::any_of(times_, [&](std::size_t offset) {
        return offset >= words_[of.first].offset && offset < words_[of.end - 1].offset + 1;
      });
    };
    return times(part) && !times(rest);
  }

  void push(std::size_t begin, std::size_t end, double cost) {
    if (out_.size() == asking_parts_max || pushed_ + end - begin > asking_words_max) return;
    pushed_ += end - begin;
    const std::size_t from = words_[begin].offset;
    const std::size_t to = words_[end - 1].offset + words_[end - 1].length;
    const std::string left_out = std::string(text_.substr(0, from)) + std::string(text_.substr(to));
    out_.push_back(
        {std::string(text_.substr(from, to - from)) + source_in(begin, end), left_out, cost});
  }

  [[nodiscard]] bool binds(Sentence part) const {
    for (std::size_t at = part.first; at < part.end; ++at)
      if (grammar_.is(WordList::binding, words_[at].text)) return true;
    return false;
  }

  // A pronoun that stands for something outside of the part. What is named in front of it inside is
  // what it stands for; "deals that were won" and "are there" point at nothing.
  [[nodiscard]] bool points_back(std::size_t begin, std::size_t end) const {
    bool named = false;
    for (std::size_t at = begin; at < end; ++at) {
      const TextWord& word = words_[at];
      named = named || std::ranges::find(rows_, at) != rows_.end();
      // "How many issues did they finish": whoever they are, they are not the issues.
      const bool actor = at > begin && grammar_.is(WordList::actors, word.text) &&
                         grammar_.is(WordList::helping_verbs, words_, at - 1);
      if (actor) return true;
      if (named || !grammar_.is(WordList::anaphora, word.text)) continue;
      const bool last = at + 1 == end || words_[at + 1].sign;
      if (grammar_.is(WordList::demonstratives, word.text) && !last) continue;
      return true;
    }
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

  // A source that only the left-out words name still holds: " in Linear".
  [[nodiscard]] std::string source_in(std::size_t begin, std::size_t end) const {
    for (const VendorMeaning& vendor : lexicon_.vendors()) {
      const std::string name = lower(vendor.vendor->name);
      bool inside = false;
      bool outside = false;
      for (std::size_t at = 0; at < words_.size(); ++at)
        (at >= begin && at < end ? inside : outside) |= words_[at].text == name;
      if (outside && !inside) return " in " + vendor.vendor->name;
    }
    return {};
  }

  // A sentence asks by its first words, or by those behind a comma; "what" inside of what is told
  // ("my boss asked how much") does not.
  [[nodiscard]] bool asks(Sentence part) const {
    for (std::size_t at = part.first; at < part.end; ++at) {
      const bool starts = at == part.first || words_[at - 1].sign ||
                          grammar_.is(WordList::clause_links, words_[at - 1].text);
      if (starts && begins_ask(at) && grammar_.phrase_at(PhraseList::musings, words_, at) == 0)
        return true;
    }
    return words_[part.end - 1].text == "?";
  }

  // "How many", "show me": the grammar lists what a question begins with.
  [[nodiscard]] bool begins_ask(std::size_t at) const {
    return grammar_.phrase_at(PhraseList::asks, words_, at) > 0;
  }

  // "I want to tidy up the pipeline: how many": the question itself stands behind.
  [[nodiscard]] bool begins_question(std::size_t at) const {
    return begins_ask(at) && !grammar_.is(WordList::speakers, words_[at].text);
  }

  const Grammar& grammar_;
  const Lexicon& lexicon_;
  std::string_view text_;
  std::vector<TextWord> words_;
  std::vector<std::size_t> times_;  // Where times begin, in bytes.
  std::vector<std::size_t> rows_;   // Words at which something that can be counted is named.
  std::vector<AskingPart> out_;
  std::size_t pushed_ = 0;  // Words of all parts.
};

}  // namespace

std::vector<AskingPart> asking_parts(const Grammar& grammar, const Lexicon& lexicon,
                                     std::string_view text, const PeriodContext& period) {
  return Parts(grammar, lexicon, text, period).find();
}

}  // namespace sluice::analytics
