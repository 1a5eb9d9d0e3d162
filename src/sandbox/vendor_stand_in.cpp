#include "sandbox/vendor_stand_in.h"

#include <utility>

namespace sluice::sandbox {

VendorStandIn::VendorStandIn(VendorProfile profile, const StandInParts& parts)
    : profile_(std::move(profile)), parts_(parts) {
  if (const auto& authorization = profile_.authorization)
    authorization_.emplace(profile_, *authorization, parts_.options, parts_.security_clock,
                           parts_.random);
}

std::expected<McpEndpoint*, std::string> VendorStandIn::mcp() {
  if (data_) return data_->endpoint.get();
  const auto world_text = parts_.files.read("world/" + profile_.slug + ".json");
  const auto tools_text = parts_.files.read("tools/" + profile_.slug + ".json");
  if (!world_text || !tools_text)
    return std::unexpected("the sandbox has no data for " + profile_.slug);
  auto world = World::load(*world_text);
  if (!world) return std::unexpected(world.error());
  auto tools = ToolDefinitions::load(*tools_text);
  if (!tools) return std::unexpected(tools.error());
  data_ = std::make_unique<Data>(Data{std::move(*world), std::move(*tools), nullptr, nullptr});
  data_->engine = std::make_unique<Engine>(data_->world, parts_.business_clock, parts_.zone);
  data_->endpoint =
      std::make_unique<McpEndpoint>(profile_, data_->tools, *data_->engine, parts_.random);
  return data_->endpoint.get();
}

const ToolDefinition* VendorStandIn::tool(std::string_view name) const {
  return data_ ? data_->tools.find(name) : nullptr;
}

}  // namespace sluice::sandbox
