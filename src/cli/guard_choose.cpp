#include "cli/guard_choose.h"

#include "analytics/computing/choose_tool.h"

#include <string>
#include <utility>
#include <vector>

namespace sluice::cli {
namespace {

constexpr std::size_t tools_max = 5'000;

[[nodiscard]] std::expected<OrderedJson, std::string> check(std::string_view line) {
  const auto json = parse_json(line);
  if (!json) return std::unexpected(json.error());
  const auto question = text_member(*json, "question");
  const Json& tools = member(*json, "tools");
  if (!question || !tools.is_array())
    return std::unexpected("a line needs \"question\" and \"tools\"");
  if (tools.size() > tools_max) return std::unexpected("more than 5,000 tools");
  std::vector<analytics::ToolDescription> described;
  for (const Json& tool : tools)
    described.push_back({text_member(tool, "name").value_or(""),
                         text_member(tool, "description").value_or(""),
                         member(tool, "inputSchema")});
  const analytics::ToolChoice choice = analytics::choose_tool(*question, described);
  const bool fits = choice.confidence >= analytics::choice_confidence_min;
  OrderedJson ranking = OrderedJson::array();
  for (const analytics::RankedTool& ranked : choice.ranking)
    ranking.push_back(described[ranked.index].name);
  return OrderedJson{{"verdict", fits ? "allow" : "refuse"},
                     {"reason", fits ? "understood" : "no_tool_fits"},
                     {"detail", fits ? "The first tool shares most with the question."
                                     : "None of the tools is about what is asked."},
                     {"ranking", std::move(ranking)},
                     {"confidence", choice.confidence},
                     {"arguments", OrderedJson(choice.arguments)}};
}

}  // namespace

Guard make_choose_guard() {
  return check;
}

}  // namespace sluice::cli
