#pragma once
#include "base/clock.h"
#include "base/time_zone.h"
#include "sandbox/arguments.h"
#include "sandbox/world.h"

#include <expected>
#include <string>
#include <string_view>

namespace sluice::sandbox {

// Answers the read tools of one vendor from its world file. Knows kinds of tools, not vendors.
class Engine {
 public:
  // All three outlive the engine. `clock` is the business clock: "the last 30 days" end there.
  Engine(const World& world, const Clock& clock, const TimeZone& zone)
      : world_(world), clock_(clock), zone_(zone) {}

  // True when the world file says how this tool answers.
  [[nodiscard]] bool knows(std::string_view tool) const { return world_.tool(tool).is_object(); }

  // The result of tools/call: {content, structuredContent?, isError?}. What the tool cannot do
  // with these arguments comes as a tool error with one sentence, as vendors answer it.
  [[nodiscard]] Value call(std::string_view tool, const Value& arguments) const;

 private:
  const World& world_;
  const Clock& clock_;
  const TimeZone& zone_;
};

}  // namespace sluice::sandbox
