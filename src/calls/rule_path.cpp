#include "calls/rule_path.h"

namespace sluice::calls {

RulePath::RulePath(std::string_view path) {
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    std::string_view word = path.substr(0, dot);
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
    const bool each = word.ends_with("[]");
    if (each) word.remove_suffix(2);
    steps_.push_back({std::string(word), each});
  }
}

// One body each for the constant and the changeable tree.
// NOLINTNEXTLINE(misc-no-recursion): as deep as the path of a row.
template <class Node>
void RulePath::gather(Node& from, std::span<const Step> steps, std::vector<Node*>& into) {
  if (steps.empty()) return into.push_back(&from);
  if (!from.is_object()) return;
  const auto below = from.find(steps.front().member);
  if (below == from.end()) return;
  if (!steps.front().each) return gather<Node>(*below, steps.subspan(1), into);
  if (!below->is_array()) return;
  for (Node& element : *below)
    gather<Node>(element, steps.subspan(1), into);
}

std::vector<const Json*> RulePath::values_in(const Json& arguments) const {
  std::vector<const Json*> found;
  gather<const Json>(arguments, steps_, found);
  return found;
}

std::vector<Json*> RulePath::values_in(Json& arguments) const {
  std::vector<Json*> found;
  gather<Json>(arguments, steps_, found);
  return found;
}

void RulePath::put(Json& arguments, const Json& value) const {
  Json* node = &arguments;
  for (const Step& step : steps_) {
    if (!node->is_object()) *node = Json::object();
    node = &(*node)[step.member];
  }
  *node = value;
}

void RulePath::drop(Json& arguments) const {
  if (steps_.empty()) return;
  std::vector<Json*> objects;
  gather<Json>(arguments, std::span(steps_).first(steps_.size() - 1), objects);
  for (Json* object : objects)
    if (object->is_object()) object->erase(steps_.back().member);
}

}  // namespace sluice::calls
