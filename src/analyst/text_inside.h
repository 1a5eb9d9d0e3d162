#pragma once
#include <string_view>
#include <vector>

namespace sluice::analyst {

// Data that stands inside a longer text.

// Without blanks around and without a byte order mark.
[[nodiscard]] std::string_view bare_text(std::string_view text);
// Begins as a JSON object or list does. "[Docs](...)" is Markdown.
[[nodiscard]] bool is_json(std::string_view text);
// What stands between the fences ```...```; empty when there are none.
[[nodiscard]] std::string_view fenced(std::string_view text);
// What stands inside <untrusted-data-ID> tags.
[[nodiscard]] std::string_view unwrapped(std::string_view text);

// The objects and lists that stand in the text, in its order and never one inside another: where
// one is cut off, nothing behind it is looked at, so that no part of it passes for the whole.
inline constexpr std::size_t embedded_max = 32;
[[nodiscard]] std::vector<std::string_view> embedded_json(std::string_view text);

}  // namespace sluice::analyst
