#include "mcp/core.h"
#include "mcp/definition.h"
#include "mcp/fault_text.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace sluice::mcp {
namespace {

constexpr std::chrono::hours fresh_max{24};
constexpr std::size_t dropped_name_bytes_max = 200;

// A page that comes again brings tools that are here already.
bool is_same_tool(const std::string& first, std::string_view second) {
  if (first == second) return true;
  const auto digest = definition_digest(first);
  return digest && digest == definition_digest(second);
}

// Gathers the tools of all pages and keeps the limits.
class Gatherer {
 public:
  explicit Gatherer(bool modern) : modern_(modern) {}

  // False when the list is full.
  bool take_page(JsonText result) {
    take_lifetime(result.member("ttlMs"));
    const std::size_t known_before = named_.size();
    const std::size_t taken_before = tools_;
    result.member("tools").each_element([this](JsonText tool) {
      bytes_ += tool.raw().size();
      // Counted with those that are dropped: the limit is on our work, not on what is kept.
      if (tools_++ == tools_max) {
        cut(fault_text::too_many_tools);
      } else if (bytes_ > tools_bytes_max) {
        cut(fault_text::tools_too_large);
      } else {
        take_tool(tool);
      }
      return list_.complete;
    });
    const bool brought_nothing = tools_ > taken_before && named_.size() == known_before;
    if (list_.complete && known_before > 0 && brought_nothing) cut(fault_text::repeated_page);
    return list_.complete;
  }
  // False when the cursor was seen before: such a list never ends.
  bool take_cursor(const std::string& cursor) {
    if (cursor.size() > cursor_bytes_max) {
      cut(fault_text::cursor_too_long);
    } else if (!cursors_.insert(cursor).second) {
      cut(fault_text::repeated_cursor);
    }
    return list_.complete;
  }
  void cut(std::string_view because) {
    list_.complete = false;
    list_.cut_because = because;
  }

  // The list without the tools whose name was given to two that differ: which one was reviewed?
  ToolList finish() && {
    std::erase_if(list_.definitions, [&](const std::string& definition) {
      const auto name = JsonText::check(definition)->member("name").string().value_or("");
      return twice_.contains(name);
    });
    for (const std::string& name : twice_)
      list_.dropped.push_back({name, "two tools have this name"});
    list_.fresh_for = fresh_for_.value_or(std::chrono::milliseconds(0));
    return std::move(list_);
  }

 private:
  void take_tool(JsonText tool) {
    if (tool.raw().size() > definition_bytes_max) {
      const std::string name = tool.member("name").string().value_or("");
      list_.dropped.push_back(
          {name.substr(0, dropped_name_bytes_max), "its definition is larger than 256 KiB"});
      return;
    }
    const auto name = tool.member("name").string();
    if (!name || name->empty()) {
      list_.dropped.push_back({"", "a tool without a name"});
      return;
    }
    const auto [known, is_new] = named_.emplace(*name, tool.raw());
    if (!is_new) {
      if (!is_same_tool(known->second, tool.raw())) twice_.insert(*name);
      return;
    }
    // Only that revision mirrors arguments into headers, and a tool that breaks its rules must not
    // be offered.
    if (modern_) {
      const auto headers = parameter_headers(tool.member("inputSchema"));
      if (!headers) {
        list_.dropped.push_back({*name, headers.error()});
        return;
      }
    }
    list_.definitions.emplace_back(tool.raw());
  }
  // The list is as fresh as its most short-lived page; no word means: do not keep it.
  void take_lifetime(JsonText ttl) {
    const std::int64_t said = std::max<std::int64_t>(ttl.integer().value_or(0), 0);
    const std::chrono::milliseconds bounded =
        std::min<std::chrono::milliseconds>(std::chrono::milliseconds(said), fresh_max);
    fresh_for_ = fresh_for_ ? std::min(*fresh_for_, bounded) : bounded;
  }

  bool modern_;
  ToolList list_;
  std::size_t tools_ = 0;  // Those left out as well.
  std::size_t bytes_ = 0;
  std::map<std::string, std::string> named_;  // The definition that a name came with first.
  std::set<std::string> twice_;
  std::set<std::string> cursors_;
  std::optional<std::chrono::milliseconds> fresh_for_;
};

}  // namespace

Task<std::expected<ToolList, McpError>> McpClient::Core::list_tools(Authorize authorize) {
  if (auto error = co_await ensure_ready(authorize)) co_return std::unexpected(std::move(*error));
  Gatherer gatherer(state.era == Era::modern);
  std::string cursor;
  for (std::size_t page = 0;; ++page) {
    // Cut and said so: a list that is not whole withdraws nothing (calls/).
    if (page == options_.list_pages_max) {
      gatherer.cut(fault_text::too_many_pages);
      break;
    }
    Question question{.method = std::string(method::list_tools)};
    if (!cursor.empty()) question.members = "\"cursor\":" + to_wire(Json(cursor));
    RpcResult answer = co_await ask(std::move(question), authorize);
    if (!answer) co_return std::unexpected(std::move(answer.error()));
    const auto result = JsonText::check(answer->result);
    if (!result->member("tools").is_array()) {
      co_return std::unexpected(
          McpError{McpFailure::protocol_violation, std::string(fault_text::no_tool_list)});
    }
    if (!gatherer.take_page(*result)) break;
    // Absent or empty: the end.
    cursor = result->member("nextCursor").string().value_or("");
    if (cursor.empty() || !gatherer.take_cursor(cursor)) break;
  }
  ToolList list = std::move(gatherer).finish();
  listed_.clear();
  for (const std::string& definition : list.definitions) {
    const auto name = JsonText::check(definition)->member("name").string().value_or("");
    listed_.emplace(name, definition);
  }
  co_return list;
}

}  // namespace sluice::mcp
