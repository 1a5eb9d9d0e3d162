// What an organization calls one of its connections.
#include "base/text.h"
#include "connections/connection_service.h"
#include "connections/flow.h"
#include "net/utf8.h"

#include <algorithm>
#include <utility>

namespace sluice::connections {

using vault::ConnectionRepository;

namespace {

// A control character of ISO 8859-1 in UTF-8: below a blank, or C2 80 to C2 9F.
[[nodiscard]] bool has_control(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const auto next = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : ' ');
    if (byte < ' ' || byte == 0x7F || (byte == 0xC2 && next < 0xA0)) return true;
  }
  return false;
}

// It stands in sentences and between other names.
[[nodiscard]] std::optional<std::string> fitting_name(std::string_view said) {
  const std::string_view name = trimmed(said, plain_blanks);
  const auto letters = std::ranges::count_if(
      name, [](const char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; });
  if (letters < 1 || letters > name_letters_max || has_control(name) || !net::is_utf8(name))
    return std::nullopt;
  return std::string(name);
}

}  // namespace

Task<std::expected<std::string, ConnectError>> ConnectionService::rename(Connector connector,
                                                                         ConnectionId id,
                                                                         std::string name) {
  const auto fit = fitting_name(name);
  if (!fit) {
    co_return Failed({ConnectReason::invalid_input, "A connection's name is a line of 1 to " +
                                                        std::to_string(name_letters_max) +
                                                        " characters."});
  }
  using Outcome = std::expected<std::string, ConnectError>;
  co_return co_await run_blocking(parts_.pool, [&] {
    const ConnectionRepository repository(parts_.database, connector.who.access);
    return repository.store().write([&](storage::Transaction& transaction) -> Outcome {
      const auto connection = ConnectionRepository::find(transaction, id);
      if (!connection)
        return Failed({ConnectReason::unknown_connection, "This connection is gone."});
      if (!ConnectionRepository::rename(transaction, *connection, *fit)) {
        return Failed({ConnectReason::invalid_input,
                       "Another connection to the same vendor is called that already."});
      }
      parts_.audit.append(transaction,
                          record_of(connector, "connection.rename", *connection, "ok"));
      return *fit;
    });
  });
}

}  // namespace sluice::connections
