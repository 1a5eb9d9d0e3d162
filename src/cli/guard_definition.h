#pragma once
#include "catalog/catalog.h"
#include "cli/guard.h"

namespace sluice::cli {

// `sluice check definition`: {"vendor": slug or null, "tool": {...}} or {"approved": {...}, "now":
// {...}} -> whether the tool may be called as far as its definition goes, with the definition's
// "digest" and the "findings" that a reviewer sees. `catalog` outlives the guard.
[[nodiscard]] Guard make_definition_guard(const catalog::Catalog& catalog);

}  // namespace sluice::cli
