#include "connections/tool_watch.h"

#include "base/log.h"
#include "identity/operator_authenticator.h"
#include "identity/organization_directory.h"
#include "identity/storage_failure.h"
#include "vault/connection_repository.h"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>

#include <exception>

namespace sluice::connections {

void ToolWatch::add_due(storage::OrganizationAccess access, std::vector<Due>& found) const {
  for (const auto& connection : vault::ConnectionRepository(parts_.database, access).list()) {
    if (found.size() == relists_a_pass_max) return;
    const bool usable = vault::is_usable(connection.row().status);
    if (!usable || !parts_.reviews.is_older(connection, calls::relist_after)) continue;
    found.push_back({access, connection.id()});
  }
}

std::vector<ToolWatch::Due> ToolWatch::due() const {
  std::vector<Due> found;
  const identity::OperatorAuthenticator authenticator(parts_.database);
  const identity::OrganizationDirectory directory(parts_.database, parts_.clock, parts_.random,
                                                  parts_.audit);
  for (const auto& organization : directory.list()) {
    try {  // A damaged file of one organization must not keep the others from being looked at.
      const auto access = authenticator.authenticate(organization.slug);
      if (access) add_due(*access, found);
    } catch (const identity::StorageFailure& failure) {
      log(LogLevel::error, "organization_unreadable",
          {{"organization", organization.slug}, {"error", failure.what()}});
    }
  }
  return found;
}

Task<std::size_t> ToolWatch::look() {
  std::size_t read = 0;
  const std::vector<Due> waiting = co_await run_blocking(parts_.pool, [this] { return due(); });
  for (const Due& one : waiting) {
    const auto listed = co_await parts_.caller.list_tools(one.access, one.connection,
                                                          Deadline::in(relist_deadline));
    if (listed) ++read;
  }
  co_return read;
}

Task<void> ToolWatch::run() {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor);
  while (true) {
    try {
      const std::size_t read = co_await look();
      if (read > 0) log(LogLevel::info, "tools_listed", {{"connections", read}});
    } catch (const std::exception& error) {  // A full disk passes, and the watch goes on.
      log(LogLevel::error, "tool_watch_failed", {{"error", error.what()}});
    }
    timer.expires_after(tool_watch_interval);
    co_await timer.async_wait(boost::asio::use_awaitable);
  }
}

}  // namespace sluice::connections
