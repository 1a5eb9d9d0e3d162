#pragma once
#include "base/clock.h"
#include "calls/withdrawal.h"
#include "catalog/vendor.h"
#include "mcp/client.h"
#include "storage/transaction.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace sluice::calls {

// What a list says about one tool.
struct ListedTool {
  std::string digest;  // Empty: its definition cannot be read, or two tools have the name.
  std::string shape;   // Of its name and input schema; empty likewise.
  std::string definition;
};

// The reads of the row in a server's list, by name; those that the list spoiled are among them.
[[nodiscard]] std::map<std::string, ListedTool> reads_in(const catalog::Vendor& vendor,
                                                         const mcp::ToolList& list);

// The pins of one connection while a list is held against them: rows of connection_tool, within
// one transaction.
class PinBook {
 public:
  // Where the rows are: within whose transaction, and for which connection.
  struct Place {
    storage::Transaction& transaction;
    ConnectionId connection;
    Instant now;
  };
  // One row of connection_tool.
  struct Pin {
    std::string digest;  // Of the approved definition; empty: none was.
    std::string shape;   // Listed.
    std::optional<Withdrawal> withdrawn;
    std::string listed_digest;  // While withdrawn.
  };
  // Reads the connection's pins. `vendor` outlives it.
  PinBook(const catalog::Vendor& vendor, Place place);

  // Each answers what the list did: the tool is withdrawn by it, and was not before or for
  // something else.
  [[nodiscard]] std::optional<Withdrawal> first_seen(const std::string& tool,
                                                     const ListedTool& listed, bool first_list);
  // `may_restore`: the list is whole, so a tool that it shows as approved is what it was.
  [[nodiscard]] std::optional<Withdrawal> seen_again(const std::string& tool,
                                                     const ListedTool& listed, bool may_restore);
  // The whole list does not have the tool.
  [[nodiscard]] std::optional<Withdrawal> missed(const std::string& tool);

  // As they were when the book was opened, by tool name.
  [[nodiscard]] const std::map<std::string, Pin>& pins() const noexcept { return pins_; }
  // Whether the server's whole list was read before; marks that it is now.
  [[nodiscard]] bool was_listed() const;
  // `drift`: what this list differs in from the row, as JSON text.
  void mark_listed(const std::string& drift);

 private:
  std::optional<Withdrawal> withdraw(const std::string& tool, const Pin& pin, Withdrawal why,
                                     const ListedTool& listed);
  void restore(const std::string& tool, const ListedTool& listed);

  const catalog::Vendor& vendor_;
  Place place_;
  std::map<std::string, Pin> pins_;
};

}  // namespace sluice::calls
