#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace sluice::calls {

// Why a tool is not called although the row lists it as a read.
enum class Withdrawal {
  changed,     // Another definition than the one that was approved.
  questioned,  // Never approved: the judgement of its first definition wants a person to look.
  appeared,    // Never approved: it came after the connection's first list.
  unreadable,  // No definition of its own: broken, or two tools have the name.
  gone,        // Listed no more.
};
// As it is stored and told in the API.
[[nodiscard]] std::string_view to_text(Withdrawal why);
// The way back; nothing for another text.
[[nodiscard]] std::optional<Withdrawal> parse_withdrawal(std::string_view text);

// For the person whose question needed it.
[[nodiscard]] std::string withdrawal_text(Withdrawal why, const std::string& vendor,
                                          const std::string& tool);

}  // namespace sluice::calls
