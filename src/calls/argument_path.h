#pragma once
#include "base/json.h"

#include <string_view>
#include <vector>

namespace sluice::calls {

// Dotted paths into a call's arguments, as argument rules write them: "parameters.limit"; "[]"
// behind a member means each element of the list there: "actions[].name". The empty path is the
// arguments themselves.

// Every value at the path; none when it is absent. Points into `arguments`.
[[nodiscard]] std::vector<const Json*> values_at(const Json& arguments, std::string_view path);
// The same to change them; good until the arguments change their shape.
[[nodiscard]] std::vector<Json*> values_at(Json& arguments, std::string_view path);

// Puts the value there, making objects on the way. What stands in the way and is no object is
// replaced: a forced value wins over whatever was proposed. No "[]".
void put_at(Json& arguments, std::string_view path, const Json& value);
// Removes the member there, if it is there.
void drop_at(Json& arguments, std::string_view path);

}  // namespace sluice::calls
