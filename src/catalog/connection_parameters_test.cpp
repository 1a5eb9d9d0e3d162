#include "catalog/connection_parameters.h"

#include "catalog/row_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace sluice::catalog {
namespace {

constexpr std::string_view good = R"(slug: example
name: Example
category: testing
category_label: Testing
summary: A vendor for tests
reviewed: 2026-11-22
endpoints:
  - {url: "https://{shop}/mcp/{project}"}
  - {url: "https://eu.example.com/mcp/{project}", when: region=eu}
parameters:
  shop: {label: Shop, type: domain, example: shop.example.com}
  region: {label: Region, type: choice, choices: [us, eu], required: false}
  project: {label: Project, type: integer, example: "42"}
  site:
    label: Site
    type: text
    required: false
    pattern: "[a-z]{4}"
    example: abcd
    lookup: {tool: list_things, arguments: {site: "${connection.site}", project: "${connection.project}"}, rows: $.things, nothing: "{value} is empty"}
  team: {label: Team, type: slug, required: false}
registration: [dynamic]
client: public
tools:
  list_things:
    verdict: read
    input: {site: string, project: integer}
  drop_things: {verdict: write}
entries:
  - name: things
    label: Things
    tool: list_things
    arguments: {project: "${connection.project}"}
    rows: $.things
    fields:
      - {name: id, path: id, type: text, role: key}
questions: [How many things]
article: docs/knowledge-base/example.md
)";

Vendor vendor() {
  auto read = read_row("example.yaml", good);
  if (read) return *std::move(read);
  ADD_FAILURE() << to_text(read.error().front());
  return {};
}

Json all_given() {
  return {{"shop", "Shop.Example.com"}, {"project", "7"}};
}
// With one value in the place of what fits.
std::string refusal(const char* name, Json value) {
  Json given = all_given();
  given[name] = std::move(value);
  const auto read = read_parameters(vendor(), given, {});
  return read ? "" : read.error();
}
std::string address(Json given) {
  given.update(all_given());
  const Vendor row = vendor();
  const auto read = read_parameters(row, given, {});
  if (!read) return read.error();
  return endpoint_of(row, *read).value_or("none");
}
// The first error of the row with one text replaced by another; empty: the row is right.
std::string row_error(std::string_view from, std::string_view to) {
  std::string text(good);
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  const auto read = read_row("example.yaml", text.replace(at, from.size(), to));
  return read ? "" : read.error().front().message;
}

TEST(ConnectionParameters, integers_are_numbers_and_domains_lower_case_from_here_on) {
  const auto read = read_parameters(vendor(), all_given(), {});
  ASSERT_TRUE(read) << read.error();
  EXPECT_EQ(read->dump(), R"({"project":7,"shop":"shop.example.com"})");
}

TEST(ConnectionParameters, a_required_one_is_never_taken_from_the_example) {
  const auto read = read_parameters(vendor(), {{"shop", "shop.example.com"}}, {});
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error(), "Fill in \"Project\" to connect Example.");
  EXPECT_NE(refusal("project", "   "), "");
  EXPECT_NE(refusal("project", ""), "");
}

TEST(ConnectionParameters, each_type_is_checked_and_the_refusal_names_the_field) {
  const std::vector<std::pair<const char*, std::vector<Json>>> wrong{
      {"shop",
       {"https://shop.example.com", "shop.example.com/x", "localhost", "127.0.0.1", "a..b.com",
        "-a.example.com", "shop.example.com.", "shop example.com", "shop.example.com:8080",
        "user@shop.example.com", std::string(300, 'a') + ".com", true, Json::array()}},
      {"region", {"mars", "EU", "eu ,", "us,eu", 1}},
      {"project", {"7.5", "seven", "1e3", "0x10", "99999999999999999999", "7 8", 7.5}},
      {"site", {"abcde", "ABCD", "abc", "abcd\n", "abcd\nabcd", "../.."}},
      {"team", {"my team", "team!", "../x", "a/b", "${connection.site}", "-a", "é"}}};
  const std::map<std::string, std::string> labels{{"shop", "Shop"},
                                                  {"region", "Region"},
                                                  {"project", "Project"},
                                                  {"site", "Site"},
                                                  {"team", "Team"}};
  for (const auto& [name, values] : wrong)
    for (const Json& value : values) {
      if (value == "abcd\n") continue;  // Blanks around a value are nobody's wish.
      EXPECT_NE(refusal(name, value).find(labels.at(name)), std::string::npos)
          << name << " " << value;
    }
  EXPECT_EQ(refusal("project", 7), "");
  EXPECT_EQ(refusal("site", " abcd\n"), "");
  EXPECT_NE(refusal("colour", "red").find("no parameter"), std::string::npos);
}

TEST(ConnectionParameters, what_was_filled_in_before_is_kept_until_it_is_given_anew) {
  const Json kept{{"shop", "old.example.com"}, {"project", 1}, {"team", "ops"}};
  const auto same = read_parameters(vendor(), Json::object(), kept);
  ASSERT_TRUE(same);
  EXPECT_EQ(*same, kept);
  const auto changed = read_parameters(vendor(), {{"project", "2"}, {"team", ""}}, kept);
  ASSERT_TRUE(changed);
  EXPECT_EQ(changed->dump(), R"({"project":2,"shop":"old.example.com"})");
}

TEST(ConnectionParameters, a_choice_leads_to_its_own_endpoint_and_everything_else_to_the_ordinary) {
  EXPECT_EQ(address({{"region", "eu"}}), "https://eu.example.com/mcp/7");
  EXPECT_EQ(address({{"region", "us"}}), "https://shop.example.com/mcp/7");
  EXPECT_EQ(address({}), "https://shop.example.com/mcp/7");
  EXPECT_EQ(address({{"region", "mars"}}), "\"Region\" is one of us, eu, and not \"mars\".");
}

TEST(ConnectionCheck, every_choice_reaches_an_endpoint_and_every_endpoint_is_reached) {
  EXPECT_EQ(row_error("{url: \"https://{shop}/mcp/{project}\"}",
                      "{url: \"https://{shop}/mcp/{project}\", when: region=us}"),
            "parameters/region: left out, it reaches no endpoint");
  EXPECT_NE(row_error("choices: [us, eu], required: false", "choices: [us, asia]"), "");
  EXPECT_NE(row_error("when: region=eu", "when: region=mars"), "");
  EXPECT_NE(row_error("when: region=eu", "when: planet=eu"), "");
  EXPECT_NE(row_error("when: region=eu", "when: team=eu"), "");
  EXPECT_NE(row_error("when: region=eu", "when: region"), "");
  EXPECT_NE(row_error(", when: region=eu", ""), "");
}

TEST(ConnectionCheck, a_parameters_type_choices_pattern_and_example_agree) {
  EXPECT_NE(row_error("type: choice, choices: [us, eu]", "type: choice"), "");
  EXPECT_NE(row_error("type: choice", "type: slug"), "");
  EXPECT_NE(row_error("example: \"42\"", "example: my-project"), "");
  EXPECT_NE(row_error("[a-z]{4}", "[a-z"), "");
  EXPECT_NE(row_error("example: abcd", "example: abcde"), "");
  EXPECT_NE(row_error("type: slug, required", "type: slug, pattern: x, required"), "");
  EXPECT_NE(row_error("type: integer, example", "type: integer, required: false, example"), "");
}

TEST(ConnectionCheck, a_look_up_can_be_made) {
  EXPECT_NE(row_error("tool: list_things, arguments: {site", "tool: no_such, arguments: {site"),
            "");
  EXPECT_NE(row_error("tool: list_things, arguments: {site", "tool: drop_things, arguments: {site"),
            "");
  EXPECT_NE(row_error("{site: \"${connection.site}\"", "{place: \"${connection.site}\""), "");
  EXPECT_NE(row_error("site: \"${connection.site}\", ", ""), "");
  EXPECT_NE(row_error("project: \"${connection.project}\"}, rows",
                      "project: \"${connection.site}\"}, rows"),
            "");
}

TEST(ConnectionCheck, the_call_for_the_accounts_name_can_be_made_and_read) {
  const auto error = [](const std::string& account) {
    return row_error("registration: [dynamic]", "registration: [dynamic]\naccount: " + account);
  };
  const std::string arguments = R"(arguments: {site: "${connection.site}"}, )";
  EXPECT_EQ(error("{tool: list_things, name: $.name}"), "");
  EXPECT_EQ(error("{tool: list_things, " + arguments + "name: \"$.things[0]['own name']\"}"), "");
  EXPECT_TRUE(error("{tool: no_such, name: $.name}").contains("no tool \"no_such\""));
  EXPECT_TRUE(error("{tool: drop_things, name: $.name}").contains("not reviewed as a read"));
  for (const char* path : {"name", "$", "$name", "$.", "$.a..b", "\"$.things[].name\"",
                           "\"$.things[*].name\"", "$argument.site", "\"\""})
    EXPECT_TRUE(error(std::string("{tool: list_things, name: ") + path + "}").contains("no path"))
        << path;
  EXPECT_NE(error("{tool: list_things, arguments: {place: x}, name: $.name}"), "");
  EXPECT_NE(error("{tool: list_things, arguments: {project: x}, name: $.name}"), "");
  EXPECT_TRUE(error(R"({tool: list_things, arguments: {site: "${connection.sit}"}, name: $.name})")
                  .contains("no parameter \"sit\""));
  EXPECT_NE(error("{tool: list_things}"), "");
  EXPECT_NE(error("{tool: list_things, name: $.name, rows: $.things}"), "");
}

TEST(ConnectionCheck, a_placeholder_names_a_parameter) {
  EXPECT_NE(row_error("arguments: {project: \"${connection.project}\"}\n",
                      "arguments: {project: \"${connection.projekt}\"}\n"),
            "");
}

// "[&project={project}]": away where nobody filled it in, and a host in brackets is left alone.
TEST(ConnectionParameters, an_optional_part_of_an_address_and_a_header_are_left_out) {
  Vendor vendor;
  for (const char* name : {"org", "project"}) {
    Parameter parameter;
    parameter.name = name;
    vendor.parameters.push_back(std::move(parameter));
  }
  Endpoint endpoint;
  endpoint.url = "https://a.example/mcp[/{org}]?ro=1[&project={project}]";
  vendor.endpoints = {endpoint};
  vendor.headers = {{"X-Read-Only", "true"}, {"X-Project", "p-{project}"}};
  const auto address = [&](const Json& values) { return endpoint_of(vendor, values).value_or(""); };
  EXPECT_EQ(address({{"org", "o"}, {"project", "7"}}), "https://a.example/mcp/o?ro=1&project=7");
  EXPECT_EQ(address({{"org", "o"}}), "https://a.example/mcp/o?ro=1");
  EXPECT_EQ(address(Json::object()), "https://a.example/mcp?ro=1");
  EXPECT_EQ(headers_of(vendor, {{"project", 7}}).back().value, "p-7");
  ASSERT_EQ(headers_of(vendor, Json::object()).size(), 1u);
  EXPECT_EQ(headers_of(vendor, Json::object()).front().name, "X-Read-Only");
  vendor.endpoints.front().url = "https://[2001:db8::1]/mcp";
  EXPECT_EQ(address(Json::object()), "https://[2001:db8::1]/mcp");
}

// A vendor with two servers that have tools of their own, and one that has all of them.
Vendor with_servers() {
  Vendor row;
  row.name = "Acme";
  row.authorization_server = "https://acme.example";
  Parameter server;
  server.name = "server";
  server.type = Parameter::Type::choice;
  server.choices = {"rows", "logs", "all"};
  server.choice_labels = {"Rows and tables", "Log files", "all"};
  row.parameters = {server};
  row.endpoints = {
      {.url = "https://rows.acme.example",
       .when = "server=rows",
       .authorization_server = "https://rows.acme.example",
       .tools = {"list_rows"}},
      {.url = "https://logs.acme.example", .when = "server=logs", .tools = {"list_logs"}},
      {.url = "https://acme.example", .when = "server=all"}};
  return row;
}

TEST(Servers, have_what_the_row_says_and_an_issuer_of_their_own_or_the_rows) {
  const Vendor row = with_servers();
  const Json rows{{"server", "rows"}};
  const Json logs{{"server", "logs"}};
  const Json all{{"server", "all"}};
  EXPECT_TRUE(is_served(row, rows, "list_rows"));
  EXPECT_FALSE(is_served(row, rows, "list_logs"));
  EXPECT_TRUE(is_served(row, all, "list_logs"));
  EXPECT_EQ(known_issuer(row, rows), "https://rows.acme.example");
  EXPECT_EQ(known_issuer(row, logs), "https://acme.example");
  EXPECT_TRUE(chooses_other_tools(row, rows, logs));
  EXPECT_FALSE(chooses_other_tools(row, rows, rows));
  const std::string text = served_elsewhere_text(row, logs, "list_rows");
  EXPECT_TRUE(text.contains("its server \"Log files\"")) << text;
  EXPECT_TRUE(text.contains("\"Rows and tables\" or \"all\"")) << text;
  // Where servers are not told apart by tools, a region is no other vendor.
  EXPECT_TRUE(is_served(vendor(), {{"region", "eu"}}, "list_things"));
  EXPECT_FALSE(chooses_other_tools(vendor(), {{"region", "eu"}}, {{"region", "us"}}));
}

TEST(Servers, are_checked_in_the_row) {
  const std::string first = "  - {url: \"https://{shop}/mcp/{project}\"}";
  const auto with = [&](const std::string& members) {
    return row_error(first, "  - {url: \"https://{shop}/mcp/{project}\", " + members + "}");
  };
  EXPECT_EQ(with("tools: [list_things]"), "");
  EXPECT_TRUE(with("tools: [list_shops]").contains("no tool \"list_shops\""));
  EXPECT_TRUE(with("tools: [drop_things]").contains("none of them is a read"));
  EXPECT_TRUE(row_error("when: region=eu}", "when: region=eu, tools: [list_things]}").empty());
  std::string both(good);
  for (const std::string& at : {std::string("{project}\"}"), std::string("when: region=eu}")})
    both.replace(both.find(at) + at.size() - 1, 1, ", tools: [drop_things]}");
  const auto read = read_row("example.yaml", both);
  ASSERT_FALSE(read);
  const bool said = std::ranges::any_of(read.error(), [](const RowError& error) {
    return to_text(error).contains("a read that no server has");
  });
  EXPECT_TRUE(said);
  const std::string alike = row_error(
      "choices: [us, eu]", "choices: [{value: us, label: Here}, {value: eu, label: Here}]");
  EXPECT_TRUE(alike.contains("called, the same")) << alike;
}

TEST(Servers, with_an_issuer_each_have_no_client_of_the_operators) {
  std::string text(good);
  const std::string at = "when: region=eu}";
  text.replace(text.find(at), at.size(),
               "when: region=eu, authorization_server: \"https://eu.example.com\"}");
  EXPECT_TRUE(read_row("example.yaml", text));
  const std::string way = "registration: [dynamic]";
  text.replace(text.find(way), way.size(), "registration: [dynamic, preregistered]");
  const auto read = read_row("example.yaml", text);
  ASSERT_FALSE(read);
  EXPECT_TRUE(to_text(read.error().front()).contains("one client with its secret"));
}

TEST(WithoutASignIn, a_row_says_nothing_of_signing_in) {
  EXPECT_EQ(row_error("registration: [dynamic]", "registration: [none]"), "");
  for (const char* more : {"authorization_server: \"https://as.example.com\"",
                           "scopes: {read: [read]}", "resource_uri: \"https://mcp.example.com\"",
                           "operator_setup: Ask for one", "api_key: {label: Key}"})
    EXPECT_TRUE(row_error("registration: [dynamic]", std::string("registration: [none]\n") + more)
                    .contains("nobody signs in"))
        << more;
  EXPECT_TRUE(
      row_error("registration: [dynamic]", "registration: [none, dynamic]").contains("alone"));
}

}  // namespace
}  // namespace sluice::catalog
