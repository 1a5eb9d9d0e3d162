#include "calls/tool_reviews.h"

#include "base/log.h"
#include "calls/definition_judgement.h"
#include "calls/pin_book.h"
#include "calls/row_drift.h"
#include "vault/connection_repository.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

namespace sluice::calls {
namespace {

constexpr std::string_view approved = "approved";
constexpr std::string_view quarantined = "quarantined";

using Withdrawals = std::map<std::string, Withdrawal>;

audit::AuditRecord withdrawal_record(const vault::Connection& connection, const std::string& tool,
                                     Withdrawal why, const std::string& digest) {
  return {.action = "tool.withdraw",
          .target_kind = "connection",
          .target_id = to_text(connection.id()),
          .result = "ok",
          .actor_name = {},
          .address = {},
          .detail = {{"vendor", connection.row().vendor},
                     {"tool", tool},
                     {"why", to_text(why)},
                     {"digest", digest}}};
}

// One list against the pins. `drift`: of a whole list, against the row; nothing: it is not whole.
Withdrawals hold_against(PinBook& book, const std::map<std::string, ListedTool>& reads,
                         const std::optional<std::string>& drift) {
  const bool whole = drift.has_value();
  // An empty list has shown nothing that a person could have meant.
  const bool first_list = whole && (book.pins().empty() || !book.was_listed());
  Withdrawals withdrawn;
  for (const auto& [tool, listed] : reads) {
    const bool known = book.pins().contains(tool);
    if (!known && !whole) continue;  // Its time comes with the whole list.
    const auto why =
        known ? book.seen_again(tool, listed, whole) : book.first_seen(tool, listed, first_list);
    if (why) withdrawn.emplace(tool, *why);
  }
  if (!whole) return withdrawn;
  for (const auto& [tool, pin] : book.pins()) {
    if (reads.contains(tool)) continue;
    if (const auto why = book.missed(tool)) withdrawn.emplace(tool, *why);
  }
  book.mark_listed(*drift);
  return withdrawn;
}

WithdrawnTool withdrawn_tool(const catalog::Vendor* vendor, const std::string& vendor_name,
                             const storage::Row& row) {
  WithdrawnTool tool{row.text("tool"),
                     parse_withdrawal(row.text("reason")).value_or(Withdrawal::changed),
                     {},
                     row.text("definition"),
                     row.optional_text("listed_definition").value_or(""),
                     row.optional_text("listed_digest").value_or(""),
                     {}};
  tool.detail = withdrawal_text(tool.why, vendor_name, tool.tool);
  if (tool.listed_definition.empty()) return tool;
  const DefinitionJudgement judgement = judge_definition(vendor, tool.listed_definition);
  tool.findings = judgement.findings;
  const bool told = std::ranges::any_of(
      tool.findings, [&](const Finding& finding) { return finding.reason == judgement.reason; });
  if (judgement.word != DefinitionJudgement::Word::allow && !told) {
    tool.findings.insert(tool.findings.begin(), {judgement.reason, judgement.detail});
  }
  return tool;
}

}  // namespace

std::vector<std::string> ToolReviews::take_list(const vault::Connection& connection,
                                                const mcp::ToolList& list, ListScope scope) const {
  const catalog::Vendor* vendor = parts_.catalog.find(connection.row().vendor);
  if (vendor == nullptr) return {};
  const std::map<std::string, ListedTool> reads = reads_in(*vendor, list);
  std::optional<std::string> drift;
  if (scope == ListScope::whole)
    drift =
        to_wire(drift_to_json(drift_of(*vendor, list.definitions, connection.row().parameters)));
  Withdrawals withdrawn;
  parts_.database.organization(connection.access()).write([&](storage::Transaction& transaction) {
    withdrawn.clear();  // A transaction may be run again.
    const auto current = vault::ConnectionRepository::find(transaction, connection.id());
    if (!current || current->row().epoch != connection.row().epoch) return;
    PinBook book(*vendor, {transaction, connection.id(), parts_.clock.now()});
    withdrawn = hold_against(book, reads, drift);
    for (const auto& [tool, why] : withdrawn) {
      const auto listed = reads.find(tool);
      parts_.audit.append(transaction,
                          withdrawal_record(connection, tool, why,
                                            listed == reads.end() ? "" : listed->second.digest));
    }
  });
  std::vector<std::string> names;
  for (const auto& [tool, why] : withdrawn) {
    log(LogLevel::warning, "tool_withdrawn",
        {{"vendor", connection.row().vendor}, {"tool", tool}, {"why", to_text(why)}});
    names.push_back(tool);
  }
  return names;
}

bool ToolReviews::is_older(const vault::Connection& connection, std::chrono::hours age) const {
  const auto row = parts_.database.organization(connection.access())
                       .query_one(
                           "SELECT listed_at FROM connection_tool_list"
                           " WHERE organization_id = :organization_id AND connection_id = :id",
                           {{"id", connection.id()}});
  if (!row) return true;
  const auto passed = parts_.clock.now() - row->instant("listed_at");
  // A list from the future was read under a clock that was wrong.
  return passed < Instant::duration::zero() || passed > age;
}

std::expected<ToolPin, std::string> ToolReviews::pin(const vault::Connection& connection,
                                                     std::string_view tool) const {
  const std::string& vendor = connection.row().name_in_sentences;
  if (is_older(connection, pin_age_max)) {
    return std::unexpected(vendor +
                           " has not shown its tools for a day, so none of them is called. Press "
                           "Test in Data sources.");
  }
  const auto row =
      parts_.database.organization(connection.access())
          .query_one(
              "SELECT verdict, reason FROM connection_tool"
              " WHERE organization_id = :organization_id AND connection_id = :id AND tool = :tool",
              {{"id", connection.id()}, {"tool", tool}});
  if (!row) {
    return std::unexpected(vendor + " does not offer its tool " + std::string(tool) +
                           " to this connection, so it is not called.");
  }
  if (row->text("verdict") != approved) {
    const auto why = parse_withdrawal(row->text("reason")).value_or(Withdrawal::changed);
    return std::unexpected(withdrawal_text(why, vendor, std::string(tool)));
  }
  return ToolPin({}, connection, std::string(tool));
}

void ToolReviews::drop(storage::Transaction& transaction, ConnectionId connection) {
  transaction.execute(
      "DELETE FROM connection_tool"
      " WHERE organization_id = :organization_id AND connection_id = :id",
      {{"id", connection}});
  transaction.execute(
      "DELETE FROM connection_tool_list"
      " WHERE organization_id = :organization_id AND connection_id = :id",
      {{"id", connection}});
}

std::vector<WithdrawnTool> ToolReviews::withdrawn(storage::OrganizationAccess access,
                                                  ConnectionId connection) const {
  std::vector<WithdrawnTool> tools;
  for (const storage::Row& row : parts_.database.organization(access).query(
           "SELECT c.vendor, c.name, t.tool, t.definition, t.listed_digest, t.listed_definition,"
           " t.reason FROM mcp_server_connection c JOIN connection_tool t"
           " ON t.organization_id = c.organization_id AND t.connection_id = c.id"
           " WHERE c.organization_id = :organization_id AND c.id = :id"
           " AND t.verdict = :verdict ORDER BY t.tool",
           {{"id", connection}, {"verdict", quarantined}})) {
    const catalog::Vendor* vendor = parts_.catalog.find(row.text("vendor"));
    const catalog::Tool* known = vendor == nullptr ? nullptr : vendor->find_tool(row.text("tool"));
    if (known == nullptr || !known->callable()) continue;  // Of an older row.
    tools.push_back(withdrawn_tool(vendor, row.text("name"), row));
  }
  return tools;
}

std::vector<std::string> ToolReviews::drifted(storage::OrganizationAccess access,
                                              ConnectionId connection) const {
  std::vector<std::string> names;
  for (const storage::Row& row : parts_.database.organization(access).query(
           "SELECT c.vendor, t.tool, t.shape FROM mcp_server_connection c JOIN connection_tool t"
           " ON t.organization_id = c.organization_id AND t.connection_id = c.id"
           " WHERE c.organization_id = :organization_id AND c.id = :id ORDER BY t.tool",
           {{"id", connection}})) {
    const catalog::Vendor* vendor = parts_.catalog.find(row.text("vendor"));
    const catalog::Tool* tool = vendor == nullptr ? nullptr : vendor->find_tool(row.text("tool"));
    const bool known = tool != nullptr && !tool->shape.empty() && !row.text("shape").empty();
    if (known && tool->shape != row.text("shape")) names.push_back(tool->name);
  }
  return names;
}

std::vector<ToolDrift> ToolReviews::drift(storage::OrganizationAccess access,
                                          ConnectionId connection) const {
  const auto row = parts_.database.organization(access).query_one(
      "SELECT drift FROM connection_tool_list"
      " WHERE organization_id = :organization_id AND connection_id = :id",
      {{"id", connection}});
  if (!row) return {};
  const auto kept = parse_json(row->text("drift"));
  return kept ? drift_from_json(*kept) : std::vector<ToolDrift>{};
}

bool ToolReviews::approve(storage::OrganizationAccess access, ConnectionId connection,
                          const WithdrawnTool& tool, audit::AuditRecord by) const {
  return parts_.database.organization(access).write([&](storage::Transaction& transaction) {
    const auto rows = transaction.execute(
        "UPDATE connection_tool SET digest = listed_digest, definition = listed_definition,"
        " verdict = :approved, decided_by = :user, updated_at = :now, listed_digest = NULL,"
        " listed_definition = NULL, reason = ''"
        " WHERE organization_id = :organization_id AND connection_id = :id AND tool = :tool"
        " AND verdict = :quarantined AND listed_digest = :digest",
        {{"approved", approved},
         {"user", access.user()},
         {"now", parts_.clock.now()},
         {"id", connection},
         {"tool", tool.tool},
         {"quarantined", quarantined},
         {"digest", tool.listed_digest}});
    if (rows == 1) parts_.audit.append(transaction, by);
    return rows == 1;
  });
}

}  // namespace sluice::calls
