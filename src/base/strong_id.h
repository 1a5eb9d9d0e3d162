#pragma once
#include <charconv>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sluice {

// Ids of different things do not mix: a user id where an organization id belongs is a type error.
template <class Tag>
struct StrongId {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(StrongId, StrongId) = default;
};

// Decimal text: JSON numbers lose precision above 2^53, so ids cross the API as text.
template <class Tag>
[[nodiscard]] std::string to_text(StrongId<Tag> id) {
  return std::to_string(id.value);
}

// The reverse of to_text; nothing on anything but a plain positive decimal number.
template <class Id>
[[nodiscard]] std::optional<Id> parse_id(std::string_view text) {
  Id id;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, id.value);
  if (error != std::errc{} || stop != end || id.value == 0) return std::nullopt;
  return id;
}

using OrganizationId = StrongId<struct OrganizationTag>;
using UserId = StrongId<struct UserTag>;
using ConnectionId = StrongId<struct ConnectionTag>;
using DashboardId = StrongId<struct DashboardTag>;
using CardId = StrongId<struct CardTag>;
using ConversationId = StrongId<struct ConversationTag>;
using QuestionId = StrongId<struct QuestionTag>;

}  // namespace sluice
