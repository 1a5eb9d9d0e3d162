// What a person is told of a run: what it waits for, and when it gave no answer, who, why, and what
// to do.
#include "analytics/asking/run.h"
#include "analytics/meaning/accounts.h"

#include <algorithm>

namespace sluice::analytics {
namespace {

// Less than this is no silence: the question as a whole took too long.
constexpr std::chrono::seconds silence_min{15};

[[nodiscard]] std::string not_connected(const RunError& error) {
  if (error.vendor_name.empty())
    return "The data source for this question is not connected. Connect it, then ask again.";
  if (error.was_connected)
    return error.vendor_name + " is disconnected. Reconnect it in Data sources, then try again.";
  return error.vendor_name + " is not connected. Connect it in Data sources, then ask again.";
}

[[nodiscard]] std::string too_late(const RunError& error) {
  if (error.vendor_name.empty())
    return "Computing the answer took too long. Ask for a shorter period or fewer sources.";
  if (error.waited >= silence_min)
    return error.vendor_name + " did not answer within " + std::to_string(error.waited.count()) +
           " s. Try again.";
  return "There was more to read from " + error.vendor_name +
         " than the time for one question allows. Ask for a shorter period or fewer sources.";
}

// What the tool gives, in the catalog's word for it: "deals".
[[nodiscard]] std::string subject_of(const catalog::Vendor& vendor, const std::string& tool) {
  for (const catalog::Entry& entry : vendor.entries) {
    if (entry.tool != tool || entry.hidden) continue;
    std::string words = entry.name;
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
  }
  return tool;
}

}  // namespace

std::string_view to_text(StepEvent::Step step) {
  switch (step) {
    case StepEvent::Step::waiting: return "waiting";
    case StepEvent::Step::planning: return "planning";
    case StepEvent::Step::fetching: return "fetching";
    case StepEvent::Step::joining: return "joining";
    case StepEvent::Step::drawing: return "drawing";
  }
  return "planning";
}

std::string_view reason_of(RunError::Kind kind) {
  switch (kind) {
    case RunError::Kind::no_exchange_rate: return "no_exchange_rate";
    case RunError::Kind::plan_invalid: return "not_understood";
    case RunError::Kind::not_connected: return "no_data_source";
    case RunError::Kind::tool_not_allowed: return "tool_not_allowed";
    case RunError::Kind::needs_parameter: return "needs_parameter";
    case RunError::Kind::cannot_open: return "cannot_open";
    case RunError::Kind::needs_reconnect: return "needs_reconnect";
    case RunError::Kind::vendor_error:
    case RunError::Kind::unreadable:
    case RunError::Kind::tool_failed:
    case RunError::Kind::internal: return "vendor_error";
    case RunError::Kind::deadline: return "deadline";
    case RunError::Kind::too_much_data: return "plan_limit";
  }
  return "vendor_error";
}

StepEvent fetch_step(const Meaning& meaning, const sources::Provenance& read, bool waiting) {
  const VendorMeaning* vendor = meaning.vendor(read.vendor);
  const std::string name =
      vendor == nullptr ? read.vendor : name_with_account(*vendor, read.account);
  const std::string subject =
      vendor == nullptr ? read.tool : subject_of(*vendor->vendor, read.tool);
  StepEvent step;
  step.step = StepEvent::Step::fetching;
  step.vendor = read.vendor;
  step.text =
      waiting ? "Waiting for " + name + ": " + read.tool : "Reading " + subject + " from " + name;
  step.tool = read.tool;
  step.rows = read.rows;
  step.waiting = waiting;
  return step;
}

std::string sentence_of(const RunError& error) {
  const std::string who = error.vendor_name.empty() ? "The data source" : error.vendor_name;
  switch (error.kind) {
    case RunError::Kind::plan_invalid:
      return "These sources cannot be combined for this question. Ask for one of them, or name the "
             "measure differently.";
    case RunError::Kind::not_connected: return not_connected(error);
    case RunError::Kind::no_exchange_rate:
      return "There is no exchange rate for that currency. An administrator can add it in "
             "Settings, "
             "then ask again.";
    case RunError::Kind::tool_not_allowed:
      if (!error.for_person.empty()) return error.for_person;
      return "Sluice does not use the tool of " + who +
             " that this question needs: it was not reviewed as read-only, or the vendor changed "
             "it since. An administrator can look at it in Data sources.";
    case RunError::Kind::needs_reconnect:
      if (!error.for_person.empty()) return error.for_person;
      return who + " no longer accepts the connection. Reconnect it, then ask again.";
    case RunError::Kind::needs_parameter:
      return error.detail +
             ", so this cannot be asked. An administrator fills it in with Reconnect in Data "
             "sources.";
    case RunError::Kind::cannot_open:
      return "Sluice cannot open its stored access to " + who +
             " with the keys it has, so nothing was sent. The access was kept. Tell your operator: "
             "`sluice doctor` says what is missing.";
    case RunError::Kind::unreadable:
      return who +
             " answered, but not with data that can be read, or the answer was cut off. Try "
             "again in a moment, or ask for a shorter period.";
    case RunError::Kind::tool_failed:
      return who +
             " answered with an error instead of data. Try again in a moment; if it stays, test "
             "the connection in Data sources.";
    case RunError::Kind::vendor_error:
      if (!error.for_person.empty()) return error.for_person;
      return who + " did not give data that can be read. Try again in a moment.";
    case RunError::Kind::deadline: return too_late(error);
    case RunError::Kind::too_much_data:
      return "This question needs more rows than one answer may read. Ask for a shorter period.";
    case RunError::Kind::internal:
      return "The answer could not be computed. The problem was logged; try to ask differently.";
  }
  return "The answer could not be computed.";
}

}  // namespace sluice::analytics
