#include "vault/connection.h"

#include <algorithm>
#include <array>

namespace sluice::vault {
namespace {

constexpr std::array<std::pair<ConnectionStatus, std::string_view>, 6> status_names{{
    {ConnectionStatus::pending, "pending"},
    {ConnectionStatus::connected, "connected"},
    {ConnectionStatus::needs_reconnect, "needs_reconnect"},
    {ConnectionStatus::needs_more_access, "needs_more_access"},
    {ConnectionStatus::failed, "failed"},
    {ConnectionStatus::disconnected, "disconnected"},
}};

}  // namespace

std::string_view to_text(ConnectionStatus status) {
  return std::ranges::find(status_names, status,
                           &std::pair<ConnectionStatus, std::string_view>::first)
      ->second;
}

std::optional<ConnectionStatus> parse_connection_status(std::string_view text) {
  const auto* found =
      std::ranges::find(status_names, text, &std::pair<ConnectionStatus, std::string_view>::second);
  if (found == status_names.end()) return std::nullopt;
  return found->first;
}

}  // namespace sluice::vault
