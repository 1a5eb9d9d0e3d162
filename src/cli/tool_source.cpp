#include "cli/tool_source.h"

#include "authoring/tool_definitions.h"
#include "base/json.h"
#include "cli/file_text.h"

#include <iostream>
#include <utility>

namespace sluice::cli {
namespace {

[[nodiscard]] std::expected<std::vector<std::string>, std::string> listed_by(
    const McpServerOptions& server) {
  const auto conversation = McpConversation::begin(server);
  if (!conversation) return std::unexpected(conversation.error());
  auto list = (*conversation)->list();
  if (!list) return std::unexpected(words_of(list.error()));
  (*conversation)->end();
  for (const mcp::DroppedTool& dropped : list->dropped)
    std::cerr << "left out: " << dropped.name << " (" << dropped.reason << ")\n";
  if (!list->complete) return std::unexpected("the list was cut: " + list->cut_because);
  return std::move(list->definitions);
}

}  // namespace

std::expected<ToolSource, std::string> read_tool_source(const std::string& from,
                                                        McpServerOptions server) {
  ToolSource source;
  if (from.starts_with("https://")) {
    server.url = from;
    auto listed = listed_by(server);
    if (!listed) return std::unexpected(listed.error());
    source.url = from;
    source.definitions = std::move(*listed);
    return source;
  }
  const auto text = read_file(from);
  if (!text) return std::unexpected(text.error());
  const auto document = parse_json(*text);
  if (!document) return std::unexpected(from + ": " + document.error());
  if (authoring::is_facts(*document)) {
    auto facts = authoring::read_facts(*document);
    if (!facts) return std::unexpected(from + ": " + facts.error());
    source.facts = std::move(*facts);
    return source;
  }
  auto definitions = authoring::definitions_in(*text);
  if (!definitions) return std::unexpected(from + ": " + definitions.error());
  source.definitions = std::move(*definitions);
  return source;
}

}  // namespace sluice::cli
