#include "net/html_template.h"

#include <kainjow/mustache.hpp>

#include <stdexcept>

namespace sluice::net {
namespace {

namespace mustache = kainjow::mustache;

// The library takes an empty text for something that is there.
[[nodiscard]] mustache::data data_of(const Json& value) {  // NOLINT(misc-no-recursion)
  if (value.is_object()) {
    mustache::data object;
    for (const auto& [name, member] : value.items())
      object.set(name, data_of(member));
    return object;
  }
  if (value.is_array()) {
    mustache::data list(mustache::data::type::list);
    for (const Json& item : value)
      list.push_back(data_of(item));
    return list;
  }
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    return text.empty() ? mustache::data(false) : mustache::data(text);
  }
  if (value.is_boolean()) return value.get<bool>();
  if (value.is_null()) return false;
  return to_wire(value);
}

}  // namespace

std::string render_html(std::string_view html_template, const Json& members) {
  mustache::mustache parsed{std::string(html_template)};
  std::string html = parsed.render(data_of(members));
  // A template within the template is read while rendering.
  if (!parsed.is_valid()) throw std::logic_error("a template: " + parsed.error_message());
  return html;
}

}  // namespace sluice::net
