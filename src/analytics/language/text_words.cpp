#include "analytics/language/text_words.h"

#include "analytics/language/fold.h"
#include "analytics/language/number_words.h"
#include "analytics/language/word_table.h"
#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace sluice::analytics {
namespace {

// A number with thousands commas and a decimal point; gives the index behind
// it.
[[nodiscard]] std::size_t number_end(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_digit(text[end]))
    ++end;
  while (end + 3 < text.size() && text[end] == ',' && is_digit(text[end + 1]) &&
         is_digit(text[end + 2]) && is_digit(text[end + 3]) &&
         (end + 4 == text.size() || !is_digit(text[end + 4])))
    end += 4;
  if (end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1])) {
    ++end;
    while (end < text.size() && is_digit(text[end]))
      ++end;
  }
  return end;
}

// Signs that are words of their own, and those of them and others that do not
// part what they stand between ("web-app").
constexpr std::string_view meaning_signs = "%,?():;#><.!\"=/+";
constexpr std::string_view joining_signs = "-_./&";

// What a dollar sign is read as where it stands before no number.
constexpr std::string_view dollar_word = "dollars";

class Splitter {
 public:
  explicit Splitter(const FoldedText& folded) : folded_(folded), text_(folded.text) {}

  [[nodiscard]] std::vector<TextWord> split() {
    while (at_ < text_.size()) {
      if (is_digit(text_[at_])) {
        read_number();
      } else if (is_written(at_)) {
        read_letters();
      } else {
        read_sign();
      }
    }
    return std::move(words_);
  }

 private:
  [[nodiscard]] bool is_written(std::size_t at) const {
    return at < text_.size() && (is_letter_or_digit(text_[at]) || text_[at] == unreadable_letter);
  }

  // The word from one place of the folded text up to where the splitter stands.
  void push(TextWord word, std::size_t first) {
    word.offset = folded_.offset(first);
    word.length = folded_.length(first, at_);
    word.joined = joined_;
    joined_ = true;
    words_.push_back(std::move(word));
  }

  void read_number() {
    const std::size_t first = at_;
    at_ = number_end(text_, at_);
    TextWord word;
    for (const char c : text_.substr(first, at_ - first))
      if (c != ',') word.text += c;
    std::from_chars(word.text.data(), word.text.data() + word.text.size(), word.value);
    word.number = true;
    word.stem = word.text;
    word.money = money_;
    money_ = false;
    push(std::move(word), first);
  }

  void read_letters() {
    const std::size_t first = at_;
    TextWord word;
    word.capital = folded_.capital[at_];
    for (; is_written(at_); ++at_)
      word.text += text_[at_] == unreadable_letter ? '?' : text_[at_];
    // "customer's" and "don't": what follows the apostrophe is no content.
    if (at_ < text_.size() && text_[at_] == '\'' && is_written(at_ + 1)) {
      ++at_;
      word.possessive = text_[at_] == 's' && !is_written(at_ + 1);
      while (is_written(at_))
        ++at_;
    }
    push(std::move(word), first);
  }

  // "Closed won $ by rep": the sign is the word.
  [[nodiscard]] bool stands_alone() const {
    const std::size_t next = at_ + 1;
    const bool free = at_ == 0 || text_[at_ - 1] == ' ' || text_[at_ - 1] == '(';
    return free && (next == text_.size() || text_[next] == ' ' || text_[next] == ')' ||
                    text_[next] == '?' || text_[next] == ',');
  }

  void push_dollars() {
    const std::size_t first = at_++;
    TextWord word;
    word.text = dollar_word;
    money_ = false;
    push(std::move(word), first);
  }

  void read_sign() {
    const char sign = text_[at_];
    if (sign == '$' && stands_alone()) return push_dollars();
    const std::size_t first = at_++;
    if (sign == '$' || sign == other_currency) money_ = true;
    const bool keeps = joining_signs.contains(sign);
    if (!meaning_signs.contains(sign)) {
      joined_ = joined_ && keeps;
      return;
    }
    TextWord word;
    word.text = sign;
    word.stem = word.text;
    word.sign = true;
    word.stop = true;
    const bool was = joined_ && keeps;
    joined_ = was;
    push(std::move(word), first);
    joined_ = was;
  }

  const FoldedText& folded_;
  std::string_view text_;
  std::size_t at_ = 0;
  bool joined_ = false;
  bool money_ = false;
  std::vector<TextWord> words_;
};

[[nodiscard]] std::vector<TextWord> compounded(std::vector<TextWord> words) {
  const WordTable& table = WordTable::english();
  std::vector<TextWord> out;
  for (TextWord& word : words) {
    if (!out.empty() && !word.sign && table.is_compound(out.back().text, word.text)) {
      TextWord& head = out.back();
      head.text += word.text;
      head.length = word.offset + word.length - head.offset;
    } else {
      out.push_back(std::move(word));
    }
  }
  return out;
}

// "10k", "2 million", "20 dollars", "signed up".
void read_units(std::vector<TextWord>& words) {
  for (std::size_t i = 0; i + 1 < words.size(); ++i) {
    if (!words[i].number) continue;
    TextWord& behind = words[i + 1];
    const auto magnitude = magnitude_word(behind.text);
    if (magnitude && (behind.text.size() > 2 || behind.joined)) {
      words[i].value *= *magnitude;
      words[i].length = behind.offset + behind.length - words[i].offset;
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
    }
    if (i + 1 >= words.size()) continue;
    if (WordTable::english().is_money(words[i + 1].text)) {
      words[i].money = true;
      words[i + 1].stop = true;
    }
  }
}

// "US" in capitals is the country, unless everything is in capitals.
void read_capitals(std::string_view text, std::vector<TextWord>& words) {
  const WordTable& table = WordTable::english();
  const bool shouted = std::none_of(text.begin(), text.end(), [](char c) { return is_lower(c); });
  if (shouted) return;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string* name = table.name_in_capitals(words[i].text);
    if (name == nullptr) continue;
    // Behind "the" it is no pronoun in small letters either.
    const bool named = i > 0 && table.is_article(words[i - 1].text);
    const std::string_view written = text.substr(words[i].offset, words[i].length);
    if (named || std::ranges::all_of(written, [](char c) { return is_upper(c); }))
      words[i].text = *name;
  }
}

}  // namespace

std::vector<TextWord> split_words(std::string_view text) {
  const FoldedText folded = fold(text);
  std::vector<TextWord> words = compounded(Splitter(folded).split());
  read_capitals(text, words);
  for (TextWord& word : words) {
    if (word.stem.empty()) word.stem = stem_of(word.text);
    if (!word.sign) word.stop = is_stop_word(word.text);
  }
  read_units(words);
  return words;
}

std::vector<std::string> stems_of(std::string_view text) {
  std::vector<std::string> stems;
  for (const TextWord& word : split_words(text))
    if (!word.sign || word.text == "%") stems.push_back(word.stem);
  return stems;
}

bool word_is(const std::vector<TextWord>& words, std::size_t at,
             std::initializer_list<std::string_view> any) {
  return at < words.size() && std::find(any.begin(), any.end(), words[at].text) != any.end();
}

}  // namespace sluice::analytics
