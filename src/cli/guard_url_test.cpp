#include "cli/guard_url.h"

#include <gtest/gtest.h>

#include <fstream>

namespace sluice::cli {
namespace {

OrderedJson ask(const std::string& line) {
  static const Guard guard = make_url_guard();
  const auto answer = guard(line);
  EXPECT_TRUE(answer) << line;
  return answer.value_or(OrderedJson());
}

// Names without a given answer are not looked up here: no test asks the network.
std::string offline(Json test) {
  if (!test.contains("dns")) test["dns"] = Json::object();
  return test.dump();
}

TEST(UrlGuard, says_what_the_corpus_says) {
  std::ifstream file(std::string(SLUICE_SOURCE_DIR) + "/tests/corpora/url.jsonl");
  std::size_t count = 0;
  for (std::string line; std::getline(file, line);) {
    const Json test = Json::parse(line);
    if (test["verdict"].is_null()) continue;
    ++count;
    const OrderedJson answer = ask(offline(test));
    EXPECT_EQ(answer["verdict"], test["verdict"])
        << test["id"] << " " << test["url"] << " " << answer.dump();
    // What can be said of the text alone is said before any name is asked for.
    if (test["stage"] == "url")
      EXPECT_NE(answer["reason"], "unresolvable") << test["id"] << " " << test["url"];
  }
  EXPECT_GE(count, 200U);
}

TEST(UrlGuard, takes_bare_text) {
  EXPECT_EQ(ask("https://127.0.0.1/")["reason"], "ip_literal");
  EXPECT_EQ(ask("")["reason"], "not_a_url");
}

TEST(UrlGuard, reports_a_line_that_cannot_be_read) {
  const Guard guard = make_url_guard();
  EXPECT_FALSE(guard("{\"url\""));
  EXPECT_FALSE(guard("{\"dns\":{}}"));
  EXPECT_FALSE(guard(R"({"url":"https://a.example.com/","dns":{"a.example.com":[1]}})"));
}

TEST(UrlGuard, answers_the_pinned_addresses) {
  const OrderedJson answer = ask(
      R"({"url":"https://A.example.com","dns":{"a.example.com":["93.184.216.34","2606:2800::1"]}})");
  EXPECT_EQ(answer["verdict"], "allow");
  EXPECT_EQ(answer["addresses"], OrderedJson::array({"93.184.216.34", "2606:2800::1"}));
  EXPECT_EQ(answer["url"], "https://a.example.com/");
}

TEST(UrlGuard, refuses_a_name_that_turns_private_at_a_later_look_up) {
  EXPECT_EQ(ask(R"({"url":"https://a.example.com","dns":{"a.example.com":[["93.184.216.34"],
                 ["93.184.216.35"]]}})")["verdict"],
            "allow");
  EXPECT_EQ(ask(R"({"url":"https://a.example.com","dns":{"a.example.com":[["93.184.216.34"],
                 ["93.184.216.34","169.254.169.254"]]}})")["reason"],
            "not_public_address");
}

TEST(UrlGuard, follows_one_redirect_on_the_same_server) {
  const auto redirected = [](const std::string& location) {
    const Json line{{"url", "https://a.example.com/x/y?q"},
                    {"dns", {{"*", {"93.184.216.34"}}}},
                    {"redirect_to", location}};
    return ask(line.dump());
  };
  EXPECT_EQ(redirected("/other")["url"], "https://a.example.com/other");
  EXPECT_EQ(redirected("z")["url"], "https://a.example.com/x/z");
  EXPECT_EQ(redirected("https://A.EXAMPLE.com:443/z")["url"], "https://a.example.com/z");
  for (const char* location :
       {"https://b.example.com/x/y", "http://a.example.com/z", "https://a.example.com:8443/z",
        "//b.example.com/", "https://a.example.com@b.example.com/", "\\\\b.example.com\\z",
        "javascript:alert(1)", "https:/z", "", "/x/y?q", "#top", "./y?q"})
    EXPECT_EQ(redirected(location)["verdict"], "refuse") << location;
}

}  // namespace
}  // namespace sluice::cli
