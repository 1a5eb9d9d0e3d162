#pragma once
#include <expected>
#include <span>
#include <string>
#include <string_view>

namespace sluice::storage {

class SqlConnection;
struct OpenError;

// One numbered file of schema/, built into the program.
struct Migration {
  int version = 0;
  std::string_view name;
  std::string_view sql;
};

// In the order of their versions, which start at 1 and have no gaps.
[[nodiscard]] std::span<const Migration> control_migrations();
// The same of each organization's own file.
[[nodiscard]] std::span<const Migration> organization_migrations();

// Brings a file to the newest version, each step in its own transaction. Refuses a file whose
// version this program does not know: a newer one has written it.
[[nodiscard]] std::expected<void, OpenError> migrate(SqlConnection& connection,
                                                     std::span<const Migration> migrations,
                                                     std::string_view file_name);

}  // namespace sluice::storage
