#pragma once
#include "catalog/catalog.h"
#include "cli/guard.h"

namespace sluice::cli {

// `sluice check call`: {"vendor", "tool", "arguments"}; runs the rule check that every call of the
// server goes through, without a connection. Answers also the arguments as they would leave.
// The catalog outlives the guard.
[[nodiscard]] Guard make_call_guard(const catalog::Catalog& catalog);

}  // namespace sluice::cli
