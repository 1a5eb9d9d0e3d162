#pragma once
#include "base/json.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::calls {

// A dotted path into a call's arguments, as argument rules write it: "parameters.limit"; "[]"
// behind a member means each element of the list there: "actions[].name". The empty path is the
// arguments themselves. Taken apart once, then held against every call.
class RulePath {
 public:
  explicit RulePath(std::string_view path);

  // Every value at the path; none when it is absent. Points into `arguments`.
  [[nodiscard]] std::vector<const Json*> values_in(const Json& arguments) const;
  // The same to change them; good until the arguments change their shape.
  [[nodiscard]] std::vector<Json*> values_in(Json& arguments) const;
  // Puts the value there, making objects on the way. What stands in the way and is no object is
  // replaced: a forced value wins over whatever was proposed. No "[]".
  void put(Json& arguments, const Json& value) const;
  // Removes the member there, if it is there.
  void drop(Json& arguments) const;

 private:
  struct Step {
    std::string member;
    bool each = false;
  };
  template <class Node>
  static void gather(Node& from, std::span<const Step> steps, std::vector<Node*>& into);

  std::vector<Step> steps_;
};

}  // namespace sluice::calls
