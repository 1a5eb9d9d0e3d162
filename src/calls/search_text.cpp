#include "calls/search_text.h"

#include "base/text.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

namespace sluice::calls {
namespace {

constexpr std::string_view letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

bool holds_only(std::string_view text, std::string_view marks) {
  return std::ranges::all_of(text, [marks](char c) {
    return static_cast<unsigned char>(c) >= 0x80 || letters.contains(c) || marks.contains(c);
  });
}

// One part of a search text, between blanks.
struct Part {
  std::string_view qualifier;  // Empty: a word or a phrase.
  std::string_view value;
  bool negated = false;
};

// Where the part ends that begins at the front: the next blank outside of quotes; none when a
// quote stays open.
std::optional<std::size_t> end_of_part(std::string_view text) {
  bool quoted = false;
  std::size_t at = 0;
  for (; at < text.size() && (quoted || text[at] != ' '); ++at)
    if (text[at] == '"') quoted = !quoted;
  if (quoted) return std::nullopt;
  return at;
}

bool is_operator(std::string_view word) {
  const std::string capitals = upper(word);
  return capitals == "AND" || capitals == "OR" || capitals == "NOT";
}

// A time or a range may hold colons, a name never.
bool is_plain_value(std::string_view value) {
  constexpr std::string_view before_numbers = "<>=*0123456789";
  const bool number = !value.empty() && before_numbers.contains(value.front());
  return !value.empty() && holds_only(value, number ? "-_.,+*<>=:" : "-_.,@/+");
}

// What cannot be read in one way only is refused: a quote in the middle of a word, an operator.
std::optional<Part> part_of(std::string_view text) {
  Part part;
  part.negated = text.starts_with('-');
  if (part.negated) text.remove_prefix(1);
  const std::size_t colon = text.find(':');
  if (colon != std::string_view::npos && colon < text.find('"')) {
    if (colon == 0) return std::nullopt;
    part.qualifier = text.substr(0, colon);
    text.remove_prefix(colon + 1);
  }
  part.value = text;
  if (text.size() > 2 && text.starts_with('"') && text.ends_with('"')) {
    part.value = text.substr(1, text.size() - 2);
    // In a phrase a colon is only a colon.
    if (!holds_only(part.value, " :-_.,@'#/&+")) return std::nullopt;
    return part;
  }
  const bool plain = part.qualifier.empty()
                         ? !text.empty() && holds_only(text, "-_.,@'#/&+") && !is_operator(text)
                         : is_plain_value(text);
  if (!plain) return std::nullopt;
  return part;
}

class Search {
 public:
  Search(const catalog::ArgumentRule& rule, const Json& parameters)
      : rule_(rule), parameters_(parameters) {}

  std::expected<std::string, std::string> bind(std::string_view text) {
    if (text.size() > search_bytes_max) return std::unexpected("is longer than 256 characters");
    std::string_view rest = text;
    while (!rest.empty()) {
      const auto end = end_of_part(rest);
      if (!end) return std::unexpected("holds a quote that is never closed");
      std::string fault = *end > 0 ? fault_of(rest.substr(0, *end)) : std::string();
      if (!fault.empty()) return std::unexpected(std::move(fault));
      rest.remove_prefix(std::min(rest.size(), *end + 1));
    }
    return with_bound_parts(text);
  }

 private:
  std::string fault_of(std::string_view text) {
    const auto part = part_of(text);
    if (!part) return "holds something that is neither a word, a \"phrase\" nor a qualifier";
    if (part->qualifier.empty()) return {};
    const std::string name(part->qualifier);
    const auto bound =
        std::ranges::find(rule_.bound, name, &std::pair<std::string, std::string>::first);
    if (bound == rule_.bound.end()) {
      const bool known = std::ranges::find(rule_.keys, name) != rule_.keys.end();
      return known ? std::string() : "holds a qualifier that was not reviewed";
    }
    seen_.insert(name);
    if (part->negated) return "must not leave out what the connection is for (" + name + ")";
    if (parameters_.is_object() && Json(part->value) != member(parameters_, bound->second)) {
      return "asks beyond the connection's own " + bound->second;
    }
    return {};
  }

  std::expected<std::string, std::string> with_bound_parts(std::string_view text) {
    std::string bound_text(text);
    for (const auto& [qualifier, parameter] : rule_.bound) {
      if (!parameters_.is_object() || seen_.contains(qualifier)) continue;
      const auto value = text_member(parameters_, parameter);
      if (!value || value->empty() || !holds_only(*value, "-_.")) {
        return std::unexpected("needs the connection's " + parameter +
                               "; reconnect and fill it in");
      }
      bound_text += (bound_text.empty() ? "" : " ") + qualifier + ":" + *value;
    }
    return bound_text;
  }

  const catalog::ArgumentRule& rule_;
  const Json& parameters_;
  std::set<std::string> seen_;
};

}  // namespace

bool is_plain_words(std::string_view text) {
  return text.size() <= search_bytes_max && holds_only(text, " -_.,@'#/&+");
}

std::expected<std::string, std::string> bound_search(const catalog::ArgumentRule& rule,
                                                     std::string_view text,
                                                     const Json& parameters) {
  return Search(rule, parameters).bind(text);
}

}  // namespace sluice::calls
