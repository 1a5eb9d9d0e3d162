#include "base/json_text.h"

#include "base/json_literal.h"
#include "base/text.h"

#include <charconv>

namespace sluice {
namespace {

using json_literal::decode;

// Steps over values of a document that Checker has accepted.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}

  [[nodiscard]] bool at(char c) const { return position_ < text_.size() && text_[position_] == c; }
  void step() { ++position_; }
  void skip_blanks() {
    while (position_ < text_.size() && is_plain_blank(text_[position_]))
      ++position_;
  }
  std::string_view string() {
    const std::size_t start = position_++;
    while (position_ < text_.size() && text_[position_] != '"')
      position_ += text_[position_] == '\\' ? 2 : 1;
    step();
    return text_.substr(start, position_ - start);
  }
  std::string_view value() {
    const std::size_t start = position_;
    if (at('"')) return string();
    if (!at('{') && !at('[')) {
      while (position_ < text_.size() && !ends_scalar(text_[position_]))
        ++position_;
      return text_.substr(start, position_ - start);
    }
    std::size_t open = 0;
    do {
      if (at('"')) {
        string();
        continue;
      }
      if (at('{') || at('[')) ++open;
      if (at('}') || at(']')) --open;
      ++position_;
    } while (open > 0 && position_ < text_.size());
    return text_.substr(start, position_ - start);
  }

 private:
  static bool ends_scalar(char c) { return is_plain_blank(c) || c == ',' || c == ']' || c == '}'; }
  std::string_view text_;
  std::size_t position_ = 0;
};

// Calls `use(name literal, value)` for each member until it returns false.
template <class Use>
void walk_members(std::string_view object, Use use) {
  Walker walker(object);
  walker.step();
  walker.skip_blanks();
  while (walker.at('"')) {
    const std::string_view name = walker.string();
    walker.skip_blanks();
    walker.step();
    walker.skip_blanks();
    if (!use(name, walker.value())) return;
    walker.skip_blanks();
    if (walker.at(',')) walker.step();
    walker.skip_blanks();
  }
}

}  // namespace

JsonText JsonText::member(std::string_view name) const {
  JsonText found;
  if (!is_object()) return found;
  walk_members(raw_, [&](std::string_view literal, std::string_view value) {
    const std::string_view inner = literal.substr(1, literal.size() - 2);
    const bool same = inner.contains('\\') ? decode(literal) == name : inner == name;
    if (same) found = JsonText(value);
    return !same;
  });
  return found;
}

void JsonText::each_member(const std::function<bool(std::string name, JsonText value)>& use) const {
  if (!is_object()) return;
  walk_members(raw_, [&](std::string_view literal, std::string_view value) {
    return use(decode(literal), JsonText(value));
  });
}

void JsonText::each_element(const std::function<bool(JsonText element)>& use) const {
  if (!is_array()) return;
  Walker walker(raw_);
  walker.step();
  walker.skip_blanks();
  while (!walker.at(']')) {
    if (!use(JsonText(walker.value()))) return;
    walker.skip_blanks();
    if (walker.at(',')) walker.step();
    walker.skip_blanks();
  }
}

std::vector<std::pair<std::string, JsonText>> JsonText::members() const {
  std::vector<std::pair<std::string, JsonText>> result;
  each_member([&](std::string name, JsonText value) {
    result.emplace_back(std::move(name), value);
    return true;
  });
  return result;
}

std::vector<JsonText> JsonText::elements() const {
  std::vector<JsonText> result;
  each_element([&](JsonText element) {
    result.push_back(element);
    return true;
  });
  return result;
}

std::optional<std::string> JsonText::string() const {
  if (!is_string()) return std::nullopt;
  return decode(raw_);
}

std::optional<std::int64_t> JsonText::integer() const {
  std::int64_t number = 0;
  const char* end = raw_.data() + raw_.size();
  const auto [stopped, error] = std::from_chars(raw_.data(), end, number);
  if (raw_.empty() || error != std::errc() || stopped != end) return std::nullopt;
  return number;
}

std::optional<bool> JsonText::flag() const {
  if (raw_ == "true") return true;
  if (raw_ == "false") return false;
  return std::nullopt;
}

std::optional<Secret> JsonText::secret() const {
  if (!is_string()) return std::nullopt;
  return Secret::take(decode(raw_));
}

}  // namespace sluice
