#include "authoring/paging_guess.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <span>
#include <string_view>

namespace sluice::authoring {
namespace {

// As compared: small letters without separators.
constexpr std::array<std::string_view, 9> cursor_names{
    "cursor",     "after",         "nextcursor",        "pagetoken",    "startcursor",
    "pagecursor", "startingafter", "continuationtoken", "nextpagetoken"};
constexpr std::array<std::string_view, 4> page_names{"page", "pagenumber", "pagenum", "pageindex"};
constexpr std::array<std::string_view, 4> offset_names{"offset", "skip", "startat", "startindex"};
constexpr std::array<std::string_view, 7> size_names{"limit", "perpage",   "pagesize", "maxresults",
                                                     "first", "pagelimit", "take"};
// Nobody knows yet how much a vendor gives at once; a page of this size is seldom refused.
constexpr std::string_view size_guess = "100";

[[nodiscard]] std::string plain(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (is_letter_or_digit(c)) out += lower(c);
  return out;
}

// The path of the first argument with one of these names: of the input, or of an object in it.
// NOLINTNEXTLINE(misc-no-recursion): one level down.
[[nodiscard]] std::string path_of(const Json& input, std::span<const std::string_view> names,
                                  bool nested = false) {
  for (const auto& [written, shape] : input.items()) {
    const std::string name =
        written.ends_with('!') ? written.substr(0, written.size() - 1) : written;
    if (std::ranges::find(names, plain(name)) != names.end()) return name;
    if (nested || !shape.is_object()) continue;
    if (const std::string below = path_of(shape, names, true); !below.empty())
      return name + "." + below;
  }
  return {};
}

}  // namespace

std::string paging_guess(const Json& input) {
  if (!input.is_object()) return {};
  std::string style = "cursor";
  std::string argument = path_of(input, cursor_names);
  if (argument.empty()) {
    style = "page";
    argument = path_of(input, page_names);
  }
  if (argument.empty()) {
    style = "offset";
    argument = path_of(input, offset_names);
  }
  if (argument.empty()) return {};
  std::string guess = "{style: " + style + ", argument: " + argument;
  if (style == "cursor") guess += ", next: \"$.next_cursor\", while: \"$.has_more\"";
  const std::string size = path_of(input, size_names);
  if (!size.empty()) guess += ", size: {" + size + ": " + std::string(size_guess) + "}";
  return guess + "}";
}

}  // namespace sluice::authoring
