#include "calls/tool_allowlist.h"

#include <utility>

namespace sluice::calls {

ToolAllowlist::ToolAllowlist(const catalog::Catalog& catalog) {
  for (const catalog::Vendor& vendor : catalog.all())
    gates_.try_emplace(vendor.slug, vendor);
}

std::expected<Json, Denial> ToolAllowlist::check(const vault::Connection& connection,
                                                 const ProposedCall& call) const {
  const auto gate = gates_.find(connection.row().vendor);
  if (gate == gates_.end()) {
    return std::unexpected(Denial{"unknown_vendor",
                                  "This tool is not allowed: the catalog no longer has the vendor "
                                  "of this connection."});
  }
  return gate->second.judge(call, connection.row().parameters);
}

std::optional<Denial> ToolAllowlist::refusal(const vault::Connection& connection,
                                             const ProposedCall& call) const {
  auto checked = check(connection, call);
  return checked ? std::nullopt : std::optional(std::move(checked.error()));
}

std::expected<AllowedCall, Denial> ToolAllowlist::admit(vault::Connection connection,
                                                        ProposedCall call, ToolPin pin) const {
  auto arguments = check(connection, call);
  if (!arguments) return std::unexpected(std::move(arguments.error()));
  if (!pin.covers(connection, call.tool)) {
    return std::unexpected(Denial{"not_pinned",
                                  "This tool is not allowed: its approval belongs to another tool "
                                  "or connection."});
  }
  return AllowedCall({}, std::move(connection), std::move(call.tool), std::move(*arguments),
                     std::move(pin));
}

}  // namespace sluice::calls
