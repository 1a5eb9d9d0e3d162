#include "sandbox/vendor_stand_in.h"

#include <utility>

namespace sluice::sandbox {

VendorStandIn::VendorStandIn(VendorProfile profile, const StandInParts& parts,
                             std::shared_ptr<AuthorizationServer> shared)
    : profile_(std::move(profile)),
      parts_(parts),
      calls_(profile_.mcp.limit),
      authorization_(std::move(shared)) {
  if (!profile_.authorization) return;
  owns_authorization_ = authorization_ == nullptr;
  if (owns_authorization_)
    authorization_ = std::make_shared<AuthorizationServer>(
        profile_, *profile_.authorization, parts_.options, parts_.security_clock, parts_.random);
  authorization_->serve(profile_.mcp.endpoints);
}

std::expected<McpEndpoint*, std::string> VendorStandIn::mcp(bool branch) {
  if (!data_) {
    if (auto loaded = load(); !loaded) return std::unexpected(loaded.error());
  }
  if (!branch) return data_->endpoint.get();
  if (!data_->branch) {
    data_->branch_world = std::make_unique<World>(data_->world.branch());
    data_->branch_engine =
        std::make_unique<Engine>(*data_->branch_world, parts_.business_clock, parts_.zone);
    data_->branch =
        std::make_unique<McpEndpoint>(profile_, data_->tools, *data_->branch_engine, parts_.random);
  }
  return data_->branch.get();
}

std::expected<void, std::string> VendorStandIn::load() {
  auto world = World::read(parts_.files, profile_.data_slug());
  if (!world) return std::unexpected(world.error());
  const auto tools_text = parts_.files.read("tools/" + profile_.data_slug() + ".json");
  if (!tools_text) return std::unexpected("the sandbox has no tools for " + profile_.slug);
  auto tools = ToolDefinitions::load(*tools_text);
  if (!tools) return std::unexpected(tools.error());
  data_ = std::make_unique<Data>(
      Data{std::move(*world), std::move(*tools), nullptr, nullptr, nullptr, nullptr, nullptr});
  data_->engine = std::make_unique<Engine>(data_->world, parts_.business_clock, parts_.zone);
  data_->endpoint =
      std::make_unique<McpEndpoint>(profile_, data_->tools, *data_->engine, parts_.random);
  return {};
}

const ToolDefinition* VendorStandIn::tool(std::string_view name) const {
  return data_ ? data_->tools.find(name) : nullptr;
}

}  // namespace sluice::sandbox
