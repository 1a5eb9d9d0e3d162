#include "catalog/argument_path.h"

#include <algorithm>
#include <charconv>

namespace sluice::catalog {
namespace {

// "[0]" or "[]" at the front, taken away.
[[nodiscard]] std::optional<ArgumentStep> take_element(std::string_view& text) {
  const auto close = text.find(']');
  if (close == std::string_view::npos) return std::nullopt;
  const std::string_view digits = text.substr(1, close - 1);
  text.remove_prefix(close + 1);
  if (digits.empty()) return ArgumentStep{};
  std::size_t index = 0;
  const char* const last = digits.data() + digits.size();
  const auto [end, error] = std::from_chars(digits.data(), last, index);
  if (error != std::errc() || end != last || index > argument_index_max) return std::nullopt;
  return ArgumentStep{.index = index};
}

}  // namespace

std::optional<ArgumentPath> parse_argument_path(std::string_view text) {
  ArgumentPath path;
  if (text.ends_with('+')) {
    path.adds_a_word = true;
    text.remove_suffix(1);
  }
  bool begins = true;
  while (begins || !text.empty()) {
    if (!begins) {
      if (!text.starts_with('.')) return std::nullopt;
      text.remove_prefix(1);
    }
    begins = false;
    const auto end = std::min(text.find_first_of(".[]+"), text.size());
    if (end == 0) return std::nullopt;
    path.steps.push_back({.name = std::string(text.substr(0, end))});
    text.remove_prefix(end);
    while (text.starts_with('[')) {
      const auto element = take_element(text);
      if (!element) return std::nullopt;
      path.steps.push_back(*element);
    }
  }
  return path;
}

const Json& argument_at(const Json& arguments, std::string_view path) {
  static const Json nothing;
  const auto parsed = parse_argument_path(path);
  if (!parsed || parsed->adds_a_word) return nothing;
  const Json* place = &arguments;
  for (const ArgumentStep& step : parsed->steps) {
    const bool element = step.name.empty();
    const bool there = element && step.index && place->is_array() && *step.index < place->size();
    if (element && !there) return nothing;
    place = element ? &(*place)[*step.index] : &member(*place, step.name);
  }
  return *place;
}

}  // namespace sluice::catalog
