#pragma once
#include "sandbox/value.h"

#include <expected>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::sandbox {

// What stands behind aggregate tools: rows of dimensions and measures, as objects.
struct FactTable {
  std::vector<std::string> dimensions;
  std::vector<std::string> measures;
  Value rows;

  [[nodiscard]] bool has_dimension(std::string_view name) const;
  [[nodiscard]] bool has_measure(std::string_view name) const;
};

// One vendor's part of the sample company: how its read tools answer, and the rows behind them.
// Immutable once loaded.
class World {
 public:
  // `text` is a world file. The error names what is wrong with it.
  [[nodiscard]] static std::expected<World, std::string> load(std::string_view text);

  [[nodiscard]] const std::string& vendor() const noexcept { return vendor_; }
  // The tool's specification, or null.
  [[nodiscard]] const Value& tool(std::string_view name) const { return member_of(tools_, name); }
  [[nodiscard]] const Value& tools() const noexcept { return tools_; }
  // The rows of a collection with its defaults merged in, private members included; an empty
  // list when there is no such collection.
  [[nodiscard]] const Value& collection(std::string_view name) const;
  // Null when there is none of that name.
  [[nodiscard]] const FactTable* facts(std::string_view name) const;

 private:
  World() = default;
  std::string vendor_;
  Value tools_ = Value::object();
  std::map<std::string, Value, std::less<>> collections_;
  std::map<std::string, FactTable, std::less<>> facts_;
};

}  // namespace sluice::sandbox
