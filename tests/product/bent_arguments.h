#pragma once
#include "catalog/vendor.h"

#include <string>
#include <vector>

namespace sluice::catalog {

// One thing to put into the arguments of a read that its reviewer did not mean.
struct ArgumentBend {
  std::string kind;  // In words.
  std::string path;  // As argument rules write it.
  Json value;
  bool certain = true;  // The call is refused; else it may be sent, without what was put in.
};

// What the tool's schema and rules leave no place for. Every value or name that must not leave
// holds evil_mark.
[[nodiscard]] std::vector<ArgumentBend> bends_of(const Tool& tool);

// Puts the value there whatever stands in its way: a list of one element where the path says "[]".
void put_anyhow(Json& arguments, const std::string& path, const Json& value);

}  // namespace sluice::catalog
