#include "calls/argument_types.h"

namespace sluice::calls {

// NOLINTNEXTLINE(misc-no-recursion): as deep as the arguments, whose depth was checked.
void numbers_to_texts(const Json& schema, Json& value) {
  if (value.is_number() && member(schema, "type") == "string") {
    value = to_wire(value);
    return;
  }
  if (value.is_object()) {
    const Json& properties = member(schema, "properties");
    for (auto& [name, inner] : value.items())
      numbers_to_texts(member(properties, name), inner);
  }
  if (value.is_array()) {
    for (Json& element : value)
      numbers_to_texts(member(schema, "items"), element);
  }
}

}  // namespace sluice::calls
