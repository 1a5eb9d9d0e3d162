#pragma once
#include "base/json.h"

#include <memory>
#include <string>
#include <vector>

namespace sluice::catalog {

// What is wrong at one place of a document.
struct SchemaIssue {
  enum class Kind { unknown_member, missing_member, wrong_value };
  Kind kind = Kind::wrong_value;
  std::string path;     // "tools/list_customers/verdict"; empty: the document itself.
  std::string message;  // What is wrong, with what is allowed.
};

class SchemaTree;

// The part of JSON Schema 2020-12 that rows and reviewed tool inputs use: type, enum, const,
// properties, required, additionalProperties, propertyNames (pattern), items, minItems, maxItems,
// minimum, maximum, pattern, anyOf, $ref into #/$defs. A keyword outside this list makes the schema
// itself an issue: a reviewed schema must not be half read. Read once, however many documents are
// held against it; cheap to copy; thread-safe.
class Schema {
 public:
  explicit Schema(const Json& schema);
  // Stops after `issues_max`; allocates nothing for a document that fits. Depth of the document is
  // bounded by parse_json.
  [[nodiscard]] std::vector<SchemaIssue> issues(const Json& document,
                                                std::size_t issues_max = 20) const;

 private:
  std::shared_ptr<const SchemaTree> tree_;
};

// The same for a schema that is used once.
[[nodiscard]] std::vector<SchemaIssue> schema_issues(const Json& schema, const Json& document,
                                                     std::size_t issues_max = 20);

}  // namespace sluice::catalog
