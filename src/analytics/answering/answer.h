#pragma once
#include "analyst/table.h"
#include "analytics/answering/chart.h"
#include "analytics/plan/query_plan.h"
#include "base/json.h"
#include "sources/call_vendor.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sluice::analytics {

// deleted: it was there, and went with the connection it was read through.
enum class AnswerStatus { answered, clarify, refused, failed, deleted };

// The one number of an answer, where one number answers.
struct AnswerValue {
  Json value;  // A number, or null when nothing can be computed (no rows to average).
  std::string unit;
};

// The period as days of the organization's zone, half-open.
struct AnswerPeriod {
  std::string start;  // Empty: everything up to the end.
  std::string end;
  std::string timezone;
};

struct AnswerOption {
  std::string label;
  std::string question;
};

// What the page shows as an editable chip.
struct AnswerChip {
  std::string kind;  // measure | period | dimension | filter | source
  std::string text;
  std::string question;  // Asked when the chip is changed; empty: not changeable.
};

// How the answer was made, for the curious: the SQL that ran over the fetched rows.
struct AnswerHow {
  std::string sql;
  // What each measure counts, in the words of the catalog: {"MRR", "Monthly value of ..."}.
  std::vector<std::pair<std::string, std::string>> definitions{};
  std::vector<std::string> notes;  // "rows were read from text marked as Markdown", ...
};

// A connection as it was when a question began to read through it.
struct ReadThrough {
  std::string vendor;
  std::string name;
  std::int64_t disconnects = 0;
  ConnectionId connection{};
};

// The answer object that the shell, the API and the event stream share.
struct Answer {
  std::string id;
  std::string question;
  AnswerStatus status = AnswerStatus::failed;
  std::string text;
  std::optional<AnswerValue> value;
  std::optional<analyst::Table> table;
  std::optional<Chart> chart;
  std::optional<QueryPlan> plan;
  std::optional<AnswerPeriod> period;
  std::vector<sources::Provenance> provenance;
  // What the numbers lack; the sentence says it too. Partial: rows or their values are missing, and
  // table and chart are marked.
  std::vector<std::string> caveats{};
  bool partial = false;
  std::vector<std::string> unused_words;
  std::vector<Assumption> assumptions;  // Of the plan, and what became clear while it ran.
  double confidence = 0;
  std::string reason;  // Stable code when not answered.
  // Whose data is missing: to connect, to reconnect, or to wait for. Slugs.
  std::vector<std::string> vendors;
  std::vector<AnswerOption> options;
  std::vector<std::string> suggestions;
  std::chrono::milliseconds elapsed{0};
  std::vector<AnswerChip> chips;
  AnswerHow how;
  std::vector<ReadThrough> connections;  // Not shown: whether the answer may still be kept.
};

[[nodiscard]] std::string_view to_text(AnswerStatus status);
// What stands in the place of an answer that was deleted with the connection to `vendor_name`.
[[nodiscard]] Answer deleted_answer(std::string id, std::string question,
                                    const std::string& vendor_name);
// Members in the documented order; absent parts are null, `reason` and `options` only where used.
[[nodiscard]] OrderedJson to_json(const Answer& answer);

}  // namespace sluice::analytics
