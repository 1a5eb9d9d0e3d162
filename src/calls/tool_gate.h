#pragma once
#include "base/json.h"
#include "calls/argument_rules.h"
#include "calls/proposed_call.h"
#include "calls/statement_arguments.h"
#include "catalog/json_schema.h"
#include "catalog/vendor.h"

#include <expected>
#include <optional>
#include <vector>

namespace sluice::calls {

// What the row says of one tool, made ready to judge calls: verdict, schema, argument rules, open
// arguments. Whatever does not depend on the call is done when it is made. The vendor and the tool
// outlive it; thread-safe once made.
class ToolGate {
 public:
  ToolGate(const catalog::Vendor& vendor, const catalog::Tool& tool);
  // The arguments as they would leave. `parameters`: as of check_call.
  [[nodiscard]] std::expected<Json, Denial> judge(const Json& arguments,
                                                  const Json& parameters) const;

 private:
  [[nodiscard]] std::optional<Denial> apply_rules(Json& arguments, const Json& parameters) const;

  const catalog::Vendor& vendor_;
  const catalog::Tool& tool_;
  catalog::Schema input_;
  std::vector<CompiledRule> rules_;
  OpenArguments open_;
};

}  // namespace sluice::calls
