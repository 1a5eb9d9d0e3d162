#pragma once
#include "sandbox/query_language.h"

namespace sluice::sandbox {

// Words and name:value pairs: `is:open label:bug created:>=2026-01-01 word`.
[[nodiscard]] CompiledQuery compile_qualifiers(const Value& query, const QueryContext& context);

}  // namespace sluice::sandbox
