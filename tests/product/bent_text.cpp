#include "bent_text.h"

#include "base/text.h"

#include <array>
#include <cstdio>
#include <string_view>
#include <utility>

namespace sluice::catalog {
namespace {

using Replacement = std::pair<char, std::string_view>;

// Cyrillic, Greek, full-width and other letters that look like these.
constexpr std::array<Replacement, 12> look_alikes{{{'a', "\xD0\xB0"},
                                                   {'c', "\xD1\x81"},
                                                   {'e', "\xD0\xB5"},
                                                   {'i', "\xD1\x96"},
                                                   {'o', "\xCE\xBF"},
                                                   {'p', "\xD1\x80"},
                                                   {'s', "\xD1\x95"},
                                                   {'l', "1"},
                                                   {'g', "\xC9\xA1"},
                                                   {'t', "\xEF\xBD\x94"},
                                                   {'_', "\xEF\xBC\xBF"},
                                                   {'-', "\xE2\x80\x90"}}};

std::string with_look_alike(std::string text, std::size_t from) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t at = (from + i) % text.size();
    for (const auto& [letter, other] : look_alikes)
      if (text[at] == letter) return text.replace(at, 1, other);
  }
  return text;
}

std::string in_percents(std::string text, std::size_t at) {
  if (at >= text.size()) return text + "%00";
  std::array<char, 4> hex{};
  std::snprintf(hex.data(), hex.size(), "%%%02x",
                static_cast<unsigned>(static_cast<unsigned char>(text[at])));
  return text.replace(at, 1, hex.data());
}

std::string swapped(std::string text, char from, char to) {
  for (char& c : text)
    if (c == from) c = to;
  return text;
}

// Put in at a place.
constexpr std::array<std::string_view, 9> insertions{
    " ",        "\t",   "\n",      std::string_view("\0", 1), "\xE2\x80\x8B", "\xE2\x80\xAE",
    "\xC2\xA0", "\xFF", "\xCC\x81"};
constexpr std::array<std::string_view, 5> prefixes{"create_", "delete-", "mcp__server__", "../",
                                                   " "};
constexpr std::array<std::string_view, 6> suffixes{
    "_v2", "?confirm=true", "/delete", std::string_view("\0_delete", 8), ";", " "};

}  // namespace

std::string bend_text(const std::string& text, std::size_t way, std::size_t at) {
  if (way < insertions.size()) return std::string(text).insert(at, insertions[way]);
  way -= insertions.size();
  if (way < prefixes.size()) return std::string(prefixes[way]) + text;
  way -= prefixes.size();
  if (way < suffixes.size()) return text + std::string(suffixes[way]);
  switch (way - suffixes.size()) {
    case 0: return upper(text);
    case 1: return text.empty() ? "A" : upper(text.substr(0, 1)) + text.substr(1);
    case 2: return lower(text);
    case 3: return with_look_alike(text, at);
    case 4: return in_percents(text, at);
    case 5: return swapped(text, '_', '-');
    case 6: return text.substr(0, at);
    case 7: return text + text;
    default: return std::string(text).insert(at, "%20");
  }
}

}  // namespace sluice::catalog
