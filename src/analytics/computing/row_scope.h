#pragma once
#include "analytics/computing/workbook.h"
#include "analytics/plan/query_plan.h"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace sluice::analytics {

class RowScope;
// What rows at the end of a join have to fulfil, as SQL over their own scope.
using RowCondition = std::function<std::string(RowScope& rows)>;

// The rows of one entry inside a SELECT, with everything that is joined to them: gives the SQL of
// fields, joins other entries when a name asks for them, and writes the FROM clause. Joined
// entries never multiply rows: one row a key is taken.
class RowScope {
 public:
  RowScope(Workbook& book, std::size_t table, Moment instant);

  // A field of the entry, or "entry.field" of the same vendor.
  [[nodiscard]] SqlValue field(std::string_view name) { return field_of(0, name); }
  // A field of any entry that can be reached; fails when none can.
  [[nodiscard]] SqlValue reference(const Reference& reference);
  // An expression of the catalog over the rows; empty text is "true".
  [[nodiscard]] SqlValue expression(std::string_view text) { return expression_of(0, text); }
  // A field that tells rows apart, as text: of several accounts within each.
  [[nodiscard]] std::string key(std::string_view name);
  // All of these hold. Filters on another entry hold when one of its rows fulfils them all.
  [[nodiscard]] std::string conditions(const std::vector<Filter>& filters);
  // Holds for rows from which the path leads to a row that fulfils the condition. Rows are not
  // multiplied, however many there are.
  [[nodiscard]] std::string exists(const std::vector<Hop>& path, const RowCondition& condition) {
    return exists(path, 0, condition);
  }
  // The entry's own "not deleted".
  [[nodiscard]] std::string base_condition();

  [[nodiscard]] std::string from() const;
  [[nodiscard]] Place place() const { return nodes_[0].place; }
  [[nodiscard]] std::size_t table() const { return nodes_[0].table; }
  [[nodiscard]] Workbook& book() { return book_; }
  [[nodiscard]] ExpressionContext context(std::size_t node);

 private:
  struct Node {
    Place place;
    std::size_t table = 0;
    std::string alias;
    std::string key;  // How it was joined: "0>customers.id".
    std::string join;
  };
  [[nodiscard]] SqlValue field_of(std::size_t node, std::string_view name);
  [[nodiscard]] SqlValue expression_of(std::size_t node, std::string_view text);
  // As it is compared over a join.
  [[nodiscard]] std::string key_of(std::size_t node, std::string_view name, bool by_meaning);
  [[nodiscard]] std::size_t joined(std::size_t node, const Hop& hop);
  [[nodiscard]] const catalog::Field* own_field_for(const Reference& reference) const;
  [[nodiscard]] std::size_t reach(std::size_t node, Place to);
  [[nodiscard]] std::string exists(const std::vector<Hop>& path, std::size_t at,
                                   const RowCondition& condition);
  [[nodiscard]] std::string elsewhere(Place place, const std::vector<Filter>& filters);

  Workbook& book_;
  Moment instant_;
  std::vector<Node> nodes_;
  int depth_ = 0;
};

// One filter over a value; timestamps and dates are compared as what they are.
[[nodiscard]] std::string condition(const SqlValue& value, const Filter& filter);
// The same of a part of a moment, by the clock of the workbook.
[[nodiscard]] std::string condition(Workbook& book, const SqlValue& value, const Filter& filter);
// A key as it is compared across entries.
[[nodiscard]] std::string join_key(const SqlValue& value, bool by_meaning);
// The text that tells rows apart by a key which is one account's own: both are SQL.
[[nodiscard]] std::string key_within_account(const std::string& account, const std::string& key);
// Whether the field is such a key of a vendor that has several accounts.
[[nodiscard]] bool is_key_of_one_account(const Meaning& meaning, const Reference& key);
// The field that says of the same rows which account they are of.
[[nodiscard]] Reference account_of(const Reference& field);

}  // namespace sluice::analytics
