#include "analytics/language/text_words.h"

#include "analytics/language/number_words.h"
#include "analytics/language/word_table.h"
#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

namespace sluice::analytics {
namespace {

// The letters of Latin-1 and Latin Extended-A that occur in names, as their plain letter.
[[nodiscard]] char folded(unsigned char lead, unsigned char trail) {
  constexpr std::string_view latin1 =
      "aaaaaaaceeeeiiiidnooooo/ouuuuytsaaaaaaaceeeeiiiidnooooo/ouuuuyty";
  constexpr std::string_view extended_c4 =
      "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll";
  constexpr std::string_view extended_c5 =
      "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
  const std::size_t index = trail & 0x3FU;
  if (lead == 0xC3) return latin1[index];
  if (lead == 0xC4) return extended_c4[index];
  if (lead == 0xC5) return extended_c5[index];
  return 0;
}

struct Character {
  char letter = 0;  // Folded and in lower case; 0: not a letter or digit.
  std::size_t bytes = 1;
  bool capital = false;
  bool apostrophe = false;
};

[[nodiscard]] Character read_character(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  if (lead < 0x80) {
    Character c;
    c.apostrophe = lead == '\'';
    if (is_letter_or_digit(text[at])) c.letter = lower(text[at]);
    c.capital = is_upper(text[at]);
    return c;
  }
  const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  Character c;
  c.bytes = std::min(bytes, text.size() - at);
  if (bytes == 2 && c.bytes == 2) c.letter = folded(lead, static_cast<unsigned char>(text[at + 1]));
  c.apostrophe = text.substr(at, c.bytes) == "\xe2\x80\x99";
  if (bytes > 2 && !c.apostrophe && lead >= 0xE3) c.letter = '?';  // A letter we cannot read.
  return c;
}

// A number with thousands commas and a decimal point; gives the index behind it.
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

class Splitter {
 public:
  explicit Splitter(std::string_view text) : text_(text) {}

  [[nodiscard]] std::vector<TextWord> split() {
    while (at_ < text_.size()) {
      if (is_digit(text_[at_])) {
        read_number();
        continue;
      }
      const Character c = read_character(text_, at_);
      if (c.letter != 0) {
        read_letters();
      } else {
        read_sign(c);
      }
    }
    return std::move(words_);
  }

 private:
  void push(TextWord word) {
    word.joined = joined_;
    joined_ = true;
    words_.push_back(std::move(word));
  }

  void read_number() {
    const std::size_t end = number_end(text_, at_);
    TextWord word;
    word.offset = at_;
    word.length = end - at_;
    for (const char c : text_.substr(at_, word.length))
      if (c != ',') word.text += c;
    std::from_chars(word.text.data(), word.text.data() + word.text.size(), word.value);
    word.number = true;
    word.stem = word.text;
    word.money = money_;
    money_ = false;
    at_ = end;
    push(std::move(word));
  }

  void read_letters() {
    TextWord word;
    word.offset = at_;
    while (at_ < text_.size()) {
      const Character c = read_character(text_, at_);
      if (c.apostrophe && at_ + c.bytes < text_.size()) {
        // "customer's" and "don't": what follows the apostrophe is no content.
        const Character after = read_character(text_, at_ + c.bytes);
        if (after.letter == 0) break;
        at_ += c.bytes;
        while (at_ < text_.size() && read_character(text_, at_).letter != 0)
          at_ += read_character(text_, at_).bytes;
        break;
      }
      if (c.letter == 0) break;
      if (word.text.empty()) word.capital = c.capital;
      word.text += c.letter;
      at_ += c.bytes;
    }
    word.length = at_ - word.offset;
    push(std::move(word));
  }

  // "Closed won $ by rep": the sign is the word.
  [[nodiscard]] bool stands_alone() const {
    const std::size_t next = at_ + 1;
    const bool free = at_ == 0 || text_[at_ - 1] == ' ' || text_[at_ - 1] == '(';
    return free && (next == text_.size() || text_[next] == ' ' || text_[next] == ')' ||
                    text_[next] == '?' || text_[next] == ',');
  }

  void push_dollars(std::size_t bytes) {
    TextWord word;
    word.text = "dollars";
    word.offset = at_;
    word.length = bytes;
    money_ = false;
    at_ += bytes;
    push(std::move(word));
  }

  void read_sign(const Character& c) {
    const std::string_view sign = text_.substr(at_, c.bytes);
    if (sign == "$" || sign == "\xe2\x82\xac" || sign == "\xc2\xa3") money_ = true;
    if (sign == "$" && stands_alone()) return push_dollars(c.bytes);
    const bool means = sign == "%" || sign == "," || sign == "?" || sign == "(" || sign == ")" ||
                       sign == ":" || sign == ";" || sign == "#" || sign == ">" || sign == "<" ||
                       sign == "." || sign == "!" || sign == "\"" || sign == "=" || sign == "/" ||
                       sign == "+";
    const bool keeps = sign == "-" || sign == "_" || sign == "." || sign == "/" || sign == "&";
    if (means) {
      TextWord word;
      word.text = std::string(sign);
      word.stem = word.text;
      word.offset = at_;
      word.length = c.bytes;
      word.sign = true;
      word.stop = true;
      joined_ = joined_ && keeps;
      const bool was = joined_;
      push(std::move(word));
      joined_ = was;
    } else if (!keeps) {
      joined_ = false;
    }
    at_ += c.bytes;
  }

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
  std::vector<TextWord> words = compounded(Splitter(text).split());
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
