#pragma once
#include "base/json.h"

#include <re2/re2.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sluice::catalog {

// The types of JSON as bits, so that one comparison says whether a value fits.
using TypeBits = std::uint8_t;
// Of a value: an integer is a number too, and so is 2.0, which JSON does not tell from 2.
[[nodiscard]] TypeBits type_bits_of(const Json& value);

struct SchemaNode;
// Patterns by their text, and "$defs" by their names: a schema repeats few of them often.
using SchemaPatterns = std::map<std::string, std::unique_ptr<const RE2>, std::less<>>;
using SchemaDefinitions = std::map<std::string, std::unique_ptr<SchemaNode>, std::less<>>;

// One place of a schema, with all that a document needs not ask twice.
struct SchemaNode {
  enum class Unknown { allowed, refused, checked };  // Members that `properties` does not have.
  using Member = std::pair<std::string, SchemaNode>;

  std::optional<std::string> unreadable{};  // A keyword that is not understood; comes first.
  bool nothing = false;                     // The schema `false`.
  bool refers = false;  // "$ref": `reference` stands here; null: it leads nowhere.
  const SchemaNode* reference = nullptr;
  std::optional<std::vector<SchemaNode>> any{};
  std::optional<TypeBits> types{};
  std::string types_text{};
  const Json* values = nullptr;  // "enum"; these point into the schema.
  const Json* constant = nullptr;
  const Json* minimum = nullptr;
  const Json* maximum = nullptr;
  const RE2* pattern = nullptr;
  const RE2* names = nullptr;        // "propertyNames".
  std::vector<Member> properties{};  // By name, byte by byte.
  std::vector<std::string> required{};
  Unknown unknown = Unknown::allowed;
  std::unique_ptr<SchemaNode> additional{};
  std::unique_ptr<SchemaNode> items{};
  std::optional<std::size_t> items_min{};
  std::optional<std::size_t> items_max{};

  [[nodiscard]] const SchemaNode* property(std::string_view name) const;
};

// A schema in the form in which documents are held against it. Keeps the JSON that it points into.
class SchemaTree {
 public:
  explicit SchemaTree(Json schema);
  SchemaTree(const SchemaTree&) = delete;
  SchemaTree& operator=(const SchemaTree&) = delete;
  [[nodiscard]] const SchemaNode& root() const noexcept { return root_; }

 private:
  [[nodiscard]] SchemaNode node_of(const Json& schema);
  void read_references(const Json& schema, SchemaNode& node);
  void read_values(const Json& schema, SchemaNode& node);
  void read_members(const Json& schema, SchemaNode& node);
  [[nodiscard]] const SchemaNode* definition(const Json& reference);
  [[nodiscard]] const RE2* pattern_of(const Json& text);

  Json schema_;
  SchemaPatterns patterns_;
  SchemaDefinitions definitions_;
  SchemaNode root_;
};

}  // namespace sluice::catalog
