#include "calls/search_text.h"

#include "calls/call_rules.h"
#include "catalog/catalog.h"

#include <gtest/gtest.h>

namespace sluice::calls {
namespace {

const catalog::Catalog& rows() {
  static const catalog::Catalog catalog = catalog::Catalog::embedded();
  return catalog;
}
const Json mine{{"owner", "brightwater"}};

Json outcome(std::string tool, Json arguments, const Json& parameters = mine) {
  const auto admitted =
      check_call(*rows().find("github"), {std::move(tool), std::move(arguments)}, parameters);
  return admitted ? *admitted : Json(admitted.error().reason);
}
// The search text as it leaves, or why it does not.
Json searched(std::string_view text) {
  const Json sent = outcome("search_issues", {{"query", text}});
  return sent.is_object() ? sent["query"] : sent;
}

TEST(SearchText, is_bound_to_the_organization_of_the_connection) {
  EXPECT_EQ(searched("is:open label:bug"), "is:open label:bug org:brightwater");
  EXPECT_EQ(searched("org:brightwater is:open"), "org:brightwater is:open");
  EXPECT_EQ(searched(""), "org:brightwater");
  EXPECT_EQ(searched("\"time to org:x\" crash"), "\"time to org:x\" crash org:brightwater");
  EXPECT_EQ(searched("updated:>=2026-01-01T00:00:00Z -label:\"needs triage\""),
            "updated:>=2026-01-01T00:00:00Z -label:\"needs triage\" org:brightwater");
}

TEST(SearchText, reaches_no_other_organization) {
  for (const std::string_view text : {"org:other",
                                      "org:brightwater org:other",
                                      "is:open org:other",
                                      "user:other",
                                      "repo:other/secret",
                                      "repo:brightwater/app",
                                      "-org:brightwater",
                                      "org:brightwater,other",
                                      "org:\"other\"",
                                      "ORG:other",
                                      "Org:brightwater",
                                      "org:Other",
                                      "team:other/x",
                                      "project:other/1",
                                      "org:brightwater OR org:other",
                                      "a OR b",
                                      "a or b",
                                      "NOT org:brightwater",
                                      "(org:other)",
                                      "org:brightwater) OR (org:other",
                                      "foo\"org:other",
                                      "foo\" org:other",
                                      "\"a\"org:other",
                                      "org:",
                                      ":other",
                                      "foo\torg:other",
                                      "foo\norg:other",
                                      "foo\xC2\xA0org:other",
                                      "foo+org:other",
                                      "label:org:other",
                                      "a\\ org:other",
                                      "in:file AKIA;org:other",
                                      "-",
                                      "org:brightwater/../other"}) {
    EXPECT_EQ(searched(text), "argument_not_allowed") << text;
  }
  for (const std::string_view text :
       {"\"a;b\"", "\"a(b\"", "label:a;b", "label:(a)", "label:", "\"open", "label:\"open"})
    EXPECT_EQ(searched(text), "argument_not_allowed") << text;
  EXPECT_EQ(searched(std::string(300, 'a')), "argument_not_allowed");
  const catalog::ArgumentRule plain{.kind = catalog::ArgumentRule::Kind::search};
  EXPECT_EQ(bound_search(plain, "is \"open", {}).error(), "holds a quote that is never closed");
}

TEST(SearchText, needs_a_connection_that_says_its_organization) {
  EXPECT_EQ(outcome("search_issues", {{"query", "is:open"}}, Json::object()), "missing_parameter");
  EXPECT_EQ(outcome("search_commits", {{"query", "fix"}}, Json::object()), "argument_not_allowed");
  EXPECT_EQ(outcome("search_issues", {{"query", "is:open"}}, {{"owner", "a b"}}),
            "argument_not_allowed");
}

// M14: every read that names an owner names the connection's own.
TEST(SearchText, every_owner_is_that_of_the_connection) {
  std::size_t bound = 0;
  for (const catalog::Tool& tool : rows().find("github")->tools) {
    if (!tool.callable()) continue;
    for (const auto& [name, schema] : member(tool.input, "properties").items()) {
      if (name != "owner" && name != "org" && name != "user" && name != "username") continue;
      ++bound;
      EXPECT_EQ(outcome(tool.name, {{name, "other"}}), "argument_not_allowed") << tool.name;
    }
  }
  EXPECT_GT(bound, 35U);
  const Json sent = outcome("list_issues", {{"repo", "app"}});
  EXPECT_EQ(sent, Json({{"owner", "brightwater"}, {"repo", "app"}}));
}

TEST(SearchText, no_name_leads_out_of_the_owner) {
  for (const std::string_view repo :
       {"../other/secret", "..", ".", "a/b", "app/../../other/x", "app%2f..", "app?x",
        "app org:other", "", "app/", "a\\b", "app..x"}) {
    EXPECT_EQ(outcome("list_issues", {{"repo", repo}}), "wrong_argument") << repo;
  }
  EXPECT_EQ(outcome("get_commit", {{"repo", "app"}, {"sha", "../../other/x/commits/a"}}),
            "wrong_argument");
  EXPECT_TRUE(outcome("get_commit", {{"repo", ".github"}, {"sha", "feature/x-1.2"}}).is_object());
}

// M14: what is refused as source code is not to be had by another name.
TEST(SearchText, patches_and_code_are_off_the_read_list) {
  const Json app{{"repo", "app"}};
  const auto with = [&](Json more) {
    more.update(app);
    return more;
  };
  EXPECT_TRUE(outcome("get_commit", with({{"sha", "a"}, {"detail", "full_patch"}})).is_string());
  EXPECT_TRUE(outcome("get_commit", with({{"sha", "a"}, {"detail", "stats"}})).is_object());
  for (const char* method : {"get_files", "get_diff"}) {
    EXPECT_EQ(outcome("pull_request_read", with({{"pullNumber", 1}, {"method", method}})),
              "argument_not_allowed");
  }
  EXPECT_TRUE(outcome("pull_request_read", with({{"pullNumber", 1}, {"method", "get_reviews"}}))
                  .is_object());
  EXPECT_EQ(outcome("search_code", {{"query", "AKIA in:file"}}), "secret_tool");
  EXPECT_EQ(outcome("get_file_blame", with({{"path", "a"}})), "secret_tool");
}

TEST(SearchText, plain_words_hold_no_operator) {
  for (const std::string_view text :
       {"", "blue shoes", "O'Neill & Sons, Inc.", "team/42", "caf\xC3\xA9"})
    EXPECT_TRUE(is_plain_words(text)) << text;
  for (const std::string_view text :
       {"a:b", "a;b", "(a)", "a\"b", "a=b", "a<b", "a\nb", "a*", "{a}", "a\\b", "$a", "a|b", "a!"})
    EXPECT_FALSE(is_plain_words(text)) << text;
  EXPECT_TRUE(is_plain_words(std::string(search_bytes_max, 'a')));
  EXPECT_FALSE(is_plain_words(std::string(search_bytes_max + 1, 'a')));
}

}  // namespace
}  // namespace sluice::calls
