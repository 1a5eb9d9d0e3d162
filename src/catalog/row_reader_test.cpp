#include "catalog/row_reader.h"
#include "catalog/catalog_fixture.h"

#include <gtest/gtest.h>

namespace sluice::catalog {
namespace {

constexpr std::string_view good = R"(slug: example
name: Example
category: testing
category_label: Testing
summary: A vendor for tests
reviewed: 2026-11-22
endpoints: [{url: "https://mcp.example.com"}]
registration: [dynamic]
client: public
tools:
  list_things:
    verdict: read
    input: {limit: integer, state: [open, done], "owner!": string}
    paging: {style: cursor, argument: after, next: "$.cursor", size: {limit: 50}}
  drop_things: {verdict: write}
entries:
  - name: things
    label: Things
    tool: list_things
    rows: $.things
    time: made
    fields:
      - {name: id, path: id, type: text, role: key}
      - {name: made, path: made_at, type: timestamp, role: time}
      - {name: price, path: price, type: money, currency: currency}
    measures:
      - {name: thing_count, aggregate: count, description: Things.}
questions: [How many things]
article: docs/knowledge-base/example.md
)";

std::string with(std::string_view from, std::string_view to) {
  return replaced(good, from, to);
}

// The first error as "LINE: MESSAGE"; empty when the row is accepted.
std::string error_of(const std::string& text) {
  const auto vendor = read_row("example.yaml", text);
  if (vendor) return {};
  const RowError& error = vendor.error().front();
  return std::to_string(error.line) + ": " + error.message;
}

TEST(RowReader, reads_what_a_row_says_in_types) {
  const auto vendor = read_row(
      "example.yaml",
      with("    measures:\n      - {name: thing_count, aggregate: count, description: Things.}",
           "    size: things.cheap_things\n    segments: {cheap: \"price < 10\"}\n"
           "    measures:\n      - {name: cheap_things, aggregate: count, segment: cheap, kind: "
           "state, "
           "phrasings: [{verb: buy, object: things}], description: Things.}"));
  ASSERT_TRUE(vendor);
  const Entry& things = vendor->entries.front();
  EXPECT_EQ(things.size, "things.cheap_things");
  EXPECT_EQ(things.measures.front().filter, "price < 10");
  EXPECT_EQ(things.measures.front().kind, MeasureKind::state);
  EXPECT_EQ(things.measures.front().synonyms, std::vector<std::string>{"buy things"});
}

TEST(RowReader, refuses_types_that_name_nothing) {
  const std::string count = "aggregate: count, description: Things.";
  EXPECT_EQ(error_of(with(count, "segment: dear, " + count)),
            "27: entries/0/measures/0: the entry has no segment \"dear\"");
  EXPECT_EQ(error_of(with("    time: made", "    time: made\n    size: things.weight")),
            "22: entries/0/size: the vendor has no measure \"things.weight\"");
  EXPECT_EQ(error_of(with("role: key}", "role: key, moment: due}")),
            "23: entries/0/fields/0: only a field with `role: time` has a `moment`");
  EXPECT_EQ(error_of(with("currency: currency}", "currency: currency, act: owner}")),
            "25: entries/0/fields/2: only a text names a person who acts");
}

TEST(RowReader, keeps_a_scope_in_one_list) {
  const auto scopes = [](const std::string& lists) {
    return error_of(with("client: public", "client: public\nscopes: " + lists));
  };
  EXPECT_EQ(scopes("{read: [read], always: [openid], never: [write]}"), "");
  EXPECT_EQ(scopes("{read: [read], never: [read]}"),
            "10: scopes/read: \"read\" stands in `never` as well");
  EXPECT_EQ(scopes("{always: [admin], never: [admin]}"),
            "10: scopes/always: \"admin\" stands in `never` as well");
  EXPECT_NE(scopes("{read: [\"read write\"]}"), "");
  EXPECT_NE(error_of(with("client: public", "client: public\nconsent_shows_write: yes"))
                .find("needs its narrowest scopes"),
            std::string::npos);
}

TEST(RowReader, reads_a_row) {
  const auto vendor = read_row("example.yaml", good);
  ASSERT_TRUE(vendor);
  const Tool* tool = vendor->find_tool("list_things");
  ASSERT_NE(tool, nullptr);
  EXPECT_TRUE(tool->callable());
  EXPECT_EQ(tool->paging.style, Paging::Style::cursor);
  EXPECT_EQ(tool->paging.size_argument, "limit");
  EXPECT_EQ(tool->paging.size, 50);
  EXPECT_EQ(tool->input["required"], Json({"owner"}));
  EXPECT_EQ(tool->input["additionalProperties"], false);
  EXPECT_FALSE(vendor->find_tool("drop_things")->callable());
  const Entry* entry = vendor->find_entry("things");
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->fields[1].unit, "iso");
  EXPECT_EQ(entry->fields[2].unit, "major");
  EXPECT_EQ(entry->measures[0].label, "Thing count");
  EXPECT_EQ(entry->measures[0].unit, "count");
}

TEST(RowReader, says_file_and_line_of_a_mistake) {
  const auto vendor = read_row("example.yaml", with("client: public", "client: pubic"));
  ASSERT_FALSE(vendor);
  EXPECT_EQ(to_text(vendor.error().front()),
            "example.yaml:9: client: \"pubic\" is not allowed; allowed: public, confidential, "
            "from-metadata");
}

TEST(RowReader, refuses_an_unknown_member_and_says_what_is_allowed) {
  EXPECT_TRUE(error_of(with("  drop_things: {verdict: write}", "  drop_things: {verdikt: write}"))
                  .starts_with("15: tools/drop_things"));
}

TEST(RowReader, refuses_a_missing_member) {
  EXPECT_NE(error_of(with("summary: A vendor for tests\n", "")).find("\"summary\" is missing"),
            std::string::npos);
}

TEST(RowReader, refuses_a_member_that_is_there_twice) {
  EXPECT_EQ(error_of(with("name: Example", "name: Example\nname: Other")),
            "3: the member \"name\" is there twice");
}

TEST(RowReader, reads_a_paging_for_each_operation) {
  const std::string old =
      "paging: {style: cursor, argument: after, next: \"$.cursor\", size: {limit: 50}}";
  const auto vendor = read_row(
      "example.yaml",
      with(
          old,
          "paging:\n      - {when: {state: open}, style: page, argument: limit}\n"
          "      - {style: cursor, argument: owner, next: \"$.link\", next_in: \"page[cursor]\"}"));
  ASSERT_TRUE(vendor);
  const Tool& tool = *vendor->find_tool("list_things");
  EXPECT_EQ(paging_of(tool, {{"state", "open"}}).style, Paging::Style::page);
  EXPECT_EQ(paging_of(tool, {{"state", "done"}}).next_in, "page[cursor]");
  EXPECT_EQ(paging_of(tool, Json::object()).style, Paging::Style::cursor);
  EXPECT_NE(error_of(with(old, "paging: [{when: {\"a..b\": 1}, style: page, argument: limit}]")),
            "");
  EXPECT_NE(error_of(with(old, "paging: []")), "");
}

TEST(RowReader, refuses_an_entry_over_a_tool_that_is_not_a_read) {
  EXPECT_EQ(error_of(with("tool: list_things", "tool: drop_things")),
            "19: entries/0/tool: \"drop_things\" is not reviewed as a read");
}

TEST(RowReader, refuses_a_read_without_a_reviewed_input) {
  EXPECT_NE(error_of(with("drop_things: {verdict: write}", "drop_things: {verdict: read}")), "");
}

TEST(RowReader, refuses_an_expression_that_does_not_parse_or_names_nothing) {
  EXPECT_NE(error_of(with("aggregate: count,", "aggregate: count, filter: \"price >\",")), "");
  EXPECT_NE(error_of(with("aggregate: count,", "aggregate: count, filter: \"colour = 'red'\","))
                .find("no field \"colour\""),
            std::string::npos);
}

TEST(RowReader, refuses_a_measure_that_is_not_whole) {
  EXPECT_NE(error_of(with("aggregate: count,", "aggregate: sum,")), "");
  EXPECT_NE(error_of(with("aggregate: count,", "aggregate: count_distinct,")), "");
  EXPECT_NE(error_of(with("aggregate: count,", "aggregate: snapshot_count, filter: made is null,")),
            "");
  EXPECT_NE(error_of(with("aggregate: count,", "aggregate: formula, expression: 2 * nothing,")),
            "");
}

TEST(RowReader, refuses_a_synonym_that_is_a_whole_question) {
  EXPECT_EQ(error_of(with("aggregate: count,", "synonyms: [one two three], aggregate: count,")),
            "");
  EXPECT_NE(
      error_of(with("aggregate: count,",
                    "synonyms: [how many of all our things did we make then], aggregate: count,"))
          .find("a synonym has at most 8"),
      std::string::npos);
}

TEST(RowReader, refuses_joins_that_lead_nowhere) {
  EXPECT_NE(
      error_of(with("    measures:", "    joins: [{field: id, to: others.id}]\n    measures:")),
      "");
  EXPECT_EQ(error_of(with("    measures:",
                          "    joins: [{field: id, to: company.domain}]\n    measures:")),
            "");
}

TEST(RowReader, refuses_money_without_a_currency_and_a_time_that_is_none) {
  EXPECT_NE(error_of(with(", currency: currency}", "}")), "");
  EXPECT_NE(error_of(with("time: made", "time: id")), "");
}

TEST(RowReader, refuses_a_path_of_an_argument_that_is_none) {
  const auto pushed = [](const std::string& argument) {
    return error_of(with("    measures:", "    pushdowns: [{field: id, op: eq, argument: \"" +
                                              argument + "\", format: text}]\n    measures:"));
  };
  for (const char* fine : {"a.b", "a[0].b", "a[]", "query+", "a[0][1]"})
    EXPECT_EQ(pushed(fine), "") << fine;
  for (const char* bad : {"a[x].b", "a..b", "a[", "a[0]b", "[0]", "a[-1]", "a[64]"})
    EXPECT_NE(pushed(bad), "") << bad;
}

TEST(RowReader, refuses_a_list_without_its_brackets_and_a_key_that_is_no_field) {
  const auto listed = [](const std::string& path) {
    return error_of(with("    measures:", "      - {name: parts, path: \"" + path +
                                              "\", type: text, list: true}\n    measures:"));
  };
  EXPECT_EQ(listed("parts[].name"), "");
  EXPECT_NE(listed("parts"), "");
  EXPECT_NE(listed("parts[].names[]"), "");
  EXPECT_NE(error_of(with("    measures:", "    key: [nothing]\n    measures:")), "");
}

TEST(RowReader, refuses_what_is_not_yaml_or_too_large) {
  EXPECT_NE(error_of("a: [1"), "");
  EXPECT_NE(error_of(std::string(row_bytes_max + 1, ' ')), "");
}

TEST(RowReader, refuses_an_endpoint_template_without_its_parameter) {
  EXPECT_NE(error_of(with("https://mcp.example.com", "https://{shop}/mcp")), "");
}

TEST(RowReader, reads_how_far_back_and_how_often) {
  const auto vendor = read_row(
      "example.yaml",
      with("paging: {style", "limits: {reaches_back: 90d, per_hour: 600}\n    paging: {style"));
  ASSERT_TRUE(vendor);
  EXPECT_EQ(vendor->find_tool("list_things")->limits.reaches_back_hours, 90 * 24);
  EXPECT_EQ(vendor->find_tool("list_things")->limits.per_hour_max, 600);
  const auto whole = read_row("example.yaml", with("client: public",
                                                   "client: public\nlimits: {per_minute: 100, "
                                                   "calls: 80}"));
  ASSERT_TRUE(whole);
  EXPECT_EQ(whole->limits.per_minute_max, 100);
  EXPECT_EQ(whole->limits.calls_max, 80);
  EXPECT_NE(error_of(with("client: public", "client: public\nlimits: {calls: 4000}")), "");
  EXPECT_NE(
      error_of(with("paging: {style", "limits: {reaches_back: three months}\n    paging: {style")),
      "");
}

TEST(RowReader, holds_a_rule_of_one_operation_to_operations_that_there_are) {
  const auto ruled = [](const std::string& rule) {
    return error_of(
        with("    paging: {style", "    arguments: [" + rule + "]\n    paging: {style"));
  };
  EXPECT_EQ(ruled("{at: limit, when: {state: open}, at_most: 50}"), "");
  EXPECT_EQ(ruled("{at: limit, when: {state: [open, done]}, at_most: 50}"), "");
  EXPECT_EQ(ruled("{at: owner, only: [a]}, {at: limit, when: {owner: a}, at_most: 50}"), "");
  EXPECT_EQ(ruled("{at: limit, when: {state: opne}, at_most: 50}"),
            "14: tools/list_things/arguments/0: `when` speaks of \"opne\" at \"state\", which no "
            "list of the tool's input, no only and no pairs of all calls has");
  EXPECT_NE(ruled("{at: limit, when: {owner: a}, at_most: 50}"), "");
  EXPECT_NE(ruled("{at: limit, when: {state: open}, force: 50}").find("`when` goes with"),
            std::string::npos);
}

TEST(RowReader, refuses_labels_that_tell_nothing_apart) {
  const auto labelled = [](const std::string& type, const std::string& values) {
    return error_of(with("    measures:", "      - {name: code, path: code, type: " + type +
                                              ", values: [" + values + "]}\n    measures:"));
  };
  EXPECT_EQ(labelled("text", "{value: T1, label: One}, {value: T2, label: Two}, T3"), "");
  EXPECT_NE(labelled("text", "{value: T1, label: One}, {value: T2, label: One}")
                .find("\"One\" would be shown for two values"),
            std::string::npos);
  EXPECT_NE(labelled("text", "{value: T1, label: T2}, T2"), "");
  EXPECT_NE(labelled("timestamp", "{value: T1, label: One}"), "");
}

TEST(RowReader, lets_words_of_a_question_leave_only_under_a_rule_for_words) {
  const auto searched = [](const std::string& rules, const std::string& more) {
    std::string text = with("    paging: {style", rules + "    paging: {style");
    const std::string at = "    measures:";
    return error_of(text.replace(text.find(at), at.size(),
                                 "    pushdowns: [{field: id, op: contains, argument: owner, "
                                 "format: text" +
                                     more + "}]\n" + at));
  };
  const std::string words = "    arguments: [{at: owner, words: true}]\n";
  EXPECT_EQ(searched(words, ""), "");
  EXPECT_EQ(searched(words, ", required: true"), "");
  EXPECT_NE(searched("", "").find("needs the rule {at: owner, words: true}"), std::string::npos);
  EXPECT_NE(error_of(with("    measures:",
                          "    pushdowns: [{field: id, op: eq, argument: owner, "
                          "format: text, required: true}]\n    measures:"))
                .find("only a `contains` can be `required`"),
            std::string::npos);
}

TEST(RowReader, refuses_a_resource_that_is_never_sent_and_an_approval_of_nobody) {
  const auto head = [](const std::string& more) {
    return error_of(with("client: public", "client: public\n" + more));
  };
  EXPECT_EQ(head("resource_uri: \"https://mcp.example.com/v2\""), "");
  EXPECT_NE(head("resource_uri: \"https://mcp.example.com/v2\"\nresource: omit"), "");
  EXPECT_EQ(head("approval: Ask them to admit this server."), "");
  EXPECT_NE(error_of(with("registration: [dynamic]",
                          "registration: [preregistered]\napproval: Ask them.")),
            "");
  EXPECT_EQ(head("scopes: {read: [a], separator: \"+\"}"), "");
  EXPECT_NE(head("scopes: {read: [a], separator: \";\"}"), "");
}

TEST(RowReader, reads_calls_for_fixed_values) {
  const auto vendor = read_row(
      "example.yaml", with("    rows: $.things",
                           "    each: {argument: owner, values: [a, b]}\n    rows: $.things"));
  ASSERT_TRUE(vendor);
  EXPECT_EQ(vendor->entries[0].each_argument, "owner");
  EXPECT_EQ(vendor->entries[0].each_values, (std::vector<Json>{"a", "b"}));
  EXPECT_NE(error_of(with("    rows: $.things",
                          "    each: {argument: owner, from: things}\n    rows: $.things")),
            "");
}

}  // namespace
}  // namespace sluice::catalog
