#include "calls/tool_reviews.h"

#include "base/log.h"
#include "mcp/definition.h"
#include "vault/connection_repository.h"

#include <map>
#include <optional>
#include <utility>

namespace sluice::calls {
namespace {

constexpr std::string_view approved = "approved";
constexpr std::string_view quarantined = "quarantined";

struct Listed {
  std::string digest;
  std::string definition;
};

struct Kept {
  std::string digest;  // Of the approved definition.
  std::string verdict;
  std::optional<std::string> listed_digest;
};

// The reads of the row among what the server lists.
std::map<std::string, Listed> reads_in(const catalog::Vendor& vendor,
                                       const std::vector<std::string>& definitions) {
  std::map<std::string, Listed> reads;
  for (const std::string& definition : definitions) {
    const auto json = JsonText::check(definition);
    const std::string name = json ? json->member("name").string().value_or("") : "";
    const catalog::Tool* tool = vendor.find_tool(name);
    if (tool == nullptr || !tool->callable()) continue;
    // One that has no digest (a member named twice) is none that was ever approved.
    reads[name] = {mcp::definition_digest(definition).value_or("unreadable"), definition};
  }
  return reads;
}

std::map<std::string, Kept> kept_of(storage::Transaction& transaction, ConnectionId connection) {
  std::map<std::string, Kept> kept;
  for (const storage::Row& row :
       transaction.query("SELECT tool, digest, verdict, listed_digest FROM connection_tool"
                         " WHERE organization_id = :organization_id AND connection_id = :id",
                         {{"id", connection}})) {
    kept[row.text("tool")] = {row.text("digest"), row.text("verdict"),
                              row.optional_text("listed_digest")};
  }
  return kept;
}

// One connection's rows on their way to what the server lists now.
class Comparison {
 public:
  Comparison(storage::Transaction& transaction, ConnectionId connection, Instant now)
      : transaction_(transaction), connection_(connection), now_(now) {}

  // True when the tool is withdrawn by this.
  bool first_seen(const catalog::Tool& tool, const Listed& listed) {
    const bool known = tool.digest.empty() || tool.digest == listed.digest;
    transaction_.execute(
        "INSERT INTO connection_tool (organization_id, connection_id, tool, digest, definition,"
        " verdict, decided_by, updated_at, listed_digest, listed_definition)"
        " VALUES (:organization_id, :id, :tool, :digest, :definition, :verdict, NULL, :now,"
        " :listed_digest, :listed_definition)",
        {{"id", connection_},
         {"tool", tool.name},
         {"digest", known ? listed.digest : tool.digest},
         {"definition", known ? listed.definition : std::string()},
         {"verdict", known ? approved : quarantined},
         {"now", now_},
         {"listed_digest", known ? std::nullopt : std::optional(listed.digest)},
         {"listed_definition", known ? std::nullopt : std::optional(listed.definition)}});
    return !known;
  }

  bool seen_again(const std::string& tool, const Kept& kept, const Listed& listed) {
    const bool same = kept.digest == listed.digest;
    if (same && kept.verdict == approved) return false;
    if (!same && kept.listed_digest == listed.digest) return false;
    transaction_.execute(
        "UPDATE connection_tool SET verdict = :verdict, listed_digest = :listed_digest,"
        " listed_definition = :listed_definition, updated_at = :now"
        " WHERE organization_id = :organization_id AND connection_id = :id AND tool = :tool",
        {{"verdict", same ? approved : quarantined},
         {"listed_digest", same ? std::nullopt : std::optional(listed.digest)},
         {"listed_definition", same ? std::nullopt : std::optional(listed.definition)},
         {"now", now_},
         {"id", connection_},
         {"tool", tool}});
    return !same;
  }

 private:
  storage::Transaction& transaction_;
  ConnectionId connection_;
  Instant now_;
};

audit::AuditRecord withdrawal(const vault::Connection& connection, const std::string& tool,
                              const std::string& digest) {
  return {.action = "tool.withdraw",
          .target_kind = "connection",
          .target_id = to_text(connection.id()),
          .result = "ok",
          .actor_name = {},
          .address = {},
          .detail = {{"vendor", connection.row().vendor}, {"tool", tool}, {"digest", digest}}};
}

}  // namespace

std::vector<std::string> ToolReviews::take_list(const vault::Connection& connection,
                                                const std::vector<std::string>& definitions) const {
  const catalog::Vendor* vendor = parts_.catalog.find(connection.row().vendor);
  if (vendor == nullptr) return {};
  const std::map<std::string, Listed> reads = reads_in(*vendor, definitions);
  std::vector<std::string> changed;
  parts_.database.organization(connection.access()).write([&](storage::Transaction& transaction) {
    changed.clear();  // A transaction may be run again.
    const auto current = vault::ConnectionRepository::find(transaction, connection.id());
    if (!current || current->row().epoch != connection.row().epoch) return;
    const std::map<std::string, Kept> kept = kept_of(transaction, connection.id());
    Comparison comparison(transaction, connection.id(), parts_.clock.now());
    for (const auto& [name, listed] : reads) {
      const auto known = kept.find(name);
      const bool withdrawn = known == kept.end()
                                 ? comparison.first_seen(*vendor->find_tool(name), listed)
                                 : comparison.seen_again(name, known->second, listed);
      if (!withdrawn) continue;
      changed.push_back(name);
      parts_.audit.append(transaction, withdrawal(connection, name, listed.digest));
    }
  });
  for (const std::string& tool : changed) {
    log(LogLevel::warning, "tool_withdrawn", {{"vendor", connection.row().vendor}, {"tool", tool}});
  }
  return changed;
}

bool ToolReviews::is_withdrawn(const vault::Connection& connection, std::string_view tool) const {
  const auto row =
      parts_.database.organization(connection.access())
          .query_one(
              "SELECT verdict FROM connection_tool WHERE organization_id = :organization_id"
              " AND connection_id = :id AND tool = :tool",
              {{"id", connection.id()}, {"tool", tool}});
  return row && row->text("verdict") != approved;
}

std::vector<WithdrawnTool> ToolReviews::withdrawn(storage::OrganizationAccess access,
                                                  ConnectionId connection) const {
  std::vector<WithdrawnTool> tools;
  for (const storage::Row& row : parts_.database.organization(access).query(
           "SELECT tool, definition, listed_digest, listed_definition FROM connection_tool"
           " WHERE organization_id = :organization_id AND connection_id = :id"
           " AND verdict = :verdict ORDER BY tool",
           {{"id", connection}, {"verdict", quarantined}})) {
    WithdrawnTool tool{row.text("tool"),
                       row.text("definition"),
                       row.optional_text("listed_definition").value_or(""),
                       row.optional_text("listed_digest").value_or(""),
                       {}};
    if (const auto definition = JsonText::check(tool.listed_definition)) {
      tool.findings = definition_findings(*definition);
    }
    tools.push_back(std::move(tool));
  }
  return tools;
}

bool ToolReviews::approve(storage::OrganizationAccess access, ConnectionId connection,
                          const WithdrawnTool& tool, audit::AuditRecord by) const {
  return parts_.database.organization(access).write([&](storage::Transaction& transaction) {
    const auto rows = transaction.execute(
        "UPDATE connection_tool SET digest = listed_digest, definition = listed_definition,"
        " verdict = :approved, decided_by = :user, updated_at = :now, listed_digest = NULL,"
        " listed_definition = NULL"
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
