#pragma once
#include "analyst/analyst.h"
#include "analytics/asking/run.h"
#include "analytics/computing/compile_fault.h"
#include "sources/fetch.h"

#include <string>

namespace sluice::analytics {

// What went wrong below a run, in the run's own closed kinds. No text is looked at.

// All but two are faults of the plan or of the catalog's rows, which only the log can use.
[[nodiscard]] RunError::Kind kind_of(CompileFault::Kind kind);
// The worker's answer; its detail is for the log.
[[nodiscard]] RunError error_of(const analyst::AnalystError& error);
// A failed call, or rows that could not be read, with the call's provenance.
[[nodiscard]] RunError error_of(const sources::FetchError& error);
// `detail` is for the log.
[[nodiscard]] RunError plan_error(std::string detail);

}  // namespace sluice::analytics
