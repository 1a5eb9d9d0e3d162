#pragma once
#include "base/deadline.h"
#include "base/task.h"
#include "calls/credential_use.h"
#include "calls/tool_reviews.h"
#include "calls/vendor_caller.h"
#include "calls/vendor_clients.h"
#include "catalog/catalog.h"
#include "vault/connection.h"
#include "vault/credential_vault.h"

#include <chrono>
#include <cstddef>
#include <expected>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace sluice::calls {

// Which connections' tools are being read because their list is old.
struct Listing {
  std::mutex mutex;
  std::set<ConnectionId> connections;
};
// The turn of one caller to read one of them: the others wait for it and ask nothing.
class ListTurn {
 public:
  // `listing` outlives it. Not a wait: is_mine() says whether the turn is this caller's.
  ListTurn(Listing& listing, ConnectionId connection);
  ~ListTurn();
  ListTurn(const ListTurn&) = delete;
  ListTurn& operator=(const ListTurn&) = delete;
  [[nodiscard]] bool is_mine() const noexcept { return mine_; }

 private:
  Listing& listing_;
  ConnectionId connection_;
  bool mine_ = false;
};
// Who waits for somebody else's reading of the same list looks so often whether it is there.
inline constexpr std::chrono::milliseconds list_poll_interval{50};

// Why a list was not read.
struct ListFailure {
  CallError error;
  bool token_refused = false;  // The vendor takes the token no more: another one may help.
};

// Reading what the servers of connections offer, and holding it against what was approved. Made
// once; thread-safe.
class ToolLists {
 public:
  // What a reading needs; all of it outlives this.
  struct Parts {
    const catalog::Catalog& catalog;
    const vault::CredentialVault& vault;
    const ToolReviews& reviews;
    VendorClients& clients;
    const CredentialUses& uses;
    BlockingPool& pool;
  };
  explicit ToolLists(Parts parts) : parts_(parts) {}

  // At most so many pages; proves token and session too. mcp::pages_max: the whole list, which
  // alone says what the server does not offer any more.
  [[nodiscard]] Task<std::expected<ListedTools, ListFailure>> read(vault::Connection connection,
                                                                   std::size_t pages_max,
                                                                   Deadline deadline);
  // Reads the whole list when it is older than pin_age_max, once for all who ask meanwhile; nothing
  // when all is well.
  [[nodiscard]] Task<std::optional<CallError>> read_by_age(vault::Connection connection,
                                                           Deadline deadline);
  // What stands between an idle connection and its next call: one page for one of its callers.
  // Nothing when all is well.
  [[nodiscard]] Task<std::optional<CallError>> validate_after_idle(vault::Connection connection,
                                                                   Deadline deadline);
  // As VendorCaller::try_key().
  [[nodiscard]] Task<std::expected<std::vector<std::string>, CallError>> read_with_key(
      const vault::SealedCredential* key, vault::Connection connection, std::string endpoint,
      Deadline deadline);

 private:
  Parts parts_;
  Listing listing_;
};

}  // namespace sluice::calls
