#include "catalog/json_schema.h"

#include "catalog/schema_node.h"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace sluice::catalog {
namespace {

using Unknown = SchemaNode::Unknown;

std::string joined(const Json& values) {
  std::string out;
  for (const Json& value : values) {
    if (!out.empty()) out += ", ";
    out += value.is_string() ? value.get_ref<const std::string&>() : to_wire(value);
  }
  return out;
}

// Where a value stands, from there upwards: a text is made of it only when something is wrong.
struct Place {
  const Place* above = nullptr;
  std::string_view name;
  std::size_t index = 0;
  bool is_element = false;
};

std::string text_of(const Place& place) {
  std::string path;
  for (const Place* at = &place; at->above != nullptr; at = at->above) {
    const std::string step = at->is_element ? std::to_string(at->index) : std::string(at->name);
    path = path.empty() ? step : step + "/" + path;
  }
  return path;
}

// NOLINTBEGIN(misc-no-recursion): as deep as the document, whose depth parse_json bounds.
class Checker {
 public:
  explicit Checker(std::size_t issues_max) : issues_max_(issues_max) {}

  void check(const SchemaNode& schema, const Json& value, const Place& place) {
    if (is_full()) return;
    if (schema.nothing) return report(place, "nothing is allowed here");
    if (schema.unreadable) {
      return report(place,
                    "the schema uses \"" + *schema.unreadable + "\", which is not understood");
    }
    if (schema.refers) return check_reference(schema, value, place);
    if (schema.any) check_any(*schema.any, value, place);
    if (schema.types && (*schema.types & type_bits_of(value)) == 0) {
      return report(place,
                    "must be " + schema.types_text + ", is " + std::string(value.type_name()));
    }
    check_value(schema, value, place);
    if (value.is_object()) check_object(schema, value, place);
    if (value.is_array()) check_array(schema, value, place);
  }

  [[nodiscard]] std::vector<SchemaIssue> take() { return std::move(issues_); }

 private:
  void check_reference(const SchemaNode& schema, const Json& value, const Place& place) {
    if (schema.reference == nullptr) return report(place, "nothing is allowed here");
    check(*schema.reference, value, place);
  }

  // Of several readings the one that comes furthest is reported: the first with the fewest issues.
  void check_any(const std::vector<SchemaNode>& choices, const Json& value, const Place& place) {
    std::optional<std::vector<SchemaIssue>> best;
    for (const SchemaNode& choice : choices) {
      Checker attempt(issues_max_);
      attempt.check(choice, value, place);
      std::vector<SchemaIssue> found = attempt.take();
      if (found.empty()) return;
      const bool deeper = best && found.front().path.size() > best->front().path.size();
      if (!best || deeper) best = std::move(found);
    }
    for (SchemaIssue& issue : best.value_or(std::vector<SchemaIssue>{}))
      issues_.push_back(std::move(issue));
  }

  void check_value(const SchemaNode& schema, const Json& value, const Place& place) {
    if (schema.values != nullptr &&
        std::ranges::find(*schema.values, value) == schema.values->end()) {
      report(place, to_wire(value) + " is not allowed; allowed: " + joined(*schema.values));
    }
    if (schema.constant != nullptr && *schema.constant != value) {
      report(place, "must be " + to_wire(*schema.constant));
    }
    if (value.is_string() && schema.pattern != nullptr)
      check_pattern(*schema.pattern, value.get_ref<const std::string&>(), place);
    if (!value.is_number()) return;
    if (schema.minimum != nullptr && value < *schema.minimum) {
      report(place, "must be at least " + to_wire(*schema.minimum));
    }
    if (schema.maximum != nullptr && value > *schema.maximum) {
      report(place, "must be at most " + to_wire(*schema.maximum));
    }
  }

  void check_pattern(const RE2& pattern, const std::string& text, const Place& place) {
    if (!RE2::PartialMatch(text, pattern)) {
      report(place, to_wire(text) + " does not have the form " + pattern.pattern());
    }
  }

  void check_object(const SchemaNode& schema, const Json& value, const Place& place) {
    for (const std::string& name : schema.required) {
      if (!value.contains(name))
        report(place, "the member \"" + name + "\" is missing", SchemaIssue::Kind::missing_member);
    }
    for (auto item = value.begin(); item != value.end() && !is_full(); ++item) {
      const Place below{&place, item.key()};
      if (schema.names != nullptr) check_pattern(*schema.names, item.key(), below);
      if (const SchemaNode* known = schema.property(item.key())) {
        check(*known, *item, below);
      } else {
        check_unknown(schema, *item, below);
      }
    }
  }

  void check_unknown(const SchemaNode& schema, const Json& item, const Place& place) {
    if (schema.unknown == Unknown::allowed) return;
    if (schema.unknown == Unknown::checked) return check(*schema.additional, item, place);
    std::string message = "unknown member; allowed: ";
    if (schema.properties.empty()) message += "none";
    for (const auto& [name, ignored] : schema.properties)
      message.append(&name == &schema.properties.front().first ? "" : ", ").append(name);
    report(place, std::move(message), SchemaIssue::Kind::unknown_member);
  }

  void check_array(const SchemaNode& schema, const Json& value, const Place& place) {
    if (schema.items_min && value.size() < *schema.items_min) {
      report(place, "needs at least " + std::to_string(*schema.items_min) + " element(s)");
    }
    if (schema.items_max && value.size() > *schema.items_max) {
      report(place, "holds more than " + std::to_string(*schema.items_max) + " elements");
    }
    if (schema.items == nullptr) return;
    for (std::size_t i = 0; i < value.size(); ++i)
      check(*schema.items, value[i], {&place, {}, i, true});
  }

  // No message is written that nobody will read.
  [[nodiscard]] bool is_full() const { return issues_.size() >= issues_max_; }
  void report(const Place& place, std::string message,
              SchemaIssue::Kind kind = SchemaIssue::Kind::wrong_value) {
    if (!is_full()) issues_.push_back({kind, text_of(place), std::move(message)});
  }

  std::size_t issues_max_;
  std::vector<SchemaIssue> issues_;
};
// NOLINTEND(misc-no-recursion)

}  // namespace

Schema::Schema(const Json& schema) : tree_(std::make_shared<const SchemaTree>(schema)) {}

std::vector<SchemaIssue> Schema::issues(const Json& document, std::size_t issues_max) const {
  Checker checker(issues_max);
  checker.check(tree_->root(), document, {});
  return checker.take();
}

std::vector<SchemaIssue> schema_issues(const Json& schema, const Json& document,
                                       std::size_t issues_max) {
  return Schema(schema).issues(document, issues_max);
}

}  // namespace sluice::catalog
