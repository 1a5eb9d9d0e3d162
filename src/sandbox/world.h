#pragma once
#include "sandbox/value.h"
#include "sandbox/world_files.h"

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
  // `text` is a world file; what it says in "languages" is known beside those that are given later.
  // The error names what is wrong with it.
  [[nodiscard]] static std::expected<World, std::string> load(std::string_view text);
  // The file "world/SLUG.json" with the languages that its tools name ("languages/NAME.json").
  [[nodiscard]] static std::expected<World, std::string> read(const WorldFiles& files,
                                                              std::string_view slug);

  // What the company's second account at the vendor holds: every other row of each collection,
  // under the ids that they have in the first account too. Two accounts of a real vendor may share
  // ids.
  [[nodiscard]] World branch() const;

  [[nodiscard]] const std::string& vendor() const noexcept { return vendor_; }
  // The tool's specification, or null.
  [[nodiscard]] const Value& tool(std::string_view name) const { return member_of(tools_, name); }
  [[nodiscard]] const Value& tools() const noexcept { return tools_; }
  // The rows of a collection with its defaults merged in, private members included; an empty
  // list when there is no such collection.
  [[nodiscard]] const Value& collection(std::string_view name) const;
  // The words of a query language, or null.
  [[nodiscard]] const Value& language(std::string_view name) const {
    return member_of(languages_, name);
  }
  // Null when there is none of that name.
  [[nodiscard]] const FactTable* facts(std::string_view name) const;

 private:
  World() = default;
  [[nodiscard]] std::expected<void, std::string> read_languages(const WorldFiles& files);
  std::string vendor_;
  Value tools_ = Value::object();
  Value languages_ = Value::object();
  std::map<std::string, Value, std::less<>> collections_;
  std::map<std::string, FactTable, std::less<>> facts_;
};

}  // namespace sluice::sandbox
