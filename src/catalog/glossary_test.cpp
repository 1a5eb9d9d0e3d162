#include "catalog/glossary.h"

#include "catalog/catalog_fixture.h"
#include "catalog/row_reader.h"

#include <gtest/gtest.h>

#include <string>

namespace sluice::catalog {
namespace {

constexpr std::string_view row = R"(slug: tables
name: Tables
category: testing
category_label: Testing
summary: A vendor whose tables are each organization's own
reviewed: 2026-11-22
endpoints: [{url: "https://mcp.example.com"}]
registration: [dynamic]
client: public
tools:
  list_bases: {verdict: read, input: {}}
  list_records: {verdict: read, input: {"base!": string, "table!": string}}
  delete_records: {verdict: write}
entries:
  - name: bases
    label: Bases
    tool: list_bases
    rows: $.bases
    fields: [{name: id, path: id, type: text, role: key}]
    measures: [{name: base_count, aggregate: count, description: Bases.}]
questions: [How many bases do we have]
article: docs/knowledge-base/tables.md
)";

constexpr std::string_view words = R"(tables:
  entries:
    - name: orders
      label: Orders
      tool: list_records
      arguments: {base: app1, table: tbl7}
      rows: $.records
      fields:
        - {name: id, path: id, type: text, role: key}
        - {name: base, path: $argument.base, type: text}
        - {name: state, path: fields.State, type: text}
      segments: {open: "state = 'Open'"}
      joins: [{field: base, to: bases.id}]
      measures: [{name: open_orders, aggregate: count, segment: open, description: Open orders.}]
  values: {orders.state: [Open, Done]}
  history: {orders: 2026-01-01}
  questions: [How many orders are open]
)";

std::vector<Vendor> rows() {
  return {*read_row("tables.yaml", row)};
}

std::string with(std::string_view from, std::string_view to) {
  return replaced(words, from, to);
}

// The first mistake, as an author sees it; empty: there is none. One mistake changes nothing.
std::string mistake_in(const std::string& text) {
  std::vector<Vendor> vendors = rows();
  const auto errors = apply_glossary(vendors, "ours.yaml", text);
  EXPECT_EQ(vendors.front().entries.size(), errors.empty() ? 2u : 1u);
  return errors.empty() ? "" : to_text(errors.front());
}

TEST(Glossary, adds_an_organizations_own_entries_to_those_of_the_row) {
  std::vector<Vendor> vendors = rows();
  ASSERT_TRUE(apply_glossary(vendors, "ours.yaml", words).empty());
  const Vendor& vendor = vendors.front();
  ASSERT_EQ(vendor.entries.size(), 2u);
  const Entry& orders = vendor.entries.back();
  EXPECT_EQ(orders.arguments, (Json{{"base", "app1"}, {"table", "tbl7"}}));
  EXPECT_EQ(orders.measures.front().filter, "state = 'Open'");
  EXPECT_EQ(orders.fields.back().values.size(), 2u);
  EXPECT_EQ(orders.history_from, "2026-01-01");
  EXPECT_EQ(vendor.questions.back(), "How many orders are open");
}

TEST(Glossary, holds_an_organizations_entry_to_the_tools_and_names_of_the_row) {
  EXPECT_EQ(mistake_in(std::string(words)), "");
  EXPECT_EQ(mistake_in(with("tool: list_records", "tool: delete_records")),
            "ours.yaml:5: tables/entries/0/tool: \"delete_records\" is not reviewed as a read");
  EXPECT_EQ(mistake_in(with("tool: list_records", "tool: drop_table")),
            "ours.yaml:5: tables/entries/0/tool: the row has no tool \"drop_table\"");
  EXPECT_EQ(mistake_in(with("segment: open", "segment: late")),
            "ours.yaml:14: tables/entries/0/measures/0: the entry has no segment \"late\"");
  EXPECT_NE(mistake_in(with("name: open_orders", "name: base_count")), "");
  EXPECT_NE(mistake_in("tables: {entries: [{name: orders, label: Orders, verdict: read}]}"), "");
  EXPECT_NE(mistake_in("tables: {tools: {list_all: {verdict: read, input: {}}}}"), "");
}

TEST(Glossary, takes_no_name_that_the_row_has) {
  std::string text = with("name: orders", "name: bases");
  text.resize(text.find("  values:"));
  EXPECT_EQ(mistake_in(text),
            "ours.yaml:3: tables/entries/0/name: the entry \"bases\" is there twice");
}

TEST(Glossary, adds_what_is_the_organizations_own_to_an_entry_of_the_row) {
  constexpr std::string_view own = R"(tables:
  fields: {bases: [{name: health, path: fields.Health, type: text}]}
  synonyms: {bases: [workspace]}
  segments: {bases: {well: "health = 'Good'"}}
  list: {bases: [health]}
  joins: {bases: [{field: id, to: company.name}]}
  measures: {bases: [{name: healthy_bases, aggregate: count, segment: well, description: Well.}]}
  values: {bases.health: [Good, Bad]}
)";
  std::vector<Vendor> vendors = rows();
  const auto errors = apply_glossary(vendors, "ours.yaml", own);
  ASSERT_TRUE(errors.empty()) << to_text(errors.front());
  const Entry& bases = vendors.front().entries.front();
  EXPECT_EQ(bases.fields.back().values.size(), 2u);
  EXPECT_EQ(bases.synonyms.back(), "workspace");
  EXPECT_EQ(bases.list_fields.back(), "health");
  EXPECT_EQ(bases.joins.back().to, "company.name");
  EXPECT_EQ(bases.measures.back().filter, "health = 'Good'");
  EXPECT_FALSE(bases.of_organization);
}

TEST(Glossary, refuses_parts_that_do_not_fit_the_entry_of_the_row) {
  const auto first = [](const std::string& text) {
    std::vector<Vendor> vendors = rows();
    const auto errors = apply_glossary(vendors, "ours.yaml", text);
    EXPECT_TRUE(vendors.front().entries.front().synonyms.empty());
    return errors.empty() ? "" : to_text(errors.front());
  };
  EXPECT_NE(first("tables: {fields: {bases: [{name: id, path: x, type: text}]}}")
                .find("\"id\" is there twice"),
            std::string::npos);
  EXPECT_NE(first("tables: {segments: {bases: {well: health = 1}}}").find("no field \"health\""),
            std::string::npos);
  EXPECT_NE(first("tables: {synonyms: {shoes: [boot]}}").find("no entry \"shoes\""),
            std::string::npos);
  EXPECT_NE(first("tables: {measures: {bases: [{name: w, aggregate: count, segment: well, "
                  "description: W.}]}}")
                .find("no segment \"well\""),
            std::string::npos);
}

}  // namespace
}  // namespace sluice::catalog
