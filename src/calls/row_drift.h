#pragma once
#include "catalog/vendor.h"

#include <string>
#include <string_view>
#include <vector>

namespace sluice::calls {

// One thing in which a server's list differs from the row that was reviewed for it. Told, never
// obeyed: what may be called is decided by pins (tool_reviews.h).
struct ToolDrift {
  enum class Kind {
    appeared,    // Listed, and nobody has reviewed it.
    gone,        // A read of the row that is listed no more.
    arguments,   // Takes other arguments than those that were reviewed.
    definition,  // The same arguments in other words, or with other annotations.
    hints,       // The server says that a tool which the row calls a read is none.
  };
  Kind kind = Kind::appeared;
  std::string tool;
  std::string detail;  // A sentence of ours without its full stop; may be empty.
  friend bool operator==(const ToolDrift&, const ToolDrift&) = default;
};
[[nodiscard]] std::string_view to_text(ToolDrift::Kind kind);
// "acme lists a tool that nobody has reviewed: delete_all".
[[nodiscard]] std::string sentence_of(const ToolDrift& drift, const std::string& vendor);

// A whole list (raw definitions) against the row, by tool name. A digest that the row does not have
// is not compared; a definition that cannot be read is left to the pins. `parameters` say whose
// list it is, where the vendor has several servers: what another one has is not missed here.
[[nodiscard]] std::vector<ToolDrift> drift_of(const catalog::Vendor& vendor,
                                              const std::vector<std::string>& definitions,
                                              const Json& parameters = Json::object());

// As it is kept: an array of {kind, tool, detail}. What cannot be read is nothing.
[[nodiscard]] Json drift_to_json(const std::vector<ToolDrift>& drift);
[[nodiscard]] std::vector<ToolDrift> drift_from_json(const Json& json);

}  // namespace sluice::calls
