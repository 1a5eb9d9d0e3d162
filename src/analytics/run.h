#pragma once
#include "analyst/analyst.h"
#include "analytics/answer.h"
#include "analytics/query_plan.h"
#include "base/clock.h"
#include "base/deadline.h"
#include "base/task.h"
#include "catalog/semantics.h"
#include "sources/call_vendor.h"

#include <cstddef>
#include <expected>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace sluice::analytics {

// How one tool's answers are paged, from the vendor row.
struct ToolPaging {
  std::string style;          // cursor | page | offset | limit-only | none
  std::string argument;       // Dotted path in the arguments: where to go on.
  std::string next_path;      // In the answer: the next cursor ("$.data[-1].id").
  std::string more_path;      // In the answer: whether there is more.
  std::string total_path;     // In the answer: how many in all.
  std::string size_argument;  // Dotted path in the arguments.
  std::size_t size = 0;       // Rows a page that we ask for; 0: the tool's own default.
  std::int64_t first = 0;     // page: the number of the first page.
};

// What running needs of the catalog: the reviewed meaning of one vendor. Points into the loaded
// catalog, which outlives the run.
struct RunVendor {
  std::string slug;
  std::string name;
  const std::vector<catalog::Entry>* entries = nullptr;
  std::map<std::string, ToolPaging> paging;              // By tool; absent: one page.
  std::map<std::string, std::string> connection_values;  // For "${connection.NAME}".
};

struct StepEvent {
  enum class Step { planning, fetching, joining, drawing };
  Step step = Step::planning;
  std::string text;
  std::string vendor;
  std::string tool;
  std::size_t rows = 0;
};
[[nodiscard]] std::string_view to_text(StepEvent::Step step);

struct RunContext {
  analyst::AnalystSpawner* spawner = nullptr;  // Outlives the run.
  sources::CallVendor call;
  std::vector<RunVendor> vendors;  // The connected ones.
  analyst::CurrencyRates rates;
  Instant now;                                     // The business clock.
  std::function<void(const StepEvent&)> progress;  // May be empty.
  Deadline deadline = Deadline::in(std::chrono::seconds(120));
};

struct RunError {
  enum class Kind {
    plan_invalid,  // Names something that the catalog does not have, or that cannot be joined.
    not_connected,
    tool_not_allowed,
    vendor_error,
    needs_reconnect,
    deadline,
    too_much_data,
    internal,
  };
  Kind kind = Kind::internal;
  std::string detail;                           // For the log.
  std::string vendor;                           // Whose call failed; may be empty.
  std::vector<sources::Provenance> provenance;  // What had been fetched until then.
};
// The answer's `reason` and a sentence for the person.
[[nodiscard]] std::string_view reason_of(RunError::Kind kind);
[[nodiscard]] std::string sentence_of(const RunError& error);

// Runs a plan: fetches what it needs, computes in a worker process of its own, draws. The answer
// has everything but id, question, suggestions, options and the elapsed time. Takes both by value:
// the frame owns them.
[[nodiscard]] Task<std::expected<Answer, RunError>> run_plan(QueryPlan plan, RunContext context);

}  // namespace sluice::analytics
