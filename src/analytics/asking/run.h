#pragma once
#include "analyst/analyst.h"
#include "analytics/answering/answer.h"
#include "analytics/asking/shown_values.h"
#include "analytics/meaning/meaning.h"
#include "analytics/plan/query_plan.h"
#include "base/clock.h"
#include "base/deadline.h"
#include "base/task.h"
#include "sources/call_vendor.h"

#include <cstddef>
#include <expected>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace sluice::analytics {

struct StepEvent {
  enum class Step { waiting, planning, fetching, joining, drawing };
  Step step = Step::planning;
  std::string text;
  std::string vendor;
  std::string tool;
  std::size_t rows = 0;
  bool waiting = false;  // For an answer of the vendor.
};
[[nodiscard]] std::string_view to_text(StepEvent::Step step);
// Who is asked for what, or what was read from whom until now, in words.
[[nodiscard]] StepEvent fetch_step(const Meaning& meaning, const sources::Provenance& read,
                                   bool waiting);

// A vendor of the catalog that is not connected, as a failed run speaks of it.
struct AbsentVendor {
  std::string name;
  bool was_connected = false;
};

struct RunContext {
  analyst::AnalystSpawner* spawner = nullptr;  // Outlives the run.
  sources::CallVendor call;
  std::vector<VendorMeaning> vendors;            // The connected ones (meaning.h).
  std::map<std::string, AbsentVendor> absent{};  // The others, by slug.
  analyst::CurrencyRates rates;
  Instant now;                                     // The business clock.
  std::function<void(const StepEvent&)> progress;  // May be empty.
  Deadline deadline = Deadline::in(std::chrono::seconds(120));
  // Gets what an answered run leaves to learn from; empty: nobody learns.
  std::function<void(ShownValues)> shown{};
};

struct RunError {
  enum class Kind {
    no_exchange_rate,  // The organization has none for the currency that was asked for.
    plan_invalid,      // Names something that the catalog does not have, or that cannot be joined.
    not_connected,
    tool_not_allowed,
    vendor_error,
    unreadable,   // The vendor answered, but not with rows.
    tool_failed,  // The vendor answered with an error in the place of rows.
    needs_reconnect,
    needs_parameter,  // A field of the connection is empty; `detail` names it.
    cannot_open,      // The operator's to mend: our keys do not open the credential.
    deadline,
    too_much_data,
    internal,
  };
  Kind kind = Kind::internal;
  std::string detail;       // For the log.
  std::string vendor;       // Whose call failed, or who is not connected; may be empty.
  std::string vendor_name;  // As a person knows it.
  std::string for_person;   // What the failed call says of itself, as a sentence; may be empty.
  std::chrono::seconds waited{0};
  bool was_connected = false;                   // With not_connected: until somebody ended it.
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
