// The query languages that are data: each form with the words of a language of sandbox/languages/.
#include "sandbox/engine.h"
#include "sandbox/known_time.h"
#include "sandbox/world_files.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sluice::sandbox {
namespace {

// The languages of the project over a world that the test writes.
class WithLanguages final : public WorldFiles {
 public:
  explicit WithLanguages(std::string_view world) : world_(world) {}
  [[nodiscard]] std::optional<std::string> read(std::string_view name) const override {
    if (name.starts_with("world/")) return std::string(world_);
    return FolderWorldFiles(SLUICE_SOURCE_DIR "/sandbox").read(name);
  }

 private:
  std::string_view world_;
};

class Asked {
 public:
  explicit Asked(std::string_view world)
      : world_(World::read(WithLanguages(world), "v")), zone_(known_zone("UTC")) {}

  [[nodiscard]] Value result(const Value& arguments) const {
    EXPECT_TRUE(world_) << world_.error();
    return Engine(*world_, clock_, zone_).call("find", arguments);
  }
  [[nodiscard]] std::string text(const Value& arguments) const {
    return as_text(result(arguments)["content"][0]["text"]);
  }
  // The ids of the rows that were found, as "1 3".
  [[nodiscard]] std::string found(const Value& arguments) const {
    const Value whole = result(arguments);
    if (whole.contains("isError")) return "refused: " + as_text(whole["content"][0]["text"]);
    std::string ids;
    for (const Value& row : Value::parse(as_text(whole["content"][0]["text"])))
      ids += (ids.empty() ? "" : " ") + as_text(row["id"]);
    return ids;
  }

 private:
  std::expected<World, std::string> world_;
  FixedClock clock_{known_instant("2026-11-21T12:00:00Z")};
  TimeZone zone_;
};

constexpr std::string_view contracts = R"({"vendor": "v", "tools": {"find": {"kind": "search",
  "rows_path": "$", "envelope": {}, "paging": null, "items": "contracts", "filters": [],
  "query_language": {"name": "box-metadata", "argument": "query", "parameters": "query_params",
                     "path": "terms.{field}"}}},
 "collections": {"contracts": [
  {"id": 1, "terms": {"status": "active", "value": 900, "ends": "2026-12-31", "customer": "North Mill"}},
  {"id": 2, "terms": {"status": "renewed", "value": 2400, "ends": "2027-06-30", "customer": "South Mill"}},
  {"id": 3, "terms": {"status": "active", "value": 5000, "ends": null, "customer": "Northern Lights"}}]}})";

std::string contracts_where(const std::string& query, const Value& parameters = Value::object()) {
  return Asked(contracts).found({{"query", query}, {"query_params", parameters}});
}

TEST(Expression, joins_clauses_by_and_or_not_and_parentheses) {
  EXPECT_EQ(contracts_where("status = 'active'"), "1 3");
  EXPECT_EQ(contracts_where("status = \"active\" AND value > 1000"), "3");
  EXPECT_EQ(contracts_where("status = 'renewed' OR value < 1000"), "1 2");
  EXPECT_EQ(contracts_where("(status = 'renewed' OR value < 1000) AND NOT value >= 2400"), "1");
  EXPECT_EQ(contracts_where("NOT (status = 'active')"), "2");
  EXPECT_EQ(contracts_where(""), "1 2 3");
}

TEST(Expression, binds_and_tighter_than_or) {
  EXPECT_EQ(contracts_where("value = 900 OR value = 5000 AND status = 'renewed'"), "1");
}

TEST(Expression, knows_lists_ranges_wildcards_and_what_is_not_there) {
  EXPECT_EQ(contracts_where("status IN ('renewed', 'lost')"), "2");
  EXPECT_EQ(contracts_where("status not in ('renewed')"), "1 3");
  EXPECT_EQ(contracts_where("value BETWEEN 900 AND 2400"), "1 2");
  EXPECT_EQ(contracts_where("customer LIKE '%mill%'"), "1 2");
  EXPECT_EQ(contracts_where("customer LIKE 'North%'"), "1 3");
  EXPECT_EQ(contracts_where("customer LIKE 'North'"), "");
  EXPECT_EQ(contracts_where("customer NOT LIKE '%Mill'"), "3");
  EXPECT_EQ(contracts_where("ends IS NULL"), "3");
  EXPECT_EQ(contracts_where("ends IS NOT NULL AND ends <= '2026-12-31'"), "1");
}

TEST(Expression, takes_the_values_of_placeholders_from_beside_the_query) {
  EXPECT_EQ(contracts_where("value >= :least AND status = :status",
                            {{"least", 1000}, {"status", "active"}}),
            "3");
  EXPECT_EQ(contracts_where("status IN :states", {{"states", Value::array({"renewed"})}}), "2");
  EXPECT_EQ(contracts_where("value >= :least"), "refused: the clause on terms.value has no value");
}

TEST(Expression, refuses_what_it_cannot_read_rather_than_leaving_it_out) {
  EXPECT_EQ(contracts_where("colour = 'red'"), "refused: unknown field colour");
  EXPECT_TRUE(contracts_where("status = 'active' value > 3").starts_with("refused: cannot read"));
  EXPECT_TRUE(contracts_where("status").starts_with("refused: a clause is"));
  EXPECT_TRUE(contracts_where("(status = 'active'").starts_with("refused: a closing"));
  EXPECT_TRUE(contracts_where(std::string(40, '(')).starts_with("refused: the query is nested"));
}

constexpr std::string_view records = R"({"vendor": "v", "tools": {"find": {"kind": "list",
  "rows_path": "$", "envelope": {}, "paging": null, "items": "records",
  "filters": [{"argument": "filter", "op": "attio-filter"}]}},
 "collections": {"records": [
  {"id": 1, "created_at": "2026-01-10T08:00:00Z",
   "values": {"stage": [{"status": "won"}], "value": [{"currency_value": 900, "currency_code": "USD"}]}},
  {"id": 2, "created_at": "2026-05-10T08:00:00Z",
   "values": {"stage": [{"status": "lost"}], "value": [{"currency_value": 2000, "currency_code": "EUR"}]}},
  {"id": 3, "created_at": "2026-09-10T08:00:00Z", "values": {"stage": [{"status": "open"}], "value": []}}]}})";

std::string records_where(const char* filter) {
  return Asked(records).found({{"filter", Value::parse(filter)}});
}

TEST(Mapping, compares_attributes_their_members_and_members_of_the_record) {
  EXPECT_EQ(records_where(R"({"stage": "won"})"), "1");
  EXPECT_EQ(records_where(R"({"stage": {"$in": ["won", "lost"]}})"), "1 2");
  EXPECT_EQ(records_where(R"({"value": {"$gte": 1000}})"), "2");
  EXPECT_EQ(records_where(R"({"value": {"currency_code": {"$eq": "USD"}}})"), "1");
  EXPECT_EQ(records_where(R"({"value": {"currency_value": 2000}})"), "2");
  EXPECT_EQ(records_where(R"({"created_at": {"$gte": "2026-02-01", "$lt": "2026-09-01"}})"), "2");
  EXPECT_EQ(records_where(R"({"value": {"$not_empty": true}})"), "1 2");
  EXPECT_EQ(records_where(R"({"value": {"$not_empty": false}})"), "3");
}

TEST(Mapping, joins_filters_by_and_or_and_not) {
  EXPECT_EQ(records_where(R"({"$or": [{"stage": "won"}, {"stage": "open"}]})"), "1 3");
  EXPECT_EQ(records_where(R"({"$and": [{"value": {"$gt": 1}}, {"stage": {"$contains": "los"}}]})"),
            "2");
  EXPECT_EQ(records_where(R"({"$not": {"stage": "won"}})"), "2 3");
  EXPECT_EQ(records_where("{}"), "1 2 3");
}

TEST(Mapping, reads_a_filter_that_comes_as_text) {
  EXPECT_EQ(Asked(records).found({{"filter", R"({"stage": "won"})"}}), "1");
}

TEST(Mapping, refuses_an_attribute_or_an_operator_that_is_not_there) {
  EXPECT_EQ(records_where(R"({"colour": "red"})"), "refused: unknown attribute colour");
  EXPECT_EQ(records_where(R"({"stage": {"$near": "won"}})"),
            "refused: unknown operator or member $near of stage");
  EXPECT_TRUE(records_where(R"({"$or": []})").starts_with("refused: a list of filters"));
}

constexpr std::string_view deals = R"({"vendor": "v", "tools": {"find": {"kind": "search",
  "rows_path": "$", "envelope": {}, "paging": null, "items": "deals",
  "filters": [{"argument": "groups", "op": "hubspot-filter-groups", "field": "p.<propertyName>"}]}},
 "collections": {"deals": [{"id": 1, "p": {"stage": "won", "amount": "900", "name": "Big mill"}},
  {"id": 2, "p": {"stage": "lost", "amount": "2000"}}, {"id": 3, "p": {"stage": "won", "amount": "80"}}]}})";

std::string deals_where(const char* groups) {
  return Asked(deals).found({{"groups", Value::parse(groups)}});
}

TEST(Conditions, are_joined_in_a_group_and_groups_are_alternatives) {
  EXPECT_EQ(deals_where(R"([{"filters": [
      {"propertyName": "stage", "operator": "EQ", "value": "won"},
      {"propertyName": "amount", "operator": "BETWEEN", "value": "100", "highValue": "1000"}]},
    {"filters": [{"propertyName": "stage", "operator": "IN", "values": ["lost"]}]}])"),
            "1 2");
  EXPECT_EQ(deals_where(R"([{"filters": [
      {"propertyName": "name", "operator": "CONTAINS_TOKEN", "value": "*mill*"}]}])"),
            "1");
  EXPECT_EQ(
      deals_where(R"([{"filters": [{"propertyName": "name", "operator": "NOT_HAS_PROPERTY"}]}])"),
      "2 3");
  EXPECT_EQ(deals_where("[]"), "1 2 3");
}

TEST(Conditions, without_a_value_a_name_or_within_the_bounds_are_refused) {
  EXPECT_EQ(deals_where(R"([{"filters": [{"propertyName": "stage", "operator": "EQ"}]}])"),
            "refused: the filter on stage has no value");
  EXPECT_EQ(deals_where(R"([{"filters": [{"operator": "EQ", "value": "x"}]}])"),
            "refused: each filter needs a propertyName");
  EXPECT_EQ(deals_where(R"([{}, {}, {}, {}, {}, {}])"),
            "refused: groups is a list of at most 5 groups");
}

constexpr std::string_view cells = R"({"vendor": "v", "tools": {"find": {"kind": "list",
  "rows_path": "$", "envelope": {}, "paging": null, "items": "cells", "filters": [],
  "filter_tree": {"argument": "filters", "operands": "operands", "operator": "operator", "path": "c.{id}"}}},
 "collections": {"cells": [{"id": 1, "c": {"plan": {"id": "sel1", "name": "Basic"}}},
  {"id": 2, "c": {"plan": {"id": "sel2", "name": "Team"}}}]}})";

TEST(Tree, finds_the_option_that_a_cell_holds_by_its_id_and_by_its_name) {
  const auto where = [](const char* operand) {
    return Asked(cells).found(
        {{"filters", {{"operator", "="}, {"operands", Value::array({"plan", operand})}}}});
  };
  EXPECT_EQ(where("sel2"), "2");
  EXPECT_EQ(where("Basic"), "1");
  EXPECT_EQ(where("Scale"), "");
}

TEST(QueryLanguage, that_no_file_describes_is_refused_by_its_name) {
  constexpr std::string_view world = R"({"vendor": "v", "tools": {"find": {"kind": "list",
    "rows_path": "$", "envelope": {}, "paging": null, "items": "rows", "filters": [],
    "query_language": {"name": "no-such-language", "argument": "q"}}},
   "collections": {"rows": [{"id": 1}]}})";
  EXPECT_EQ(Asked(world).found({{"q", "x"}}),
            "refused: this stand-in does not understand the query language no-such-language");
  EXPECT_EQ(Asked(world).found(Value::object()), "1");
}

}  // namespace
}  // namespace sluice::sandbox
