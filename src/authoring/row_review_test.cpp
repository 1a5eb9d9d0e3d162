#include "authoring/row_review.h"

#include "catalog/catalog.h"
#include "catalog/catalog_fixture.h"
#include "catalog/row_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <ostream>
#include <sstream>

namespace sluice::authoring {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::StartsWith;

constexpr std::string_view good = R"(slug: example
name: Example
category: testing
category_label: Testing
summary: A vendor for tests
reviewed: 2026-11-22
endpoints: [{url: "https://mcp.example.com"}]
parameters: {site: {label: Site, type: slug}, project: {label: Project, type: integer}}
registration: [dynamic]
client: public
overview: [things.thing_count]
tools:
  list_things:
    verdict: read
    input: {limit: integer, after: string, state: [open, done], site: string, project: integer, kind: string, created: {gte: string}, sorts: [{by: string}], hogql: string, parts: {a: string}}
    arguments: [{at: kind, only: [all, some]}, {at: hogql, statement: hogql}, {at: parts, keys: [a]}]
    paging: {style: cursor, argument: after, next: "$.cursor", while: "$.more", size: {limit: 50}}
  list_sites: {verdict: read, input: {}}
entries:
  - name: sites
    label: Sites
    tool: list_sites
    rows: $.sites
    fields: [{name: id, path: id, type: text, role: key}]
    measures: [{name: site_count, aggregate: count, description: Sites.}]
  - name: things
    label: Things
    tool: list_things
    arguments: {kind: all, project: "${connection.project}"}
    each: {from: sites, arguments: {site: id}}
    rows: $.things
    time: made
    fields:
      - {name: id, path: id, type: text, role: key}
      - {name: site, path: $argument.site, type: text}
      - {name: made, path: made_at, type: timestamp, role: time}
      - {name: state, path: state, type: text, values: [open, done], grouped_by: "sorts[0].by"}
      - {name: money_name, path: money.code, type: text}
      - {name: price, path: money.amount, type: money, currency: money.code}
    pushdowns: [{field: made, op: gte, argument: created.gte, format: iso}]
    measures:
      - {name: thing_count, aggregate: count, arguments: {state: open}, description: Things.}
questions: ["How many things"]
article: docs/knowledge-base/example.md
)";

std::string with(std::string_view from, std::string_view to) {
  return catalog::replaced(good, from, to);
}

// All mistakes, one a line, as the command prints them.
std::string mistakes(const std::string& text) {
  std::string all;
  for (const catalog::RowError& error : mistakes_in_row("example.yaml", text))
    all += catalog::to_text(error) + "\n";
  return all;
}

// A mistake that somebody makes, the place that has to be named, and words of what is allowed.
struct Planted {
  const char* from;
  const char* to;
  const char* place;
  const char* words;
};

// Without it the test's name would hold addresses, which are others in each run.
std::ostream& operator<<(std::ostream& out, const Planted& planted) {
  return out << planted.place;
}

class RowReview : public testing::TestWithParam<Planted> {};

TEST_P(RowReview, finds_a_planted_mistake_with_its_line_and_what_is_allowed) {
  const Planted& planted = GetParam();
  const std::string found = mistakes(with(planted.from, planted.to));
  EXPECT_THAT(found, StartsWith(std::string("example.yaml:") + planted.place));
  EXPECT_THAT(found, HasSubstr(planted.words));
}

constexpr Planted planted_mistakes[] = {
    // An argument that the tool does not have: of the entry, of each, of a group, a filter, a page.
    {"{kind: all,", "{colour: red,", "29: entries/1/arguments", "allowed: after, created"},
    {"arguments: {site: id}", "arguments: {shop: id}", "30: entries/1/each", "allowed: after"},
    {"\"sorts[0].by\"", "\"sorts[0].field\"", "37: entries/1/fields/3", "allowed: by"},
    {"argument: created.gte", "argument: created.from", "40: entries/1/pushdowns/0",
     "allowed: gte"},
    {"argument: after,", "argument: cursor,", "17: tools/list_things/paging", "allowed: after"},
    {"size: {limit: 50}", "size: {per_page: 50}", "17: tools/list_things/paging", "allowed: after"},
    {"{state: open}, d", "{status: open}, d", "42: entries/1/measures/0", "allowed: after"},
    // A path into a list that is none.
    {"\"sorts[0].by\"", "\"kind[0].by\"", "37: entries/1/fields/3", "must be string"},
    {"\"sorts[0].by\"", "\"sorts[x].by\"", "37: entries/1/fields/3", "no path of an argument"},
    // A value of another type, or none of the choices.
    {"\"${connection.project}\"", "\"${connection.site}\"", "29: entries/1/arguments", "integer"},
    {"{state: open}, d", "{state: closed}, d", "42: entries/1/measures/0", "open, done"},
    {"{kind: all,", "{kind: none,", "29: entries/1/arguments", "reviewed values"},
    {"{kind: all,", "{parts: {b: 1},", "29: entries/1/arguments", "allowed: a"},
    {"{kind: all,", "{hogql: \"1=1\",", "29: entries/1/arguments", "query language"},
    {"{kind: all,", "{kind: \"${form}\",", "29: entries/1/arguments", "from_date"},
    // What a call needs and never has.
    {"{limit: integer, after", "{\"shop!\": string, limit: integer, after", "30: entries/1/each",
     "missing"},
    {"$argument.site", "$argument.shop", "35: entries/1/fields/1", "no call of the entry"},
    // Rules and pages that do nothing.
    {"{at: kind, only", "{at: kinds, only", "16: tools/list_things/arguments/0", "does not have"},
    {"{at: kind, only", "{at: \"sorts[0].by\", only", "16: tools/list_things/arguments/0",
     "for every element"},
    {"while: \"$.more\", size: {limit: 50}}", "first: 1}", "17: tools/list_things/paging",
     "`total`"},
    {"next: \"$.cursor\", ", "", "17: tools/list_things/paging", "`next`"},
    {"hogql: string,", "hogql: string, sql_text: string,", "15: tools/list_things/input",
     "may carry a statement"},
    // Meaning.
    {"path: money.code,", "path: \"money[name=].code\",", "38: entries/1/fields/4",
     "[name=Priority]"},
    {"path: money.code,", "path: money..code,", "38: entries/1/fields/4", "an empty name"},
    {"currency: money.code", "currency: money_name", "39: entries/1/fields/5", "money.code"},
    {"[things.thing_count]", "[things.weight]", "11: overview", "no measure \"things.weight\""},
    {"rows: $.things", "rows: things", "31: entries/1/rows", "$.data"},
    // Connecting.
    {"registration: [dynamic]", "registration: [none, dynamic]", "9: registration",
     "`none` stands alone"},
    {"registration: [dynamic]", "registration: [api-key]", "9: registration", "`api_key`"},
    {"[{url: \"https://mcp.example.com\"}]",
     "[{url: \"https://a.example.com\", when: site=x}, {url: \"https://b.example.com\"}]",
     "7: endpoints/0", "no parameter of the type choice"},
    {"[\"How many things\"]", "[What is it?]", "43: not YAML", "stands in quotes"},
};

INSTANTIATE_TEST_SUITE_P(Planted, RowReview, testing::ValuesIn(planted_mistakes));

TEST(RowReviewed, a_row_that_works_has_no_mistake) {
  EXPECT_EQ(mistakes(std::string(good)), "");
}

TEST(RowReviewed, fan_outs_do_not_wait_for_each_other) {
  std::string circle = with("input: {}}", "input: {thing: string}}");
  const std::string at = "    tool: list_sites\n";
  circle.replace(circle.find(at), at.size(),
                 at + "    each: {from: things, arguments: {thing: id}}\n");
  EXPECT_THAT(mistakes(circle), HasSubstr("23: entries/0/each: its calls wait for those of"));
}

// What is found in a row of an operator is not in the rows that it stands beside.
TEST(RowReviewed, the_glossary_of_the_sample_organization_passes) {
  const fs::path file = fs::path(SLUICE_SOURCE_DIR) / "catalog/glossary/brightwater.yaml";
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  const auto rows = catalog::Catalog::embedded();
  for (const catalog::RowError& error :
       mistakes_in_glossary({rows.all().begin(), rows.all().end()}, file.filename(), text.str()))
    ADD_FAILURE() << catalog::to_text(error);
}

TEST(RowReviewed, every_built_in_row_passes) {
  std::size_t rows = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(SLUICE_SOURCE_DIR) / "catalog")) {
    if (entry.path().extension() != ".yaml") continue;
    ++rows;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    for (const catalog::RowError& error :
         mistakes_in_row(entry.path().filename().string(), std::move(text).str()))
      ADD_FAILURE() << catalog::to_text(error);
  }
  EXPECT_GT(rows, 0u);
}

TEST(RowReview, holds_the_calls_of_an_organizations_entry_to_the_tools_of_the_row) {
  const std::string words = R"(example:
  entries:
    - name: parcels
      label: Parcels
      tool: list_things
      arguments: {kind: all}
      rows: $.things
      fields: [{name: id, path: id, type: text, role: key}]
      measures: [{name: parcel_count, aggregate: count, description: Parcels.}]
)";
  const auto found = [](const std::string& text) {
    // A mistake of the row is not one of the words over it.
    const std::string row = with("currency: money.code", "currency: money_name");
    std::string all;
    for (const catalog::RowError& error :
         mistakes_in_glossary({*catalog::read_row("example.yaml", row)}, "ours.yaml", text))
      all += catalog::to_text(error) + "\n";
    return all;
  };
  EXPECT_EQ(found(words), "");
  std::string wrong = words;
  wrong.replace(wrong.find("kind: all"), 9, "kind: none");
  EXPECT_THAT(found(wrong), StartsWith("ours.yaml:6: example/entries/0/arguments: "));
  wrong.replace(wrong.find("kind: none"), 10, "colour: red");
  EXPECT_THAT(found(wrong), HasSubstr("colour"));
}

}  // namespace
}  // namespace sluice::authoring
