#pragma once
#include "base/json.h"
#include "calls/proposed_call.h"
#include "calls/rule_path.h"
#include "catalog/vendor.h"

#include <optional>
#include <string>
#include <vector>

namespace sluice::calls {

// One argument rule of a row, its paths taken apart. The rule outlives it.
struct CompiledRule {
  explicit CompiledRule(const catalog::ArgumentRule& rule);
  const catalog::ArgumentRule& said;
  RulePath path;
  std::vector<RulePath> paths;
};

// The four steps in which the rules of a tool are applied, each to all rules before the next.

// Before the schema: what never leaves, and what is overwritten, need not be well-formed.
void replace(const CompiledRule& rule, Json& arguments);
// Arguments that belong to the connection are filled in, and refused when they say another one.
// `parameters` no object: no connection to compare with (the shell's question).
[[nodiscard]] std::optional<Denial> bind(const CompiledRule& rule, Json& arguments,
                                         const Json& parameters);
// Behind the schema: whether the reviewed words, members, addresses and numbers alone are said.
[[nodiscard]] std::optional<Denial> check(const CompiledRule& rule, const Json& arguments);
// Last: an object leaves as its JSON text where the vendor wants text.
void write_as_text(const CompiledRule& rule, Json& arguments);

// A value as a refusal quotes it: cut to some 60 bytes.
[[nodiscard]] std::string shown(const Json& value);

}  // namespace sluice::calls
