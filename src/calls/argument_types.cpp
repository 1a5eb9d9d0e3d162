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
    for (auto item = value.begin(); item != value.end(); ++item)
      // Nothing is looked up for what holds no number.
      if (item->is_number() || item->is_structured())
        numbers_to_texts(member(properties, item.key()), *item);
  }
  if (value.is_array()) {
    for (Json& element : value)
      numbers_to_texts(member(schema, "items"), element);
  }
}

}  // namespace sluice::calls
