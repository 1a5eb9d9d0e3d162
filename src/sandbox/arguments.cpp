#include "sandbox/arguments.h"

#include "sandbox/item_path.h"

#include <string>
#include <utility>

namespace sluice::sandbox {
namespace {

// "created.gte" as query strings write it: "created[gte]".
std::string bracketed(std::string_view name) {
  std::string out;
  while (!name.empty()) {
    const std::size_t dot = name.find('.');
    const std::string part(name.substr(0, dot));
    out += out.empty() ? part : "[" + part + "]";
    name.remove_prefix(dot == std::string_view::npos ? name.size() : dot + 1);
  }
  return out;
}

Value look_up(const Value& root, std::string_view name) {
  const ItemPath path(name);
  const auto found = path.find(root);
  if (path.is_plural()) {
    Value list = Value::array();
    for (const Value* value : found)
      list.push_back(*value);
    if (!list.empty()) return list;
  } else if (!found.empty() && !found.front()->is_null()) {
    return *found.front();
  }
  if (const Value& plain = member_of(root, name); !plain.is_null()) return plain;
  return member_of(root, bracketed(name));
}

}  // namespace

Arguments::Arguments(Value arguments) : raw_(std::move(arguments)) {
  if (raw_.is_null()) raw_ = Value::object();
  roots_.push_back(with_embedded_json(raw_));
}

Arguments Arguments::also_below(const std::vector<std::string>& paths) const {
  Arguments wider(*this);
  for (const std::string& path : paths) {
    const Value below = ItemPath(path).first(roots_.front());
    if (below.is_object()) wider.roots_.push_back(below);
  }
  return wider;
}

Value Arguments::find(std::string_view name) const {
  while (!name.empty()) {
    const std::size_t bar = name.find('|');
    const std::string_view one = name.substr(0, bar);
    name.remove_prefix(bar == std::string_view::npos ? name.size() : bar + 1);
    for (const Value& root : roots_)
      if (Value found = look_up(root, one); !found.is_null()) return found;
  }
  return {};
}

Value Arguments::find_raw(std::string_view name) const {
  return look_up(raw_, name);
}

}  // namespace sluice::sandbox
