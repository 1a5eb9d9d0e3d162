#include "calls/pin_book.h"

#include "calls/definition_judgement.h"
#include "mcp/definition.h"

#include <utility>

namespace sluice::calls {
namespace {

constexpr std::string_view approved = "approved";
constexpr std::string_view quarantined = "quarantined";

std::optional<std::string> or_null(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

// What a definition that was never approved waits for; nothing when it need not.
std::optional<Withdrawal> judged(const catalog::Vendor& vendor, const ListedTool& listed,
                                 bool first_list) {
  // Without a digest nobody could say later that it is still the same.
  if (listed.digest.empty()) return Withdrawal::unreadable;
  const DefinitionJudgement judgement = judge_definition(&vendor, listed.definition);
  if (judgement.word != DefinitionJudgement::Word::allow) return Withdrawal::questioned;
  return first_list ? std::nullopt : std::optional(Withdrawal::appeared);
}

}  // namespace

std::map<std::string, ListedTool> reads_in(const catalog::Vendor& vendor,
                                           const mcp::ToolList& list) {
  std::map<std::string, ListedTool> reads;
  const auto is_read = [&](const std::string& name) {
    const catalog::Tool* tool = vendor.find_tool(name);
    return tool != nullptr && tool->callable();
  };
  for (const std::string& definition : list.definitions) {
    const auto json = JsonText::check(definition);
    const std::string name = json ? json->member("name").string().value_or("") : "";
    if (!is_read(name)) continue;
    reads[name] = {mcp::definition_digest(definition).value_or(""),
                   mcp::definition_shape(definition).value_or(""), definition};
  }
  // Listed, and in a way that cannot be read: it is there without a digest, and not gone.
  for (const mcp::DroppedTool& dropped : list.dropped)
    if (is_read(dropped.name)) reads[dropped.name] = {};
  return reads;
}

PinBook::PinBook(const catalog::Vendor& vendor, Place place) : vendor_(vendor), place_(place) {
  for (const storage::Row& row : place_.transaction.query(
           "SELECT tool, digest, verdict, shape, reason, listed_digest FROM connection_tool"
           " WHERE organization_id = :organization_id AND connection_id = :id",
           {{"id", place_.connection}})) {
    const catalog::Tool* tool = vendor_.find_tool(row.text("tool"));
    if (tool == nullptr || !tool->callable()) continue;  // Of an older row.
    Pin pin{row.text("digest"), row.text("shape"), std::nullopt,
            row.optional_text("listed_digest").value_or("")};
    if (row.text("verdict") != approved) {
      pin.withdrawn = parse_withdrawal(row.text("reason")).value_or(Withdrawal::changed);
    }
    pins_[row.text("tool")] = std::move(pin);
  }
}

bool PinBook::was_listed() const {
  return place_.transaction
      .query_one(
          "SELECT listed_at FROM connection_tool_list"
          " WHERE organization_id = :organization_id AND connection_id = :id",
          {{"id", place_.connection}})
      .has_value();
}

void PinBook::mark_listed(const std::string& drift) {
  place_.transaction.execute(
      "DELETE FROM connection_tool_list"
      " WHERE organization_id = :organization_id AND connection_id = :id",
      {{"id", place_.connection}});
  place_.transaction.execute(
      "INSERT INTO connection_tool_list (organization_id, connection_id, listed_at, drift)"
      " VALUES (:organization_id, :id, :now, :drift)",
      {{"id", place_.connection}, {"now", place_.now}, {"drift", drift}});
}

std::optional<Withdrawal> PinBook::first_seen(const std::string& tool, const ListedTool& listed,
                                              bool first_list) {
  const auto why = judged(vendor_, listed, first_list);
  place_.transaction.execute(
      "INSERT INTO connection_tool (organization_id, connection_id, tool, digest, definition,"
      " verdict, decided_by, updated_at, listed_digest, listed_definition, shape, reason)"
      " VALUES (:organization_id, :id, :tool, :digest, :definition, :verdict, NULL, :now,"
      " :listed_digest, :listed_definition, :shape, :reason)",
      {{"id", place_.connection},
       {"tool", tool},
       // What waits for a person has no approved definition: an empty digest equals none.
       {"digest", why ? std::string() : listed.digest},
       {"definition", why ? std::string() : listed.definition},
       {"verdict", why ? quarantined : approved},
       {"now", place_.now},
       {"listed_digest", why ? or_null(listed.digest) : std::nullopt},
       {"listed_definition", why ? or_null(listed.definition) : std::nullopt},
       {"shape", listed.shape},
       {"reason", why ? to_text(*why) : std::string_view()}});
  return why;
}

std::optional<Withdrawal> PinBook::seen_again(const std::string& tool, const ListedTool& listed,
                                              bool may_restore) {
  const Pin& pin = pins_.at(tool);
  if (!listed.digest.empty() && listed.digest == pin.digest) {
    if (may_restore && (pin.withdrawn || pin.shape != listed.shape)) restore(tool, listed);
    return std::nullopt;
  }
  if (listed.digest.empty()) return withdraw(tool, pin, Withdrawal::unreadable, listed);
  if (!pin.digest.empty()) return withdraw(tool, pin, Withdrawal::changed, listed);
  // Waiting since it was first seen: what it waits for may have become another.
  return withdraw(tool, pin, judged(vendor_, listed, false).value_or(Withdrawal::appeared), listed);
}

std::optional<Withdrawal> PinBook::missed(const std::string& tool) {
  return withdraw(tool, pins_.at(tool), Withdrawal::gone, {});
}

std::optional<Withdrawal> PinBook::withdraw(const std::string& tool, const Pin& pin, Withdrawal why,
                                            const ListedTool& listed) {
  if (pin.withdrawn == why && pin.listed_digest == listed.digest) return std::nullopt;
  place_.transaction.execute(
      "UPDATE connection_tool SET verdict = :verdict, listed_digest = :listed_digest,"
      " listed_definition = :listed_definition, shape = :shape, reason = :reason,"
      " updated_at = :now"
      " WHERE organization_id = :organization_id AND connection_id = :id AND tool = :tool",
      {{"verdict", quarantined},
       {"listed_digest", or_null(listed.digest)},
       {"listed_definition", or_null(listed.definition)},
       {"shape", listed.shape},
       {"reason", to_text(why)},
       {"now", place_.now},
       {"id", place_.connection},
       {"tool", tool}});
  return why;
}

void PinBook::restore(const std::string& tool, const ListedTool& listed) {
  place_.transaction.execute(
      "UPDATE connection_tool SET verdict = :verdict, listed_digest = NULL,"
      " listed_definition = NULL, shape = :shape, reason = '', updated_at = :now"
      " WHERE organization_id = :organization_id AND connection_id = :id AND tool = :tool",
      {{"verdict", approved},
       {"shape", listed.shape},
       {"now", place_.now},
       {"id", place_.connection},
       {"tool", tool}});
}

}  // namespace sluice::calls
