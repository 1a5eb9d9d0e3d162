#pragma once
#include "sandbox/value.h"

#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::sandbox {

// The reviewer's word on a tool, or on one operation of a tool that runs many, as the catalog's
// verdict: nothing but `read` may ever be called.
enum class Access { read, write, unclear };
[[nodiscard]] std::string_view to_text(Access access);

struct ToolDefinition {
  std::string name;
  Access access = Access::unclear;  // What a reviewer said; the server's own hints are not asked.
  Value wire;                       // As tools/list sends it.
  // A tool that runs operations: {"key": "{method} {url}", "read": [...], "otherwise": "write"}.
  // The key is made of the arguments, the HTTP method among them where there is one; "*" in a
  // pattern of "read" stands for anything. Null: every call has the tool's access.
  Value operations;

  // What this call does. An operation that nobody has reviewed is never a read.
  [[nodiscard]] Access access_for(const Value& arguments) const;
};

// The tools a vendor's server lists, writing ones included, in the file's order.
class ToolDefinitions {
 public:
  // `text` is a file of sandbox/tools/; the error is a sentence.
  [[nodiscard]] static std::expected<ToolDefinitions, std::string> load(std::string_view text);
  [[nodiscard]] const std::vector<ToolDefinition>& all() const noexcept { return tools_; }
  [[nodiscard]] const ToolDefinition* find(std::string_view name) const;
  // Why these arguments do not fit the tool's input schema (missing, wrong type, not among the
  // listed values, unknown where none is allowed); nothing when they fit.
  [[nodiscard]] static std::optional<std::string> complaint(const ToolDefinition& tool,
                                                            const Value& arguments);

 private:
  std::vector<ToolDefinition> tools_;
};

}  // namespace sluice::sandbox
