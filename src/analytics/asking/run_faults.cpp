#include "analytics/asking/run_faults.h"

#include <utility>

namespace sluice::analytics {
namespace {

using sources::CallFailure;

[[nodiscard]] RunError::Kind kind_of(CallFailure::Kind kind) {
  switch (kind) {
    case CallFailure::Kind::not_connected: return RunError::Kind::not_connected;
    case CallFailure::Kind::tool_not_allowed: return RunError::Kind::tool_not_allowed;
    case CallFailure::Kind::needs_reconnect: return RunError::Kind::needs_reconnect;
    case CallFailure::Kind::cannot_open: return RunError::Kind::cannot_open;
    case CallFailure::Kind::vendor_error: return RunError::Kind::vendor_error;
    case CallFailure::Kind::deadline: return RunError::Kind::deadline;
  }
  return RunError::Kind::vendor_error;
}

[[nodiscard]] RunError::Kind kind_of(analyst::AnalystError::Kind kind) {
  switch (kind) {
    case analyst::AnalystError::Kind::deadline: return RunError::Kind::deadline;
    case analyst::AnalystError::Kind::out_of_memory:
    case analyst::AnalystError::Kind::too_many_rows: return RunError::Kind::too_much_data;
    case analyst::AnalystError::Kind::unreadable_rows: return RunError::Kind::unreadable;
    case analyst::AnalystError::Kind::tool_failed: return RunError::Kind::tool_failed;
    case analyst::AnalystError::Kind::died:
    case analyst::AnalystError::Kind::query_failed: return RunError::Kind::internal;
  }
  return RunError::Kind::internal;
}

}  // namespace

RunError::Kind kind_of(CompileFault::Kind kind) {
  switch (kind) {
    case CompileFault::Kind::not_connected: return RunError::Kind::not_connected;
    case CompileFault::Kind::parameter_empty: return RunError::Kind::needs_parameter;
    case CompileFault::Kind::unknown_time_zone:
    case CompileFault::Kind::no_measure:
    case CompileFault::Kind::not_additive:
    case CompileFault::Kind::no_search_words:
    case CompileFault::Kind::unknown_field:
    case CompileFault::Kind::unknown_measure:
    case CompileFault::Kind::unknown_tool:
    case CompileFault::Kind::unknown_parent:
    case CompileFault::Kind::unreadable_expression:
    case CompileFault::Kind::circular_fields:
    case CompileFault::Kind::not_joinable:
    case CompileFault::Kind::measure_without_key:
    case CompileFault::Kind::formula_not_computable:
    case CompileFault::Kind::formula_over_rows:
    case CompileFault::Kind::formula_without_rows:
    case CompileFault::Kind::share_without_measure:
    case CompileFault::Kind::not_a_number:
    case CompileFault::Kind::form_incomplete:
    case CompileFault::Kind::list_without_entry: return RunError::Kind::plan_invalid;
  }
  return RunError::Kind::plan_invalid;
}

RunError error_of(const analyst::AnalystError& error) {
  RunError run_error;
  run_error.kind = kind_of(error.kind);
  run_error.detail = error.detail;
  return run_error;
}

RunError error_of(const sources::FetchError& error) {
  const bool call = error.kind == sources::FetchError::Kind::call;
  RunError run_error;
  run_error.kind = call ? kind_of(error.call.kind) : kind_of(error.analyst.kind);
  run_error.detail = call ? error.call.detail : error.analyst.detail;
  if (call) run_error.for_person = error.call.detail;
  run_error.waited = error.call.waited;
  run_error.vendor = error.provenance.vendor;
  run_error.provenance = {error.provenance};
  return run_error;
}

RunError plan_error(std::string detail) {
  RunError run_error;
  run_error.kind = RunError::Kind::plan_invalid;
  run_error.detail = std::move(detail);
  return run_error;
}

}  // namespace sluice::analytics
