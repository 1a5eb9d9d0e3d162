#include "calls/argument_path.h"

#include <string>
#include <utility>

namespace sluice::calls {
namespace {

struct Step {
  std::string member;
  bool each = false;
};

std::vector<Step> steps_of(std::string_view path) {
  std::vector<Step> steps;
  while (!path.empty()) {
    const std::size_t dot = path.find('.');
    std::string_view word = path.substr(0, dot);
    path.remove_prefix(dot == std::string_view::npos ? path.size() : dot + 1);
    const bool each = word.ends_with("[]");
    if (each) word.remove_suffix(2);
    steps.push_back({std::string(word), each});
  }
  return steps;
}

// One body each for the constant and the changeable tree.
template <class Node>
void descend(Node& from, const Step& step, std::vector<Node*>& into) {
  if (!from.is_object() || !from.contains(step.member)) return;
  Node& below = from.at(step.member);
  if (!step.each) {
    into.push_back(&below);
  } else if (below.is_array()) {
    for (auto& element : below)
      into.push_back(&element);
  }
}

template <class Node>
std::vector<Node*> spots(Node& arguments, std::string_view path) {
  std::vector<Node*> found{&arguments};
  for (const Step& step : steps_of(path)) {
    std::vector<Node*> next;
    for (Node* node : found)
      descend(*node, step, next);
    found = std::move(next);
  }
  return found;
}

}  // namespace

std::vector<const Json*> values_at(const Json& arguments, std::string_view path) {
  return spots<const Json>(arguments, path);
}

std::vector<Json*> values_at(Json& arguments, std::string_view path) {
  return spots<Json>(arguments, path);
}

void put_at(Json& arguments, std::string_view path, const Json& value) {
  Json* node = &arguments;
  for (const Step& step : steps_of(path)) {
    if (!node->is_object()) *node = Json::object();
    node = &(*node)[step.member];
  }
  *node = value;
}

void drop_at(Json& arguments, std::string_view path) {
  const std::size_t dot = path.rfind('.');
  const std::string_view above =
      dot == std::string_view::npos ? std::string_view{} : path.substr(0, dot);
  const std::string member(dot == std::string_view::npos ? path : path.substr(dot + 1));
  for (Json* object : values_at(arguments, above))
    if (object->is_object()) object->erase(member);
}

}  // namespace sluice::calls
