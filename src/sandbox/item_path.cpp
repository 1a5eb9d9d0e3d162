#include "sandbox/item_path.h"

#include <algorithm>
#include <charconv>

namespace sluice::sandbox {

ItemPath::ItemPath(std::string_view text) {
  if (text == "$") return;
  if (text.starts_with("$.")) text.remove_prefix(2);
  while (!text.empty()) {
    const std::size_t dot = text.find('.');
    const std::string_view segment = text.substr(0, dot);
    text.remove_prefix(dot == std::string_view::npos ? text.size() : dot + 1);
    const std::size_t bracket = std::min(segment.find('['), segment.size());
    const std::string_view name = segment.substr(0, bracket);
    if (name == "*") {
      steps_.push_back({Kind::each_member, {}, 0});
    } else if (!name.empty()) {
      steps_.push_back({Kind::member, std::string(name), 0});
    }
    add_brackets(segment.substr(bracket));
  }
}

void ItemPath::add_brackets(std::string_view brackets) {
  while (brackets.starts_with('[')) {
    const std::size_t end = brackets.find(']');
    if (end == std::string_view::npos) return;
    const std::string_view inner = brackets.substr(1, end - 1);
    int index = 0;
    std::from_chars(inner.data(), inner.data() + inner.size(), index);
    steps_.push_back({inner.empty() ? Kind::each_element : Kind::index, {}, index});
    brackets.remove_prefix(end + 1);
  }
}

void ItemPath::take(const Step& step, const Value& from, std::vector<const Value*>& out) {
  switch (step.kind) {
    case Kind::member:
      // A member that is there and null is reached: "is null" must be able to find it.
      if (const Value& inner = member_of(from, step.name);
          !inner.is_null() || (from.is_object() && from.contains(step.name)))
        out.push_back(&inner);
      return;
    case Kind::index: {
      if (!from.is_array()) return;
      const auto size = static_cast<int>(from.size());
      // "[-1]" is the last element, as cursors of "after the last row" need it.
      const int index = step.index < 0 ? size + step.index : step.index;
      if (index >= 0 && index < size) out.push_back(&from[static_cast<std::size_t>(index)]);
      return;
    }
    case Kind::each_element:
      if (from.is_array())
        for (const Value& element : from)
          out.push_back(&element);
      return;
    case Kind::each_member:
      if (from.is_object())
        for (const Value& inner : from)
          out.push_back(&inner);
      return;
  }
}

std::vector<const Value*> ItemPath::find(const Value& root) const {
  std::vector<const Value*> here{&root};
  for (const Step& step : steps_) {
    std::vector<const Value*> next;
    for (const Value* value : here)
      take(step, *value, next);
    here = std::move(next);
  }
  return here;
}

const Value& ItemPath::first(const Value& root) const {
  const auto found = find(root);
  static const Value absent;
  return found.empty() ? absent : *found.front();
}

void ItemPath::put(Value& root, Value value) const {
  Value* here = &root;
  for (const Step& step : steps_) {
    if (step.kind == Kind::member) {
      if (!here->is_object()) *here = Value::object();
      here = &(*here)[step.name];
      continue;
    }
    // One element is enough: what is built here is a template of an answer, or one argument.
    if (!here->is_array() || here->empty()) *here = Value::array({Value()});
    here = &here->front();
  }
  *here = std::move(value);
}

bool ItemPath::is_plural() const {
  return std::ranges::any_of(steps_, [](const Step& step) {
    return step.kind == Kind::each_element || step.kind == Kind::each_member;
  });
}

}  // namespace sluice::sandbox
