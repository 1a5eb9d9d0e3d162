#include "calls/vendor_clients.h"

#include "base/log.h"
#include "catalog/connection_parameters.h"

#include <optional>
#include <string_view>
#include <utility>

namespace sluice::calls {

using vault::Connection;

namespace {

// Kept connections are this link's alone, and end with it.
[[nodiscard]] std::string pool_of(const Connection& connection) {
  return to_text(connection.id()) + "/" + std::to_string(connection.row().epoch);
}

}  // namespace

std::unique_ptr<mcp::McpClient> VendorClients::make(mcp::McpTarget target,
                                                    const catalog::Vendor* vendor,
                                                    const Json& parameters, Deadline deadline,
                                                    std::size_t list_pages_max) const {
  // A connection may outlive its vendor's row in the catalog.
  if (vendor != nullptr) {
    for (const catalog::Header& header : catalog::headers_of(*vendor, parameters))
      target.headers.push_back({header.name, header.value});
  }
  mcp::McpOptions options;
  options.deadline = deadline;
  options.list_pages_max = list_pages_max;
  return std::make_unique<mcp::McpClient>(parts_.http, parts_.egress, parts_.clock,
                                          std::move(target), std::move(options));
}

std::unique_ptr<mcp::McpClient> VendorClients::open(const Connection& connection, Deadline deadline,
                                                    std::size_t list_pages_max) const {
  auto client = make({.url = connection.row().endpoint, .pool = pool_of(connection)},
                     parts_.catalog.find(connection.row().vendor), connection.row().parameters,
                     deadline, list_pages_max);
  client->set_state(sessions_.take(connection));
  return client;
}

std::unique_ptr<mcp::McpClient> VendorClients::open_at(std::string endpoint,
                                                       const catalog::Vendor* vendor,
                                                       const Json& parameters,
                                                       Deadline deadline) const {
  return make({.url = std::move(endpoint), .pool = {}}, vendor, parameters, deadline,
              mcp::pages_max);
}

void VendorClients::keep(const Connection& connection, const mcp::McpClient& client) {
  sessions_.keep(connection, client.state());
}

mcp::Authorize VendorClients::authorize_with(const Connection& connection,
                                             const CredentialUse* use) const {
  const catalog::Vendor* vendor = parts_.catalog.find(connection.row().vendor);
  std::string header = "Authorization";
  std::string prefix = "Bearer ";
  const auto state = parts_.vault.state(connection);
  // Only a sign-in leaves a client behind.
  const bool by_key = state && !text_member(state->client_details, "client_id");
  const bool open = state && !state->has_access_token && vendor != nullptr &&
                    catalog::asks_nobody_to_sign_in(*vendor);
  if (by_key && vendor != nullptr && vendor->api_key) {
    header = vendor->api_key->header;
    prefix = vendor->api_key->prefix;
  }
  // Opened for each request, just before it leaves, and only while the connection is still in the
  // epoch that was looked up: a disconnect in between stops it here, and so does a key that does
  // not open it.
  return [this, connection, use, header, prefix, open](
             std::string_view /*method*/,
             std::string_view /*url*/) -> std::optional<mcp::Credentials> {
    if (open) {
      const auto admitted = parts_.vault.admit_without_secret(connection, use->recorded);
      return admitted ? std::optional(mcp::Credentials()) : std::nullopt;
    }
    auto token = parts_.vault.open(connection, use->recorded);
    if (!token) {
      log(LogLevel::error, "credential_not_opened",
          {{"vendor", connection.row().vendor}, {"reason", vault::reason(token.error())}});
      return std::nullopt;
    }
    mcp::Credentials credentials;
    credentials.secret_headers.push_back({header, prefix, std::move(*token)});
    return credentials;
  };
}

}  // namespace sluice::calls
