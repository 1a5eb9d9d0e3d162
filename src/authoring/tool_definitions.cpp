#include "authoring/tool_definitions.h"

#include "base/json_text.h"

namespace sluice::authoring {

std::expected<std::vector<std::string>, std::string> definitions_in(std::string_view document) {
  const auto checked = JsonText::check(document, {.duplicate_members_refused = true});
  if (!checked) return std::unexpected(checked.error());
  JsonText list = *checked;
  if (list.member("result").is_object()) list = list.member("result");
  if (list.is_object()) list = list.member("tools");
  if (!list.is_array()) return std::unexpected("there is no list of tools in it");
  std::vector<std::string> definitions;
  for (const JsonText& element : list.elements()) {
    const JsonText inner = element.member("definition");
    const JsonText tool = inner.is_object() ? inner : element;
    if (!tool.member("name").is_string()) return std::unexpected("a tool of the list has no name");
    definitions.emplace_back(tool.raw());
  }
  return definitions;
}

}  // namespace sluice::authoring
