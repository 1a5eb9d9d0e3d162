#include "analytics/reading/asking_part.h"

#include "analytics/language/text_words.h"
#include "analytics/reading/background.h"
#include "base/text.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

[[nodiscard]] bool ends_sentence(const std::vector<TextWord>& words, std::size_t at) {
  const std::string& text = words[at].text;
  if (!words[at].sign || (text != "." && text != ";" && text != "?" && text != "!")) return false;
  // "v8.56" and "web.app" go on.
  return at + 1 == words.size() || !words[at + 1].joined;
}

[[nodiscard]] std::vector<WordSpan> sentences_of(const std::vector<TextWord>& words) {
  std::vector<WordSpan> sentences;
  std::size_t first = 0;
  for (std::size_t at = 0; at < words.size(); ++at) {
    if (!ends_sentence(words, at) && at + 1 != words.size()) continue;
    if (at > first || !words[at].sign) sentences.push_back({first, at + 1});
    first = at + 1;
  }
  return sentences;
}

// What stands between a clause and the one that asks.
enum class Parting { none, comma, colon, dash, reason, link };

// Background may be left out only where no word of it could change the answer.
class Parts {
 public:
  Parts(const Grammar& grammar, const Lexicon& lexicon, std::string_view text,
        const PeriodContext& period)
      : grammar_(grammar),
        lexicon_(lexicon),
        text_(text),
        words_(split_words(text)),
        background_(grammar, lexicon, text, words_, period) {}

  [[nodiscard]] std::vector<AskingPart> find() {
    out_.push_back({std::string(text_), "", 0, false});
    const auto sentences = sentences_of(words_);
    if (sentences.size() > asking_sentences_max) return std::move(out_);
    for (std::size_t first = 0; first < sentences.size(); ++first)
      for (std::size_t last = sentences.size(); last-- > first;)
        between(sentences, first, last);
    return std::move(out_);
  }

 private:
  static constexpr double clause_before = 0.2;
  static constexpr double clause_behind = 0.25;

  // Sentences first to last alone.
  void between(const std::vector<WordSpan>& sentences, std::size_t first, std::size_t last) {
    constexpr double before = 0.2;
    constexpr double behind = 0.3;
    double cost = 0;
    const WordSpan kept{sentences[first].first, sentences[last].end};
    for (std::size_t i = 0; i < sentences.size(); ++i) {
      if (i >= first && i <= last) continue;
      const bool spare = i < first ? is_in_front(sentences[i], kept) : is_behind(sentences[i]);
      if (!spare || !background_.may_be_left_out(sentences[i], kept)) return;
      cost += i < first ? before : behind;
    }
    const bool shorter = first > 0 || last + 1 < sentences.size();
    if (shorter && stands_alone(kept) && !background_.points_back(kept)) push(kept, cost);
    clauses(kept, cost);
    for (const std::size_t end : ends_before(kept)) {
      const WordSpan shortened{kept.first, end};
      if (!background_.points_back(shortened)) push(shortened, cost + clause_behind);
      clauses(shortened, cost + clause_behind);
    }
  }

  // Told, mused about, or a question of yes or no in front of the one that is asked.
  [[nodiscard]] bool is_in_front(WordSpan part, WordSpan kept) const {
    if (background_.is_musing(part.first)) return true;
    if (grammar_.is(WordList::yes_or_no, words_[part.first].text))
      return words_[part.end - 1].text == "?";
    if (background_.asks(part)) return is_answered_by(part, kept);
    return !background_.says_something(part) || background_.tells(part);
  }

  // "Who makes all this? The three people who ...": a question that names nothing to count, and
  // behind it what is asked for, which is no question of its own.
  [[nodiscard]] bool is_answered_by(WordSpan part, WordSpan kept) const {
    return words_[part.end - 1].text == "?" && words_[kept.end - 1].text != "?" &&
           !background_.names_rows(part) &&
           !grammar_.is(WordList::question_links, words_, kept.first);
  }

  // Behind what is asked only what is mused about, what would do, or what says nothing here.
  [[nodiscard]] bool is_behind(WordSpan part) const {
    if (background_.is_musing(part.first) || background_.is_modest(part)) return true;
    // "I want to see who is slipping": why it is asked, as long as it counts nothing.
    if (grammar_.phrase_at(PhraseList::aims, words_, part.first) > 0)
      return !background_.names_rows(part);
    return !background_.says_something(part) && !background_.asks(part);
  }

  // A sentence behind others may name what is asked without a word that asks.
  [[nodiscard]] bool stands_alone(WordSpan part) const {
    return background_.asks(part) || background_.names_rows(part);
  }

  // "To prepare the meeting, how many ...", "before the review I would like to know ...".
  void clauses(WordSpan kept, double cost) {
    if (const std::size_t lead = background_.request_words(kept); lead > 0)
      clause({kept.first, kept.first + lead}, {kept.first + lead, kept.end}, cost);
    for (std::size_t at = kept.first + 1; at + 1 < kept.end; ++at) {
      const Parting parting = parting_before(at);
      const WordSpan lead{kept.first, parted_at(at, parting)};
      if (lead.end > lead.first && may_begin(at, parting, lead)) clause(lead, {at, kept.end}, cost);
    }
  }

  void clause(WordSpan lead, WordSpan rest, double cost) {
    if (background_.points_back(rest) || !background_.may_be_left_out(lead, rest)) return;
    push(rest, cost + clause_before);
  }

  // What parts a word from the clause in front of it.
  [[nodiscard]] Parting parting_before(std::size_t at) const {
    const TextWord& before = words_[at - 1];
    if (grammar_.is(WordList::reason_links, before.text)) return Parting::reason;
    if (before.sign && before.text == ",") return Parting::comma;
    if (before.sign && before.text == ":") return Parting::colon;
    if (is_dash_before(at)) return Parting::dash;
    return grammar_.is(WordList::clause_links, before.text) ? Parting::link : Parting::none;
  }

  // The end of the clause in front: its sign and its link belong to neither.
  [[nodiscard]] std::size_t parted_at(std::size_t at, Parting parting) const {
    const bool word = parting != Parting::none && parting != Parting::dash;
    return word ? at - 1 : at;
  }

  // A dash that stands free parts two clauses; the words of a text do not hold it.
  [[nodiscard]] bool is_dash_before(std::size_t at) const {
    const std::size_t from = words_[at - 1].offset + words_[at - 1].length;
    if (words_[at].offset <= from) return false;
    const std::string_view between = text_.substr(from, words_[at].offset - from);
    return between.contains(" - ") || between.contains("--") || between.contains("\u2013") ||
           between.contains("\u2014");
  }

  // Whether what is asked may begin at the word, behind the lead.
  [[nodiscard]] bool may_begin(std::size_t at, Parting parting, WordSpan lead) const {
    const bool asked = background_.begins_ask(at);
    const bool occasion = background_.is_occasion(lead);
    switch (parting) {
      case Parting::none: return asked && occasion;
      // "I am writing the update and need the number of ...": the same person goes on.
      case Parting::link:
        return !background_.asks(lead) && background_.tells(lead) &&
               grammar_.phrase_at(PhraseList::needs, words_, at) > 0;
      case Parting::comma:
        if (occasion && (asked || background_.names_measure({at, words_.size()}))) return true;
        return asked && (!background_.says_something(lead) ||
                         (begins_question(at) && tells_first_hand(lead)));
      case Parting::colon:
      case Parting::dash:
        // "Smooth it for me: the moving average of ...".
        if (!background_.says_something(lead) && background_.names_measure({at, words_.size()}))
          return true;
        return occasion || background_.is_musing(lead.first) ||
               (asked && !background_.says_something(lead)) ||
               (begins_question(at) && background_.tells(lead)) ||
               (background_.tells(lead) && !background_.asks(lead));
      case Parting::reason:
        return asked && (occasion || !background_.says_something(lead) || background_.tells(lead));
    }
    return false;
  }

  // "I have a call with the bank, how many ...": of others a comma may go on with what they tell.
  [[nodiscard]] bool tells_first_hand(WordSpan lead) const {
    return grammar_.is(WordList::first_persons, words_, lead.first) && !background_.asks(lead);
  }

  // "I want to tidy up the pipeline: how many": the question itself stands behind.
  [[nodiscard]] bool begins_question(std::size_t at) const {
    return background_.begins_ask(at) && !grammar_.is(WordList::speakers, words_[at].text);
  }

  // Where remarks begin that stand behind what is asked, in the same sentence: "..., just curious",
  // "... for the board deck", "... - rough numbers are fine".
  [[nodiscard]] std::vector<std::size_t> ends_before(WordSpan kept) const {
    std::vector<std::size_t> ends;
    for (std::size_t at = kept.first + 2; at < kept.end; ++at) {
      const WordSpan tail{at, kept.end};
      if (!is_remark(tail) || !background_.may_be_left_out(tail, {kept.first, at})) continue;
      ends.push_back(words_[at - 1].sign ? at - 1 : at);
      break;
    }
    return ends;
  }

  [[nodiscard]] bool is_remark(WordSpan tail) const {
    const Parting parting = parting_before(tail.first);
    const bool parted = parting != Parting::none && parting != Parting::link;
    const bool bracket = words_[tail.first - 1].text == "(";
    if ((parted || bracket) && background_.is_modest(tail)) return true;
    if (background_.says_something(tail)) return false;
    if (background_.is_musing(tail.first)) return true;
    // "Lost because we were late": what is not parted may say which of them.
    const bool aim = parted || grammar_.is(WordList::reason_links, words_, tail.first) ||
                     grammar_.is(WordList::occasion_leads, words_, tail.first);
    if (aim && grammar_.phrase_at(PhraseList::aims, words_, tail.first) > 0) return true;
    return background_.is_occasion(tail) && says_occasion(tail);
  }

  // "Before" and "to" alone begin much else behind a question ("deals before June").
  [[nodiscard]] bool says_occasion(WordSpan tail) const {
    for (std::size_t at = tail.first; at < tail.end; ++at)
      if (grammar_.is(WordList::occasions, words_[at].text)) return true;
    return false;
  }

  void push(WordSpan kept, double cost) {
    const std::size_t size = kept.end - kept.first;
    if (out_.size() == asking_parts_max || pushed_ + size > asking_words_max) return;
    const std::size_t from = words_[kept.first].offset;
    const std::size_t to = words_[kept.end - 1].offset + words_[kept.end - 1].length;
    std::string text = std::string(text_.substr(from, to - from)) + source_in(kept);
    const bool told =
        std::ranges::any_of(out_, [&](const AskingPart& part) { return part.text == text; });
    if (told) return;
    pushed_ += size;
    const bool measure = background_.names_measure({0, kept.first}) ||
                         background_.names_measure({kept.end, words_.size()});
    out_.push_back({std::move(text),
                    std::string(text_.substr(0, from)) + std::string(text_.substr(to)), cost,
                    measure});
  }

  // A source that only the left-out words name still holds: " in Linear".
  [[nodiscard]] std::string source_in(WordSpan kept) const {
    for (const VendorMeaning& vendor : lexicon_.vendors()) {
      const std::string name = lower(vendor.vendor->name);
      bool inside = false;
      bool outside = false;
      for (std::size_t at = 0; at < words_.size(); ++at)
        (at >= kept.first && at < kept.end ? inside : outside) |= words_[at].text == name;
      if (outside && !inside) return " in " + vendor.vendor->name;
    }
    return {};
  }

  const Grammar& grammar_;
  const Lexicon& lexicon_;
  std::string_view text_;
  std::vector<TextWord> words_;
  Background background_;
  std::vector<AskingPart> out_;
  std::size_t pushed_ = 0;  // Words of all parts.
};

}  // namespace

std::vector<AskingPart> asking_parts(const Grammar& grammar, const Lexicon& lexicon,
                                     std::string_view text, const PeriodContext& period) {
  return Parts(grammar, lexicon, text, period).find();
}

}  // namespace sluice::analytics
