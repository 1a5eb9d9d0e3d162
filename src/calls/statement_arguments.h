#pragma once
#include "calls/proposed_call.h"
#include "calls/rule_path.h"
#include "catalog/vendor.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::calls {

// An argument of a tool that could carry a statement, and that neither the reviewed schema nor a
// rule closes.
struct OpenArgument {
  // How much a name gives away of what the argument takes.
  enum class Kind {
    language,   // Its name says that it takes a text in a language: `sql`, `hogql_filter`.
    search,     // Its name may also mean plain words: `query`, `searchQuery`, `filter`.
    container,  // Takes any members or elements, so whatever a server reads out of them.
  };
  Kind kind = Kind::language;
  std::string path;  // As argument rules write it: "query.source.series[]".
};

// What the name of an argument says: a language of its own, a search or filter text, or nothing.
[[nodiscard]] std::optional<OpenArgument::Kind> statement_name(std::string_view name);

// Every open argument of the tool. A reviewed row has none (a test holds the built-in ones to it).
[[nodiscard]] std::vector<OpenArgument> open_arguments(const catalog::Tool& tool);

// The open arguments of one tool, found once and held against every call, so that a row whose
// reviewer overlooked one is not a hole.
class OpenArguments {
 public:
  explicit OpenArguments(const catalog::Tool& tool);
  // The refusal of a call that uses an open argument for a statement: any text in a language, more
  // than plain words in a search, a member or a kind that names a language in a container.
  [[nodiscard]] std::optional<Denial> refusal(const Json& arguments) const;

 private:
  struct Place {
    OpenArgument argument;
    RulePath path;
  };
  std::vector<Place> places_;
};

}  // namespace sluice::calls
