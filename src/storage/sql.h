#pragma once
#include <cstddef>
#include <string_view>

namespace sluice::storage {

// The checks behind TenantSql, on their own so that each is one sentence. All run while compiling.
namespace sql_rules {

constexpr std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

// An OR outside parentheses would let rows past the filter.
constexpr bool has_or_outside_parentheses(std::string_view text) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '(') ++depth;
    if (text[at] == ')') --depth;
    if (depth == 0 && text.substr(at).starts_with(" OR ")) return true;
  }
  return false;
}

// Written exactly so: a check that understood other spellings would have to understand SQL.
constexpr bool filters_on_organization(std::string_view text) {
  return text.find("organization_id = :organization_id") != std::string_view::npos;
}

// Every table that is read or joined is tied to the organization by a comparison of its own.
constexpr bool ties_every_table(std::string_view text) {
  return count(text, "organization_id = ") >= count(text, "FROM ") + count(text, "JOIN ");
}

// `FROM a, b` is a join that ties_every_table would not see.
constexpr bool has_comma_join(std::string_view text) {
  for (auto at = text.find("FROM "); at != std::string_view::npos; at = text.find("FROM ", at + 1))
    if (text.find(',', at) < text.find(" WHERE ", at)) return true;
  return false;
}

// An INSERT has no filter, so its first column must be the organization's, from the access.
constexpr bool inserts_own_organization(std::string_view text) {
  return text.find("(organization_id, ") != std::string_view::npos &&
         text.find("VALUES (:organization_id, ") != std::string_view::npos;
}

}  // namespace sql_rules

// A statement over tenant rows, checked while compiling: a literal, one statement, which filters
// on the organization (INSERT: `organization_id` is the first column and `:organization_id` the
// first value). `:organization_id` is bound from the OrganizationAccess and by nobody else.
class TenantSql {
 public:
  template <std::size_t N>
  // Implicit, for literals only. NOLINTNEXTLINE(google-explicit-constructor)
  consteval TenantSql(const char (&text)[N]) : text_(text, N - 1) {
    if (text_.find(';') != std::string_view::npos) throw "tenant SQL must be one statement";
    if (text_.starts_with("INSERT INTO ")) {
      if (!sql_rules::inserts_own_organization(text_))
        throw "tenant SQL must insert organization_id first, from :organization_id";
      return;
    }
    if (!text_.starts_with("SELECT ") && !text_.starts_with("UPDATE ") &&
        !text_.starts_with("DELETE FROM "))
      throw "tenant SQL must be SELECT, INSERT, UPDATE or DELETE";
    if (!sql_rules::filters_on_organization(text_))
      throw "tenant SQL must filter on organization_id = :organization_id";
    if (!sql_rules::ties_every_table(text_))
      throw "tenant SQL must tie every joined table to the organization";
    if (sql_rules::has_comma_join(text_)) throw "tenant SQL must join with JOIN, not with a comma";
    if (sql_rules::has_or_outside_parentheses(text_))
      throw "tenant SQL must not have an OR outside parentheses";
  }
  [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_;
};

// A statement over the control tables (users, sessions, organizations ...): a literal, so that no
// text from outside ever becomes SQL.
class ControlSql {
 public:
  template <std::size_t N>
  // Implicit, for literals only. NOLINTNEXTLINE(google-explicit-constructor)
  consteval ControlSql(const char (&text)[N]) : text_(text, N - 1) {
    if (text_.find(';') != std::string_view::npos) throw "control SQL must be one statement";
  }
  [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

 private:
  std::string_view text_;
};

}  // namespace sluice::storage
